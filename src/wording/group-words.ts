import type { AlertGroup } from "../case/index.ts";
import type { Rule } from "../rules/index.ts";
import { count, duration, enumeration, plural, utc } from "./format.ts";

/**
 * What an alert of a threshold or new terms rule is about, one sentence each.
 *
 * @param listed how many of its events the alert has
 */
export function groupSentences(group: AlertGroup, rule: Rule, listed: number): string[] {
  return group.history === undefined ? countSentences(group, rule, listed) : [newSentence(group)];
}

function countSentences(
  { terms, count: events, distinct, from, to }: AlertGroup,
  { threshold }: Rule,
  listed: number,
): string[] {
  const same = terms.length === 0 ? "" : ` with the same ${enumeration(terms.map(({ field }) => field))}`;
  const when = to > from ? ` within ${span(to - from)}, from ${utc(from)} to ${utc(to)} UTC` : "";
  const asked = threshold === undefined ? "" : ` The rule asks for ${count(threshold.value)}.`;
  const [other] = threshold?.cardinality ?? [];
  return [
    `${plural(events, "event")}${same}${when}.${asked}`,
    ...(distinct === undefined
      ? []
      : [
          `They have ${plural(distinct.count, "different value")} of ${distinct.field}${other === undefined ? "" : `, where the rule asks for ${count(other.value)}`}.`,
        ]),
    ...(listed < events
      ? [`Of these events, ${count(listed)} are listed: the first ${count(listed - 1)} and the last.`]
      : []),
  ];
}

function newSentence({ terms, history, covered }: AlertGroup): string {
  const what = terms.length === 1 ? "this value" : "these values together";
  const wanted = span(history!);
  if (covered === history) return `New: no earlier event has ${what} in the ${wanted} before.`;
  const has =
    covered === null || covered === undefined
      ? "how much of them the evidence has is not known"
      : covered === 0
        ? "the evidence begins with this event"
        : `the evidence has ${span(covered)} of them`;
  return `First in this evidence: no earlier event has ${what}. The rule looks at the ${wanted} before, and ${has}.`;
}

/** What a threshold or new terms rule groups by, for a list of facts about the rule; null for other rules. */
export function groupingWords({
  threshold,
  new_terms_fields: fields,
  history_window_start: history,
}: Rule): { readonly term: string; readonly words: string } | null {
  if (threshold !== undefined) {
    const [other] = threshold.cardinality;
    const same = threshold.field.length === 0 ? "" : ` with the same ${enumeration(threshold.field)}`;
    const different =
      other === undefined
        ? ""
        : `, with at least ${plural(other.value, "different value")} of ${other.field}`;
    return { term: "Threshold", words: `at least ${plural(threshold.value, "event")}${same}${different}` };
  }
  if (fields === undefined) return null;
  const words = `first event with ${fields.length === 1 ? "a value" : "values"} of ${enumeration(fields)} since ${history ?? "the beginning"}`;
  return { term: "New terms", words };
}

/** A length of time without a unit of which there is none: a history is usually a number of days. */
function span(milliseconds: number): string {
  return duration(milliseconds).replace(/ 0 (?:h|min|s)$/, "");
}
