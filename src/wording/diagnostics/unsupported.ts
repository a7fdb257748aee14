import type { Unsupported, UnsupportedReasons } from "../../rules/index.ts";
import { alternatives } from "../format.ts";
import { quote } from "../quote.ts";
import { type PlainSentences, sentenceOf } from "./sentences.ts";

/** Why a rule cannot run here, and what to do. */
export function unsupportedSentence(unsupported: Unsupported): string {
  return sentenceOf<UnsupportedReasons, unknown>(SENTENCES, unsupported);
}

const SENTENCES: PlainSentences<UnsupportedReasons> = {
  esql: () => "Loupe does not support ES|QL. Run this query in Elasticsearch.",
  "machine-learning": () =>
    "This rule reads the anomalies of a machine learning job, which are not in evidence files.",
  threshold: () =>
    "This threshold rule does not say how many events to count. Set threshold.value to a whole number from 1 on.",
  "new-terms": () =>
    "This new terms rule does not name the fields whose values have to be new. Set new_terms_fields.",
  window: ({ from, to }) =>
    `A threshold rule counts the events of a stretch of time, but from is ${quote(from)} and to is ${quote(to)}. Correct them.`,
  history: ({ start, from }) =>
    `The history of this new terms rule has to begin before the time that it searches: history_window_start is ${quote(start)}, from is ${quote(from)}.`,
  "threat-match": () =>
    "Indicator match rules compare events with an index of threat indicators, which is not in the rule's file.",
  "saved-query": () =>
    "This rule refers to a query saved in Kibana. Copy that query into a rule of type query.",
  lucene: () => "The query is in Lucene syntax, which Loupe does not support. Rewrite it in KQL or EQL.",
  language: ({ type, language, allowed }) =>
    `A rule of type ${type} is written in ${alternatives(allowed)}, but the language of this one is ${quote(language)}. Correct its language.`,
  "no-query": () => "The rule has no query, and Loupe cannot read its filters.",
  syntax: ({ line, column, message }) => `Line ${line}, column ${column} of the query: ${message}`,
};
