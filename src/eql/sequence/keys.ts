/** The values events are joined by in sequences and samples. */
import { EqlError } from "../error.ts";
import type { FieldType, FieldTypes, FlatEvent, Scalar } from "../../ecs/index.ts";
import { canonicalAddress, compareCodePoints, compareValues, fromScalar } from "../../match/index.ts";
import { parseInstant } from "../../time/index.ts";
import type { Field } from "../syntax.ts";

/** One value for each key field; null where an optional field is missing. */
export type JoinKey = readonly (Scalar | null)[];

/** The most combinations of key values one event may have: far beyond any real event. */
const MAX_KEYS = 10_000;

/**
 * Every key of an event: one for each combination of its distinct values. None if a plain key is missing;
 * an optional one then is null, and null joins null. Throws EqlError beyond 10,000 combinations.
 */
export function keysOf(event: FlatEvent, fields: readonly Field[]): readonly JoinKey[] {
  let keys: JoinKey[] = [[]];
  for (const { name, optional } of fields) {
    const value = event[name];
    let values: readonly (Scalar | null)[] =
      typeof value === "object" ? [...new Set(value)] : value === undefined ? [] : [value];
    if (values.length === 0) {
      if (!optional) return [];
      values = [null];
    }
    if (keys.length * values.length > MAX_KEYS) {
      throw new EqlError(
        `This event has more than ${MAX_KEYS} combinations of the values of ${fields.map((f) => f.name).join(", ")}.`,
      );
    }
    keys =
      values.length === 1
        ? keys.map((key) => [...key, values[0]!])
        : keys.flatMap((key) => values.map((v) => [...key, v]));
  }
  return keys;
}

/**
 * A key as one text, equal for equal keys. Exact and case-sensitive; a number equals the same number as text,
 * dates are equal if they are one moment and addresses if they are one address, however they are written.
 */
export function keyText(key: JoinKey, fields: readonly Field[], types: FieldTypes): string {
  return JSON.stringify(
    key.map((value, i) =>
      value === null ? null : (typedText(value, types(fields[i]!.name)) ?? String(value)),
    ),
  );
}

function typedText(value: Scalar, type: FieldType | null): string | null {
  if (type === "ip") return canonicalAddress(String(value));
  const instant = type === "date" ? parseInstant(value) : null;
  return instant === null ? null : `${instant.ms}.${instant.ns}`;
}

/** The texts of every key of an event; see `keysOf`, whose limit it shares. */
export function keyTextsOf(event: FlatEvent, fields: readonly Field[], types: FieldTypes): readonly string[] {
  return keysOf(event, fields).map((key) => keyText(key, fields, types));
}

/** Orders two keys known only by their texts: value by value, missing first, the others as texts. */
export function compareKeyTexts(a: string, b: string): number {
  const texts = (key: string) => JSON.parse(key) as readonly (string | null)[];
  return compareInTurn(texts(a), texts(b), compareCodePoints);
}

/** Orders two keys: value by value, missing first. */
export function compareKeys(a: JoinKey, b: JoinKey): number {
  return compareInTurn(a, b, (x, y) => compareValues(fromScalar(x)!, fromScalar(y)!) || 0);
}

function compareInTurn<T>(
  a: readonly (T | null)[],
  b: readonly (T | null)[],
  compare: (x: T, y: T) => number,
): number {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? null, b[i] ?? null];
    const order = x === null || y === null ? (x === null ? 0 : 1) - (y === null ? 0 : 1) : compare(x, y);
    if (order !== 0) return order;
  }
  return 0;
}
