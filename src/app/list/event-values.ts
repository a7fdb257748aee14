import { type AlertFinding, isSequence } from "../../case/index.ts";
import type { FieldValue, FlatEvent } from "../../ecs/index.ts";
import { eventOf, type SeenEvent } from "../../scan/index.ts";
import { containsWord } from "./contains-text.ts";

/** The events of an alert: one, or those of a sequence whose records were at hand. */
export function seenEvents(finding: AlertFinding): readonly SeenEvent[] {
  if (!isSequence(finding)) return [finding];
  return finding.events.flatMap((event) => event?.seen ?? []);
}

/**
 * The values of a field in all events of an alert, as text; the empty text alone if none has any.
 *
 * @param field where no field has exactly this name, the one whose name differs only in case counts
 */
export function valuesIn(finding: AlertFinding, field: string): readonly string[] {
  const values = new Set<string>();
  for (const event of seenEvents(finding)) {
    const value = fieldOf(eventOf(event), field);
    if (Array.isArray(value)) for (const one of value as readonly unknown[]) values.add(String(one));
    else if (value !== undefined) values.add(String(value));
  }
  return values.size === 0 ? [""] : [...values];
}

function fieldOf(event: FlatEvent, field: string): FieldValue | undefined {
  const value = event[field];
  if (value !== undefined) return value;
  const wanted = field.toLowerCase();
  for (const name in event) {
    if (name.length === field.length && name.toLowerCase() === wanted) return event[name];
  }
  return undefined;
}

/**
 * A test for alerts: whether a value of any field of an alert's events contains a text.
 *
 * @param word in lower case
 */
export function containsText(word: string): (finding: AlertFinding) => boolean {
  const isInJson = containsWord(JSON.stringify(word).slice(1, -1).toLowerCase());
  const isInText = containsWord(word);
  const has = (one: unknown): boolean => isInText(String(one));
  const hasIn = (event: SeenEvent): boolean => {
    // Most events contain the text nowhere, and need not be unpacked. The names of fields are in there too.
    if (typeof event.fields === "string" && !isInJson(event.fields)) return false;
    const unpacked = eventOf(event);
    for (const name in unpacked) {
      const value = unpacked[name]!;
      if (Array.isArray(value) ? (value as readonly unknown[]).some(has) : has(value)) return true;
    }
    return false;
  };
  return (finding) => seenEvents(finding).some(hasIn);
}
