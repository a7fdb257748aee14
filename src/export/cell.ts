import { toIsoUtc } from "../time/index.ts";
import type { FieldValue } from "../ecs/index.ts";

/** The value of a table cell; `null` means no value. */
export type Cell = string | number | null;

/**
 * Characters that a spreadsheet may skip or hide before a formula: white space, control and format characters (byte
 * order marks, zero-width and direction marks) and other ignorable ones such as variation selectors.
 */
const FORMULA = /^[\s\p{Cc}\p{Cf}\p{Z}\p{DI}]*[=+\-@＝＋－＠]/u;

/** OWASP's "CSV Injection" and ASVS 5 (1.2.10) require these to be defused at the start of a cell as well. */
const CONTROL = /^[\t\r\n\0]/;

/** Excel's limit for one cell, in UTF-16 units. It would silently cut the rest. */
export const LONGEST_CELL = 32_767;

/**
 * Makes text safe for a CSV cell, changing it only where it would harm the program that reads it:
 *
 * - NUL, at which common readers end the text or refuse the file, becomes the visible `␀`;
 * - text that a spreadsheet would run as a formula gets an apostrophe in front;
 * - text beyond Excel's 32,767 characters is cut, with `… [cut: N characters]` at its end (UTF-16 units).
 */
export function safeText(text: string): string {
  const visible = text.replaceAll("\0", "␀");
  const defused = FORMULA.test(text) || CONTROL.test(text) ? `'${visible}` : visible;
  return defused.length <= LONGEST_CELL ? defused : cut(defused);
}

function cut(text: string): string {
  const markFor = (kept: number) => `… [cut: ${text.length - kept} characters]`;
  // The length of the mark depends on the number in it: reserve room for the longest first, then write the real one.
  let kept = LONGEST_CELL - markFor(0).length;
  if (isHighSurrogate(text.charCodeAt(kept - 1))) kept--;
  return text.slice(0, kept) + markFor(kept);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/**
 * Converts a field's value to a cell: numbers stay numbers, several values are joined by ", ", a missing one is `null`.
 */
export function fieldCell(value: FieldValue | undefined): Cell {
  if (value === undefined || typeof value === "number") return value ?? null;
  return Array.isArray(value) ? value.join(", ") : String(value);
}

/** The same for a time field: ISO 8601 in UTC with milliseconds. */
export function timeCell(value: FieldValue | undefined): Cell {
  if (value === undefined) return null;
  return [value].flat().map(toIsoUtc).join(", ");
}
