import type { Condition } from "./condition.ts";
import { isFieldName } from "./field-names.ts";

/** Writes a condition so that `readConditions` reads exactly it, and nothing else, also among others. */
export function writeCondition({ field, value, isNot, isOff }: Condition): string {
  const start = `${isOff ? "# " : ""}${isNot ? "-" : ""}`;
  if (field === "") return start + (PLAIN_TEXT.test(value) && !isWordNot(value) ? value : quoted(value));
  const name = isFieldName(field, true) && PLAIN_NAME.test(field) ? field : quoted(field);
  return `${start}${name}: ${PLAIN_VALUE.test(value) ? value : quoted(value)}`;
}

export function writeConditions(conditions: readonly Condition[]): string {
  return conditions.map(writeCondition).join(" ");
}

/** Words that nothing else begins or ends with: the reader looks for a dash, `#`, `"` and `:`. */
const PLAIN_TEXT = /^[\p{L}\p{N}_\\/.][^\s":]*$/u;
const PLAIN_NAME = /^[^\s":#-][^\s":]*$/;
const PLAIN_VALUE = /^[^\s"]+$/;

function isWordNot(value: string): boolean {
  return value.toLowerCase() === "not";
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
