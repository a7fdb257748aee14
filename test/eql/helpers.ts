import { EqlError, compileEql } from "../../src/eql/index.ts";
import { type FlatEvent, flatten } from "../../src/ecs/flat-event.ts";

/** Returns the EqlError that a call throws; fails if it throws nothing or another error. */
export function errorOf(call: () => unknown): EqlError {
  try {
    call();
  } catch (error) {
    if (error instanceof EqlError) return error;
    throw error;
  }
  throw new Error("expected an EqlError, but nothing was thrown");
}

/** Whether the query `any where condition` matches an event. */
export function holds(condition: string, document: object): boolean {
  const query = compileEql(`any where ${condition}`);
  if (query.kind !== "event") throw new Error("not an event query");
  const event: FlatEvent = flatten(document);
  const held = query.matches(event);
  if (query.explain(event).held !== held) throw new Error(`explain and matches disagree on ${condition}`);
  return held;
}
