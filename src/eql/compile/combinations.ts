/** Several values in several fields: one condition over them tries every combination. */
import { EqlError } from "../error.ts";
import type { FlatEvent, Scalar } from "../../ecs/index.ts";
import type { Script } from "./script.ts";
import { type Value, fromScalar } from "../../match/index.ts";

/**
 * The most combinations of values one condition tries on one event. No real event exceeds it, and a hostile one must
 * neither stall the scan for hours nor be skipped silently.
 */
export const MAX_COMBINATIONS = 1_000_000;

/**
 * Runs a script once for each combination of the values of the fields it mentions (a missing field is one null)
 * until `visit` returns true. Throws EqlError beyond MAX_COMBINATIONS.
 */
export function forEachCombination(
  script: Script,
  event: FlatEvent,
  visit: (value: Value) => boolean,
): boolean {
  const { mentions, evaluate } = script;
  const slots = new Array<Value>(mentions.length).fill(null);
  const choices: (readonly Scalar[] | null)[] = [];
  let combinations = 1;
  for (let i = 0; i < mentions.length; i++) {
    const value = event[mentions[i]!];
    if (Array.isArray(value) && value.length > 0) {
      const distinct = [...new Set(value as readonly Scalar[])];
      slots[i] = fromScalar(distinct[0]!);
      choices.push(distinct);
      combinations *= distinct.length;
    } else {
      slots[i] = value === undefined || Array.isArray(value) ? null : fromScalar(value as Scalar);
      choices.push(null);
    }
  }
  if (combinations > MAX_COMBINATIONS) {
    throw new EqlError(
      `This event has more than ${MAX_COMBINATIONS} combinations of the values of ${[...new Set(mentions)].join(", ")}.`,
    );
  }
  const counters = new Array<number>(mentions.length).fill(0);
  for (;;) {
    if (visit(evaluate(slots))) return true;
    let i = mentions.length - 1;
    for (; i >= 0; i--) {
      const values = choices[i];
      if (values === null || values === undefined) continue;
      const next = (counters[i]! + 1) % values.length;
      counters[i] = next;
      slots[i] = fromScalar(values[next]!);
      if (next !== 0) break;
    }
    if (i < 0) return false;
  }
}
