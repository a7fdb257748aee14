/** The string functions on values that are there; what a missing one means is decided in table.ts. */
import { inLong } from "../../match/index.ts";

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

/**
 * As a Python slice: negative offsets count from the end, both are clamped, an empty range is "". Without a start it
 * is the whole text whatever the end. Source: Elasticsearch's SubstringFunctionProcessor.
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
 * The number a text spells: in base 10 an integer of 64 bits, else a double, blanks around it allowed; in another base
 * an integer of 64 bits. `0x` at the very start, even without a base, is base 16. Null for anything else.
 * Source: Elasticsearch's ToNumberFunctionProcessor and what Java's Long and Double parse.
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
