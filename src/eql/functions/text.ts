/** The string functions on existing values; table.ts decides what a missing value means. */
import { inLong } from "../../match/index.ts";

/**
 * Returns the part of a text between two borders: `""` if a border is not found, the text itself if it or a border is
 * empty.
 *
 * @param greedy takes the last occurrence of the right border instead of the first
 */
export function between(
  text: string,
  left: string,
  right: string,
  greedy: boolean,
  ignoreCase: boolean,
): string {
  if (text === "" || left === "" || right === "") return text;
  const where = ignoreCase ? text.toLowerCase() : text;
  const leftBorder = ignoreCase ? left.toLowerCase() : left;
  const rightBorder = ignoreCase ? right.toLowerCase() : right;
  const start = where.indexOf(leftBorder);
  if (start < 0) return "";
  const from = start + left.length;
  const end = greedy ? where.lastIndexOf(rightBorder) : where.indexOf(rightBorder, from);
  return end < from ? "" : text.slice(from, end);
}

/** Returns null if the part is not found or if the start is after the end of the text; a negative start counts as 0. */
export function indexOf(
  text: string,
  part: string,
  start: bigint | null,
  ignoreCase: boolean,
): bigint | null {
  const from = start === null || start < 0n ? 0n : start;
  if (from > BigInt(text.length)) return null;
  const found = ignoreCase
    ? text.toLowerCase().indexOf(part.toLowerCase(), Number(from))
    : text.indexOf(part, Number(from));
  return found < 0 ? null : BigInt(found);
}

/**
 * Works like a Python slice: negative offsets count from the end, both offsets are clamped, an empty range is "".
 * Without a start the result is the whole text, whatever the end is. Source: Elasticsearch's
 * SubstringFunctionProcessor.
 */
export function substring(text: string, start: bigint | null, end: bigint | null): string {
  if (start === null) return text;
  const length = BigInt(text.length);
  const clamp = (offset: bigint): number => {
    const absolute = offset < 0n ? offset + length : offset;
    return Number(absolute < 0n ? 0n : absolute > length ? length : absolute);
  };
  const from = clamp(start);
  const to = clamp(end ?? length);
  return from < to ? text.slice(from, to) : "";
}

const INTEGER = /^[+-]?\d{1,400}$/;
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Parses a number. In base 10 it is a 64-bit integer or else a double, which may have blanks around it; in any other
 * base it is a 64-bit integer. `0x` at the very start means base 16, even if no base is given. Returns null for
 * anything else. Source: Elasticsearch's ToNumberFunctionProcessor and what Java's Long and Double parse.
 */
export function parseInBase(text: string, base: bigint | null): bigint | number | null {
  if (text.length > 400) return null;
  const hexadecimal = text.startsWith("0x") && (base === null || base === 16n);
  const radix = hexadecimal ? 16n : (base ?? 10n);
  if (radix === 10n) {
    const integer = INTEGER.test(text) ? BigInt(text.replace("+", "")) : null;
    if (integer !== null && inLong(integer)) return integer;
    return DECIMAL.test(text.trim()) ? Number(text) : null;
  }
  const [, sign, digits] = /^([+-]?)([0-9a-z]+)$/i.exec(hexadecimal ? text.slice(2) : text) ?? [];
  if (digits === undefined || radix < 2n || radix > 36n) return null;
  let value = 0n;
  for (const c of digits) {
    const digit = Number.parseInt(c, 36);
    if (BigInt(digit) >= radix) return null;
    value = value * radix + BigInt(digit);
  }
  if (sign === "-") value = -value;
  return inLong(value) ? value : null;
}
