import type { Condition } from "./condition.ts";
import type { IsField } from "./read-conditions.ts";

/**
 * Writes a condition so that `readConditions` reads exactly it, and nothing else, also among others.
 *
 * @param isField what the list that reads it takes for the name of a field
 */
export function writeCondition(
  { field, value, isNot, isPattern, isOff }: Condition,
  isField: IsField,
): string {
  const start = `${isOff ? "# " : ""}${isNot ? "-" : ""}`;
  if (field === "") return start + (isPlainText(value) ? value : quoted(value));
  const name = isField(field, true) && PLAIN_NAME.test(field) ? field : quoted(field);
  if (isPattern)
    return `${start}${name}: ${PLAIN_VALUE.test(value) && WILD.test(value) ? value : `like ${quoted(value)}`}`;
  const isPlain = PLAIN_VALUE.test(value) && !WILD.test(value) && value.toLowerCase() !== "like";
  return `${start}${name}: ${isPlain ? value : quoted(value)}`;
}

export function writeConditions(conditions: readonly Condition[], isField: IsField): string {
  return conditions.map((each) => writeCondition(each, isField)).join(" ");
}

/** Words that nothing else begins or ends with: the reader looks for a dash, `#`, `"`, `:` and stars at the ends. */
const PLAIN_TEXT = /^[\p{L}\p{N}_\\/.][^\s":]*$/u;
const PLAIN_NAME = /^[^\s":#-][^\s":]*$/;
const PLAIN_VALUE = /^[^\s"]+$/;
const WILD = /[*?]/;

function isPlainText(value: string): boolean {
  return PLAIN_TEXT.test(value) && !value.endsWith("*") && value.toLowerCase() !== "not";
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
