/** KQL as one of the languages rules are written in: see `QueryLanguage` in rules/run. */
import { KqlError } from "./error.ts";
import { MULTI_FIELDS } from "./fields.ts";
import { type CompiledKql, compileKql } from "./query.ts";

type KqlOfRule = CompiledKql & { readonly remarks: readonly never[]; readonly timestampField: null };

export const KQL = {
  id: "kuery",
  name: "KQL",
  label: "KQL",
  example: "event.category: registry and process.name: reg.exe",
  ruleTypes: ["query"],
  multiFields: MULTI_FIELDS,
  QueryError: KqlError,
  /** Which of its dates are dates does not depend on the rule. */
  compile(text: string): KqlOfRule {
    return { ...compileKql(text), remarks: [], timestampField: null };
  },
} as const;
