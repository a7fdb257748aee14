import { type HuntRow, valuesOf } from "../../app/index.ts";
import { eventSentence, sentenceText, type SentencePart } from "../../explain/index.ts";
import { epochMillis } from "../../time/index.ts";
import { utc } from "../../wording/index.ts";
import { shortChannel } from "../events/event-kinds.ts";

/** Fields that have a column of their own, whatever is chosen. */
export const FIXED: readonly string[] = ["@timestamp", "host.name", "user.name"];

/** A cell shows some of many values; the detail has all. */
const MOST_SHOWN = 5;

/** The values of a field in one line. */
export function cellText(row: HuntRow, field: string): string {
  const values = valuesOf(row, field);
  const more = values.length - MOST_SHOWN;
  return more > 0 ? `${values.slice(0, MOST_SHOWN).join(", ")}, … ${more} more` : values.join(", ");
}

/** The time of an event in UTC; `no time` without one. */
export function timeText(row: HuntRow, withYear: boolean): string {
  const millis = millisOf(row);
  return Number.isNaN(millis) ? "no time" : utc(millis).slice(withYear ? 0 : 5);
}

/** Epoch milliseconds; NaN without a time. */
export function millisOf({ instant }: HuntRow): number {
  return instant === null ? NaN : epochMillis(instant.ms);
}

export function sentenceOf({ event }: HuntRow): readonly SentencePart[] {
  return event === null
    ? [{ kind: "text", text: "Its record could not be read again." }]
    : eventSentence(event);
}

export function sentenceWords(row: HuntRow): string {
  return sentenceText(sentenceOf(row));
}

/** `Sysmon 13`: the log that an event is from, and its code. */
export function kindText(row: HuntRow): string {
  const first = (field: string): string => valuesOf(row, field)[0] ?? "";
  const log = first("winlog.channel") || first("event.dataset") || first("event.module") || row.source;
  return `${shortChannel(log)} ${first("event.code")}`.trim();
}
