/** The string functions on values that are there; what a missing one means is decided in table.ts. */
import { inLong } from "../values.ts";

/** `""` when a border is not found; the text itself when it or a border is empty. Greedy takes the last right border. */
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

/** Null when the part is not there or the start lies behind the end; a negative start is 0. */
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

/** As a Python slice: negative offsets count from the end, both are clamped, an empty range is "". */
export function substring(text: string, start: bigint | null, end: bigint | null): string {
  const length = BigInt(text.length);
  const clamp = (offset: bigint): number => {
    const absolute = offset < 0n ? offset + length : offset;
    return Number(absolute < 0n ? 0n : absolute > length ? length : absolute);
  };
  const from = clamp(start ?? 0n);
  const to = clamp(end ?? length);
  return from < to ? text.slice(from, to) : "";
}

/**
 * The number a text spells: blanks trimmed, a sign, `0x` for 16 whatever no base is given, a point with base 10
 * for a double. Null where Elasticsearch would fail the whole query: one odd value must not hide every other event.
 */
export function parseInBase(text: string, base: bigint | null): bigint | number | null {
  let digits = text.trim();
  const negative = digits.startsWith("-");
  if (negative || digits.startsWith("+")) digits = digits.slice(1);
  let radix = base ?? 10n;
  if (/^0x/i.test(digits) && (base === null || base === 16n)) {
    digits = digits.slice(2);
    radix = 16n;
  }
  if (radix < 2n || radix > 36n || digits === "" || digits.length > 400) return null;
  if (radix === 10n && /[.eE]/.test(digits)) {
    if (!/^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(digits)) return null;
    return negative ? -Number(digits) : Number(digits);
  }
  let value = 0n;
  for (const c of digits) {
    const digit = Number.parseInt(c, 36);
    if (Number.isNaN(digit) || BigInt(digit) >= radix) return null;
    value = value * radix + BigInt(digit);
  }
  if (negative) value = -value;
  return inLong(value) ? value : null;
}
