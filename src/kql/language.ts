/** KQL as one of the rule languages: see `QueryLanguage` in rules/run. */
import { KqlError } from "./error.ts";
import { MULTI_FIELDS } from "./fields.ts";
import { type CompiledKql, compileKql } from "./query.ts";

type KqlOfRule = CompiledKql & { readonly warnings: readonly never[]; readonly timestampField: null };

export const KQL = {
  id: "kuery",
  name: "KQL",
  label: "KQL",
  example: "event.category: registry and process.name: reg.exe",
  ruleTypes: ["query", "threshold", "new_terms"],
  multiFields: MULTI_FIELDS,
  QueryError: KqlError,
  /** Which fields are dates does not depend on the rule, so there is no timestamp field. */
  compile(text: string): KqlOfRule {
    return { ...compileKql(text), warnings: [], timestampField: null };
  },
} as const;
