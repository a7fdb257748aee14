/** Tests of an event: whether any value of a field passes. */
import type { FlatEvent, Scalar } from "../ecs/index.ts";
import { scalarText } from "./values.ts";

export type EventTest = (event: FlatEvent) => boolean;

export type ScalarTest = (value: Scalar) => boolean;

/** Turns a test of one value into a test of an event: any value of the field may pass. */
export function anyValue(field: string, test: ScalarTest): EventTest {
  return (event) => {
    const value = event[field];
    if (value === undefined) return false;
    if (typeof value === "object") return anyOf(value, test);
    return test(value);
  };
}

/** The same for a test of texts. Most values are texts and need no conversion. */
export function anyText(field: string, test: (text: string) => boolean): EventTest {
  return (event) => {
    const value = event[field];
    if (typeof value === "string") return test(value);
    if (value === undefined) return false;
    if (typeof value === "object") return anyOf(value, (v) => test(scalarText(v)));
    return test(scalarText(value));
  };
}

export function anyOf(values: readonly Scalar[], test: ScalarTest): boolean {
  for (let i = 0; i < values.length; i++) if (test(values[i]!)) return true;
  return false;
}
