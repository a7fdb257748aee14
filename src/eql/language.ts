/** EQL as a rule language: see `QueryLanguage` in rules/run. */
import type { Coded } from "../diagnostic/index.ts";
import { fieldTypes } from "../ecs/index.ts";
import { checkQuery } from "./check/check.ts";
import { lostBackslashes } from "./check/lost-backslashes.ts";
import { dateMathComparisons } from "./check/date-math.ts";
import { type CompiledEql, type CompileOptions, compileQuery } from "./compile/compile.ts";
import { EqlError } from "./error.ts";
import { parseQuery } from "./parse/parser.ts";
import type { Query } from "./syntax.ts";

/** What the author of a query should know although it runs, with the data of each warning. */
export interface EqlWarnings {
  /** All matches are shown, whatever pipes follow the query. */
  pipes: { readonly pipes: string };
  /** Elasticsearch reads the backslash in this call as an escape and does not look for it. */
  backslashes: { readonly call: string };
  /** This comparison is relative to the time of the search, so it compares texts here. */
  "date-math": { readonly comparison: string };
}

type EqlOfRule = CompiledEql & {
  readonly warnings: readonly Coded<EqlWarnings>[];
  readonly timestampField: string;
};

export const EQL = {
  id: "eql",
  name: "EQL",
  label: "EQL: event, sequence or sample",
  example: 'registry where registry.path : "*\\\\LocalDumps\\\\*" and not process.name : "svchost.exe"',
  ruleTypes: ["eql"],
  multiFields: [],
  QueryError: EqlError,
  compile(text: string, options: CompileOptions): EqlOfRule {
    const query = parseQuery(text);
    checkQuery(query, text);
    const timestampField = options.timestampField ?? "@timestamp";
    const warnings = [...pipeWarnings(query), ...conditionWarnings(query, timestampField)];
    return { ...withoutOtherCategory(compileQuery(query, options), options), warnings, timestampField };
  },
} as const;

/** Rules are dispatched by `event.category`, so the value of another category field is of no use. */
function withoutOtherCategory(compiled: CompiledEql, { eventCategoryField }: CompileOptions): CompiledEql {
  if (eventCategoryField === undefined || eventCategoryField === "event.category") return compiled;
  if (compiled.kind === "event") return { ...compiled, category: null };
  return { ...compiled, terms: compiled.terms.map((term) => ({ ...term, category: null })) };
}

function pipeWarnings(query: Query): Coded<EqlWarnings>[] {
  if (query.kind === "sample" || query.pipes.length === 0) return [];
  const pipes = query.pipes.map(({ name, count }) => `| ${name} ${count}`).join(" ");
  return [{ code: "pipes", data: { pipes } }];
}

function conditionWarnings(query: Query, timestampField: string): Coded<EqlWarnings>[] {
  return [
    ...lostBackslashes(query).map((call) => ({ code: "backslashes" as const, data: { call } })),
    ...dateMathComparisons(query, fieldTypes(timestampField)).map((comparison) => ({
      code: "date-math" as const,
      data: { comparison },
    })),
  ];
}
