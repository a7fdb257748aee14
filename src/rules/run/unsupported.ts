/** Why a rule cannot be run here, in words for the person who dropped it. */
import type { Rule } from "../rule.ts";
import type { Languages, QueryLanguage } from "./query-language.ts";

export interface Unsupported {
  readonly state: "unsupported";
  readonly code: string;
  readonly why: string;
  /** Where in the query, 1-based, for a query that does not parse. */
  readonly line?: number;
  readonly column?: number;
}

const BY_TYPE = new Map<string, readonly [code: string, why: string]>([
  [
    "esql",
    ["esql", "ES|QL is a language of its own that Loupe does not have: run this query in Elasticsearch."],
  ],
  [
    "machine_learning",
    [
      "machine-learning",
      "The rule reads the anomalies of a machine learning job, which evidence files do not hold.",
    ],
  ],
  [
    "threshold",
    [
      "threshold",
      "Threshold rules count events in a window of time, which Loupe does not do: run it in Elasticsearch.",
    ],
  ],
  [
    "new_terms",
    [
      "new-terms",
      "New terms rules need the history of days or weeks to know what is new, which the evidence seldom covers.",
    ],
  ],
  [
    "threat_match",
    [
      "threat-match",
      "Indicator match rules compare with an index of threat indicators, which is not in the rule's file.",
    ],
  ],
  [
    "saved_query",
    ["saved-query", "The rule refers to a query saved in Kibana: copy that query into a rule of type query."],
  ],
]);

/** Why a rule has no language that could be run: see `languageOf`. */
export function unsupportedByKind(rule: Rule, languages: Languages): Unsupported {
  const reason = BY_TYPE.get(rule.type);
  if (reason !== undefined) return { state: "unsupported", code: reason[0], why: reason[1] };
  if (rule.type === "query" && rule.language === "lucene") {
    return {
      state: "unsupported",
      code: "lucene",
      why: "The query is written in Lucene's syntax, which Loupe does not read: write it in KQL or EQL.",
    };
  }
  const ids = [...languages.values()].filter(({ ruleTypes }) => ruleTypes.includes(rule.type));
  return {
    state: "unsupported",
    code: "language",
    why: `A rule of type ${rule.type} is written in ${ids.map(({ id }) => id).join(" or ")}, but this one says ${rule.language}: correct its language.`,
  };
}

/** A query that does not parse; any other error is a bug and thrown on. */
export function unparsable(error: unknown, { QueryError }: Pick<QueryLanguage, "QueryError">): Unsupported {
  if (!(error instanceof QueryError)) throw error;
  const { line, column, message } = error;
  return {
    state: "unsupported",
    code: "syntax",
    why: `Line ${line}, column ${column} of the query: ${message}`,
    line,
    column,
  };
}
