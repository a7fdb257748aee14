import type { RuleWarning, RuleWarnings, UnsupportedEntry } from "../../rules/index.ts";
import { count } from "../format.ts";
import { type PlainSentences, sentenceOf } from "./sentences.ts";

/** What an analyst must know about a rule that runs. */
export function ruleWarningSentence(warning: RuleWarning): string {
  return sentenceOf<RuleWarnings, unknown>(SENTENCES, warning);
}

const MORE_ALERTS = "The rule may raise more alerts than in Elastic.";

const SENTENCES: PlainSentences<RuleWarnings> = {
  "exceptions-missing": ({ list }) =>
    `The rule uses the exception list ${list}, but no item of it is loaded, so Loupe raises alerts that Elastic would not. Export the rule together with its exceptions.`,
  "exception-expired": ({ exception, expired }) =>
    `The exception “${exception}” expired on ${expired} and is not applied.`,
  "exception-unsupported": ({ exception, entry }) =>
    `The exception “${exception}” is not applied: it ${entryWords(entry)}. ${MORE_ALERTS}`,
  "exception-empty": ({ exception }) => `The exception “${exception}” is not applied: it has no entries.`,
  "exception-nested": ({ exception, field }) =>
    `The exception “${exception}” applies to one object of the list ${field}. It is not applied to events that have several. ${MORE_ALERTS}`,
  filters: (data) =>
    data.count === 1
      ? `One filter of the rule cannot be read and is not applied. ${MORE_ALERTS}`
      : `${count(data.count)} filters of the rule cannot be read and are not applied. ${MORE_ALERTS}`,
  characters: () =>
    "The query contains a character that was lost when its file was written or read (�), so it does not find what it should. Save the file as UTF-8 and drop it again.",
  suppression: ({ groupBy }) =>
    groupBy.length === 0
      ? "Elastic would show one alert for many; Loupe shows every one."
      : `Elastic would show one alert for many with the same ${groupBy.join(", ")}; Loupe shows every one.`,
  pipes: ({ pipes }) => `The query ends in ${pipes}, but Loupe shows all matches.`,
  backslashes: ({ call }) =>
    `Elasticsearch reads the backslash in ${call} as an escape and does not look for a backslash. Double it.`,
  "date-math": ({ comparison }) =>
    `${comparison} is relative to the time of the search, which evidence does not have, so Loupe compares texts. Write a date.`,
};

/** What the exception does, after "it". */
function entryWords(entry: UnsupportedEntry): string {
  switch (entry.kind) {
    case "value-list":
      return `uses the value list ${entry.list}`.trimEnd() + ", and exports do not contain the values";
    case "nested-entry":
      return "has a nested entry that Loupe cannot read";
    case "entry":
      return "has an entry that Loupe cannot read";
    case undefined:
      return `uses ${entry.what}, which the export does not contain or Loupe cannot read`;
  }
}
