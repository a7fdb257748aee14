/**
 * EQL's values and how they compare. Inside the engine integers are BigInts (64 bits, exact) and other numbers are
 * doubles: 7 / 2 is 3, and 7.0 / 2 is 3.5. No BigInt leaves the engine (see `toPublic`).
 *
 * Without a mapping, the type of a field is the type of its value. One rule replaces what Elasticsearch decides by the
 * mapping: a number and a text compare by value if the text is a number, otherwise as texts.
 */
import type { Scalar } from "../ecs/index.ts";

export type Value = null | boolean | string | bigint | number;

const MIN_LONG = -(2n ** 63n);
const MAX_LONG = 2n ** 63n - 1n;

export function inLong(n: bigint): boolean {
  return n >= MIN_LONG && n <= MAX_LONG;
}

/** Converts a field's value to one of EQL's: whole numbers become integers. */
export function fromScalar(scalar: Scalar): Value {
  return typeof scalar === "number" && Number.isSafeInteger(scalar) ? BigInt(scalar) : scalar;
}

/** Converts a value for callers outside the engine: integers beyond 2^53 become text. */
export function toPublic(value: Value): Scalar | null {
  if (typeof value !== "bigint") return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** Longer texts do not count as numbers, because parsing takes more than linear time. */
const MAX_NUMBER_LENGTH = 400;
const DECIMAL_TEXT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const INTEGER_TEXT = /^[+-]?\d+$/;

/** Parses a decimal number, integers exactly; null if the text is not one. */
export function parseNumber(text: string): bigint | number | null {
  const first = text.charCodeAt(0);
  // Most texts are not numbers: the first character decides before the patterns run.
  if (!((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46)) return null;
  if (text.length > MAX_NUMBER_LENGTH || !DECIMAL_TEXT.test(text)) return null;
  return INTEGER_TEXT.test(text) ? BigInt(text.startsWith("+") ? text.slice(1) : text) : Number(text);
}

/** Converts a value to a number for arithmetic; null if it is not one. */
export function toNumber(value: Value): bigint | number | null {
  if (typeof value === "string") return parseNumber(value);
  return typeof value === "boolean" ? null : value;
}

/** Converts a value to text as Java does: 42.5 is "42.5", 1e7 is "1.0E7", true is "true". */
export function toText(value: Exclude<Value, null>): string {
  return typeof value === "number" ? javaDouble(value) : String(value);
}

/** Converts a field's value to text. A number has its JSON spelling, which is what a keyword field indexes. */
export function scalarText(scalar: Scalar): string {
  return typeof scalar === "string" ? scalar : String(scalar);
}

function javaDouble(n: number): string {
  if (!Number.isFinite(n)) return String(n);
  const size = Math.abs(n);
  if (size === 0) return Object.is(n, -0) ? "-0.0" : "0.0";
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(n) ? `${n}.0` : String(n);
  const [mantissa, exponent] = n.toExponential().split("e") as [string, string];
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

/** Whether two existing values are equal. */
export function equalValues(a: Exclude<Value, null>, b: Exclude<Value, null>): boolean {
  if (typeof a === typeof b) return a === b;
  if (typeof a === "boolean" || typeof b === "boolean") {
    // A boolean field may also contain "true" as text; a number is never a boolean.
    return (typeof a === "string" || typeof b === "string") && String(a) === String(b);
  }
  const x = typeof a === "string" ? parseNumber(a) : a;
  const y = typeof b === "string" ? parseNumber(b) : b;
  return x !== null && y !== null && compareNumbers(x, y) === 0;
}

function isBeyondLong(n: bigint | number): boolean {
  return typeof n === "number" && Math.abs(n) >= 2 ** 63;
}

/**
 * Compares two numbers; NaN if either is NaN. An integer beyond 64 bits in a query is a double, as in Elasticsearch.
 * The value it is compared with is converted to a double too, otherwise 18446744073709551615 would not equal itself.
 */
function compareNumbers(x: bigint | number, y: bigint | number): number {
  if (typeof x !== typeof y && (isBeyondLong(x) || isBeyondLong(y)))
    return compareNumbers(Number(x), Number(y));
  if (x < y) return -1;
  if (x > y) return 1;
  return Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : 0;
}

/**
 * Compares two existing values: negative, zero or positive; NaN if they have no order. Texts are compared by code
 * point; a number and a text by value if the text is a number, otherwise as texts.
 */
export function compareValues(a: Exclude<Value, null>, b: Exclude<Value, null>): number {
  if (typeof a === "string" && typeof b === "string") return compareCodePoints(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (typeof a === "boolean" || typeof b === "boolean") {
    return typeof a === "string" || typeof b === "string"
      ? compareCodePoints(String(a), String(b))
      : Number.NaN;
  }
  const x = typeof a === "string" ? parseNumber(a) : a;
  const y = typeof b === "string" ? parseNumber(b) : b;
  if (x === null || y === null) return compareCodePoints(toText(a), toText(b));
  return compareNumbers(x, y);
}

/** UTF-16 order differs from code point order only where a surrogate is compared with a unit above the surrogates. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const xHigh = x >= 0xd800 && x <= 0xdfff;
      const yHigh = y >= 0xd800 && y <= 0xdfff;
      return xHigh === yHigh ? x - y : xHigh ? 1 : -1;
    }
  }
  return a.length - b.length;
}
