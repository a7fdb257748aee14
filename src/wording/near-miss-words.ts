import type { Scalar } from "../ecs/index.ts";
import type { NearMissEvent, SeenField } from "../scan/index.ts";
import { rowSentence, sentenceText } from "../explain/index.ts";
import { count, plural } from "./format.ts";
import { clauseText, valueList } from "./why-not.ts";

/** The part of a near miss that its sentence depends on. */
type Missed = Pick<NearMissEvent, "event" | "saw">;

/**
 * Returns a sentence, without its stop, that says why a rule left an event out: `svchost.exe as S-1-5-18 set …\DumpType =
 * 2: excluded by the rule` for an exclusion, else `…\DumpType = 1: the rule wants …`. Values are shortened and on one line.
 *
 * @param text of the clause
 */
export function nearMissWords(text: string, isExclusion: boolean, { event, saw }: Missed): string {
  if (isExclusion) return `${excludedEvent({ event, saw })}: excluded by the rule`;
  const [only, ...others] = saw;
  const wanted = others.length === 0 && only !== undefined ? wantedOf(text, only.field) : null;
  return `${seenWords(saw, event.object)}: the rule wants ${wanted ?? clauseText(text)}`;
}

/** Who did what to what, and as whom where the clause looked at the account. */
function excludedEvent({ event, saw }: Missed): string {
  const [who, ...deed] = rowSentence(event);
  const account = saw.find(({ field, values }) => /^user\.(?:id|name)$/.test(field) && values.length > 0);
  const as = account === undefined ? "" : ` as ${plainText(account.values[0]!)}`;
  const done = `${plainText(who?.text ?? "")}${as}${plainText(sentenceText(deed))}`.trim();
  // What the clause saw need not be in it.
  const rest = saw.filter(
    ({ field, values }) =>
      field !== account?.field &&
      values.length > 0 &&
      !/^process\.(?:executable|name)$/.test(field) &&
      !values.some((one) => String(one) === event.object || String(one) === event.value),
  );
  return rest.length === 0 ? done : `${done}; ${rest.map((one) => seenWords([one], "")).join("; ")}`;
}

/** The data of a registry value is named by the value, as people write it. */
function seenWords(saw: readonly SeenField[], object: string): string {
  const words = saw.map(({ field, values, more }) => {
    const isData = field === "registry.data.strings" && object !== "";
    const name = plainText(isData ? (object.split("\\").at(-1) ?? field) : field);
    if (values.length === 0) return `${name} is not in this event`;
    const list = `${valueList(values)}${more > 0 ? ` and ${more} more` : ""}`;
    return isData && values.length === 1 ? `${name} = ${plainText(values[0]!)}` : `${name} is ${list}`;
  });
  return words.length === 0 ? "nothing of this event" : words.join("; ");
}

/** What a test of one field asks of it: `"2" or "0x00000002"` for `field : ("2", "0x00000002")`; null for other tests. */
function wantedOf(text: string, field: string): string | null {
  const rest = text.startsWith("?") ? text.slice(1) : text;
  if (!rest.startsWith(field)) return null;
  const [, list, one] = /^ ?(?::|==|in~?|like~?) ?(?:\((.*)\)|(.*))$/s.exec(rest.slice(field.length)) ?? [];
  const wanted = list ?? one;
  return wanted === undefined
    ? null
    : clauseText(list === undefined ? wanted : wanted.replaceAll('", "', '" or "'));
}

function plainText(value: Scalar): string {
  return clauseText(String(value));
}

/**
 * What a list of the events of a near miss is.
 *
 * @param placed of how many it is known where they are
 */
export function nearMissListedWords(all: number, placed: number, rule: string): string {
  const of = `that one clause alone kept from matching “${clauseText(rule)}”`;
  return placed < all
    ? `The first ${count(placed)} of ${plural(all, "event")} ${of}.`
    : `${plural(all, "event")} ${of}.`;
}
