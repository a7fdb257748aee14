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
    "Threshold rules count events within a time window, which Loupe does not do. Run this rule in Elasticsearch.",
  "new-terms": () =>
    "New terms rules need days or weeks of history to know what is new. Evidence seldom covers that much.",
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
