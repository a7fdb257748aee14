/** Why a rule cannot be run here. */
import type { Coded, NoData } from "../../diagnostic/index.ts";
import { excerpt } from "../problems.ts";
import type { Rule } from "../rule.ts";
import { LANGUAGE_OF_TYPE } from "../rule-type.ts";
import type { Languages, QueryLanguage } from "./query-language.ts";

export interface UnsupportedReasons extends Record<UnsupportedKind, NoData> {
  /** The rule's type cannot have this language. */
  language: {
    readonly type: string;
    /** An excerpt of hostile text. */
    readonly language: string;
    /** The ids of the languages that the type may have. */
    readonly allowed: readonly string[];
  };
  /** A new terms rule whose history does not begin before the time that a run searches. Excerpts of hostile texts. */
  history: { readonly start: string; readonly from: string };
  /** A threshold rule counts within the time from `from` to `to`, which are no such time. Excerpts of hostile texts. */
  window: { readonly from: string; readonly to: string };
  /** There is no query, and no filter that could be used instead. */
  "no-query": NoData;
  /** The query's author gets the language's own message; line and column are 1-based, in the query. */
  syntax: { readonly line: number; readonly column: number; readonly message: string };
}

/** Kinds of rules that Loupe does not run; of threshold and new terms rules, those that do not say what to group by. */
export type UnsupportedKind =
  "esql" | "lucene" | "machine-learning" | "new-terms" | "saved-query" | "threat-match" | "threshold";

export type Unsupported = Coded<UnsupportedReasons> & { readonly state: "unsupported" };

const BY_TYPE: ReadonlyMap<string, UnsupportedKind> = new Map([
  ["esql", "esql"],
  ["machine_learning", "machine-learning"],
  ["threat_match", "threat-match"],
  ["saved_query", "saved-query"],
]);

/** The reason why a rule has no language that could be run: see `languageOf`. */
export function unsupportedByKind({ type, language }: Rule, languages: Languages): Unsupported {
  const isLucene = language === "lucene" && LANGUAGE_OF_TYPE.get(type) === "kuery";
  const kind = BY_TYPE.get(type) ?? (isLucene ? "lucene" : undefined);
  if (kind !== undefined) return { state: "unsupported", code: kind, data: {} };
  const allowed = [...languages.values()]
    .filter(({ ruleTypes }) => ruleTypes.includes(type))
    .map(({ id }) => id);
  return { state: "unsupported", code: "language", data: { type, language: excerpt(language), allowed } };
}

/** The reason for a query that does not parse; any other error is a bug and thrown on. */
export function unparsable(error: unknown, { QueryError }: Pick<QueryLanguage, "QueryError">): Unsupported {
  if (!(error instanceof QueryError)) throw error;
  const { line, column, message } = error;
  return { state: "unsupported", code: "syntax", data: { line, column, message } };
}
