/** EQL as one of the rule languages: see `QueryLanguage` in rules/run. */
import { fieldTypes } from "../ecs/index.ts";
import { checkQuery } from "./check/check.ts";
import { lostBackslashes } from "./check/lost-backslashes.ts";
import { dateMathComparisons } from "./check/date-math.ts";
import { type CompiledEql, type CompileOptions, compileQuery } from "./compile/compile.ts";
import { EqlError } from "./error.ts";
import { parseQuery } from "./parse/parser.ts";
import type { Query } from "./syntax.ts";

interface QueryRemark {
  readonly code: string;
  readonly message: string;
}

type EqlOfRule = CompiledEql & {
  readonly remarks: readonly QueryRemark[];
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
    const remarks = [...pipeRemarks(query), ...conditionRemarks(query, timestampField)];
    return { ...withoutOtherCategory(compileQuery(query, options), options), remarks, timestampField };
  },
} as const;

/** Rules are dispatched by `event.category`: a category that belongs to another field cannot be used for that. */
function withoutOtherCategory(compiled: CompiledEql, { eventCategoryField }: CompileOptions): CompiledEql {
  if (eventCategoryField === undefined || eventCategoryField === "event.category") return compiled;
  if (compiled.kind === "event") return { ...compiled, category: null };
  return { ...compiled, terms: compiled.terms.map((term) => ({ ...term, category: null })) };
}

function pipeRemarks(query: Query): QueryRemark[] {
  if (query.kind === "sample" || query.pipes.length === 0) return [];
  const pipes = query.pipes.map(({ name, count }) => `| ${name} ${count}`).join(" ");
  return [{ code: "pipes", message: `The query ends in ${pipes}; here all matches are shown.` }];
}

function conditionRemarks(query: Query, timestampField: string): QueryRemark[] {
  return [
    ...lostBackslashes(query).map((call) => ({
      code: "backslashes",
      message: `Elasticsearch takes the backslash in ${call} for an escape and does not look for one: double it.`,
    })),
    ...dateMathComparisons(query, fieldTypes(timestampField)).map((comparison) => ({
      code: "date-math",
      message: `${comparison} reckons from the moment of the search, which evidence does not have: here it compares texts. Write a date.`,
    })),
  ];
}
