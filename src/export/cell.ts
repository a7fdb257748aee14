import { toIsoUtc } from "../time/index.ts";
import type { FieldValue } from "../ecs/index.ts";

/** What a table's cell may hold; `null` is no value. */
export type Cell = string | number | null;

/**
 * Characters a spreadsheet may skip or not show in front of a formula: white space, control and format characters
 * (byte order marks, zero-width and direction marks) and other ignorable ones such as variation selectors.
 */
const FORMULA = /^[\s\p{Cc}\p{Cf}\p{Z}\p{DI}]*[=+\-@＝＋－＠]/u;

/** OWASP's "CSV Injection" and ASVS 5 (1.2.10) want these at a cell's start defused as well. */
const CONTROL = /^[\t\r\n\0]/;

/** Excel's limit for one cell, in UTF-16 units: it would cut the rest without a word. */
export const LONGEST_CELL = 32_767;

/**
 * Text as it can stand in a CSV cell, changed only where a reader of the file would do harm to it:
 *
 * - NUL, at which common readers end the text or refuse the file, becomes the visible `␀`;
 * - what a spreadsheet would run as a formula gets an apostrophe in front;
 * - beyond Excel's 32,767 characters the text is cut, with `… [cut: N characters]` at its end (UTF-16 units).
 */
export function safeText(text: string): string {
  const visible = text.replaceAll("\0", "␀");
  const defused = FORMULA.test(text) || CONTROL.test(text) ? `'${visible}` : visible;
  return defused.length <= LONGEST_CELL ? defused : cut(defused);
}

function cut(text: string): string {
  const markFor = (kept: number) => `… [cut: ${text.length - kept} characters]`;
  // The mark's length hangs on the number in it: room for the largest first, then the real one.
  let kept = LONGEST_CELL - markFor(0).length;
  if (isHighSurrogate(text.charCodeAt(kept - 1))) kept--;
  return text.slice(0, kept) + markFor(kept);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** A field's value as a cell: numbers stay numbers, several values are joined by ", ", a missing one is `null`. */
export function fieldCell(value: FieldValue | undefined): Cell {
  if (value === undefined || typeof value === "number") return value ?? null;
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** The same for a field that holds a time: ISO 8601 in UTC with milliseconds. */
export function timeCell(value: FieldValue | undefined): Cell {
  if (value === undefined) return null;
  return [value].flat().map(toIsoUtc).join(", ");
}
