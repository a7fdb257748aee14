/** Equality with constants in every query language: texts exactly, numbers by value, booleans also by their names. */
import { equalValues, fromScalar, parseNumber, type Value } from "./values.ts";
import { anyText, anyValue, type EventTest, type ScalarTest } from "./event-test.ts";
import { compileEqual } from "./pattern.ts";
import { asciiLower } from "./ascii.ts";
import type { Scalar } from "../ecs/index.ts";

/** Returns a test for equality with a constant. A text that is not a number equals only itself. */
export function equalTo(constant: Exclude<Value, null>): ScalarTest {
  if (
    typeof constant === "string" &&
    constant !== "true" &&
    constant !== "false" &&
    parseNumber(constant) === null
  ) {
    return (value) => value === constant;
  }
  if (typeof constant === "boolean") {
    const text = String(constant);
    return (value) => value === constant || value === text;
  }
  if (typeof constant === "string") {
    return (value) =>
      value === constant || (typeof value !== "string" && equalValues(fromScalar(value)!, constant));
  }
  return (value) => equalValues(fromScalar(value)!, constant);
}

/**
 * Tests whether a field has one of several values. Many plain texts cost a single look-up in a set.
 *
 * @param insensitive ignores the case of ASCII letters; `values` that are not texts then match nothing
 */
export function equalsAny(name: string, values: readonly Value[], insensitive = false): EventTest {
  const texts = values.filter((value) => typeof value === "string");
  if (insensitive) return anyText(name, compileEqual([...new Set(texts.map(asciiLower))], true));
  const others = values.flatMap((v) => (v === null || isPlainText(v) ? [] : [equalTo(v)]));
  const plain = texts.filter(isPlainText);
  if (others.length === 0) {
    const set = new Set<Scalar>(plain);
    const only = plain.length === 1 ? plain[0]! : null;
    return anyValue(name, only === null ? (value) => set.has(value) : (value) => value === only);
  }
  const set = new Set<Scalar>(plain);
  return anyValue(name, (value) => set.has(value) || others.some((test) => test(value)));
}

function isPlainText(value: Value): value is string {
  return typeof value === "string" && value !== "true" && value !== "false" && parseNumber(value) === null;
}
