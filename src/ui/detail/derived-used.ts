import { fieldsUsed, type Runnable } from "../../rules/index.ts";
import { eventOf, type SeenEvent } from "../../scan/index.ts";

/** The derived fields of an alert's events that its rule looks at, each once. */
export function derivedUsed(
  compiled: Runnable,
  seen: readonly Pick<SeenEvent, "fields" | "derived">[],
): readonly string[] {
  const used = new Set<string>();
  for (const one of seen) {
    const { derived = [] } = one;
    if (derived.length === 0) continue;
    const fields = fieldsUsed(compiled, eventOf(one));
    for (const field of derived) if (fields.has(field)) used.add(field);
  }
  return [...used];
}
