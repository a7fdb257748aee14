/** The value of a single expression for one event. */
import { type FlatEvent, type Scalar, flatten, isFlat } from "./flat-event.ts";
import { forEachCombination } from "./combinations.ts";
import { compileScript } from "./script.ts";
import type { Expression } from "./syntax.ts";
import { type Value, toPublic } from "./values.ts";

/**
 * Evaluates an expression as one script: three-valued, null for EQL's null. Over fields with several values it is
 * true if any combination makes it true, else what the first combination gives.
 */
export function evaluate(expression: Expression, event: object): Scalar | null {
  const flat: FlatEvent = isFlat(event) ? event : flatten(event);
  let first: Value | undefined;
  const held = forEachCombination(compileScript(expression), flat, (value) => {
    if (first === undefined) first = value;
    return value === true;
  });
  return held || toPublic(first ?? null);
}
