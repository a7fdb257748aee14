import type { FieldValue, FlatEvent } from "../ecs/index.ts";

/** A field of an event that came from evidence, whatever its name. */
export function own(event: FlatEvent, field: string): FieldValue | undefined {
  return Object.hasOwn(event, field) ? event[field] : undefined;
}
