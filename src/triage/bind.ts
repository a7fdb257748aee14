import type { FlatEvent } from "../ecs/index.ts";
import { toIsoUtc } from "../time/index.ts";
import type { Inline } from "./model.ts";

/** Shown in place of a placeholder whose field the event does not have. */
export const ABSENT = "not in this event";

/**
 * Returns the values that a guide's `{{field}}` has in an event, as text: one, several for a multi-valued field, none
 * if the field is missing or empty. `@timestamp` is converted to ISO 8601 in UTC; other values are unchanged.
 */
export function placeholderValue(event: FlatEvent, field: string): string[] {
  const value = Object.hasOwn(event, field) ? event[field] : undefined;
  if (value === undefined) return [];
  const values = [value]
    .flat()
    .map((element) => (field === "@timestamp" ? toIsoUtc(element) : String(element)));
  return values.filter((text) => text !== "");
}

/**
 * Converts inlines to one line of plain text, for titles, reports and the clipboard.
 *
 * @param event fills the placeholders (several values joined by ", ", a missing one as ABSENT); without an event they
 *   stay as `{{field}}`
 */
export function plainText(inlines: readonly Inline[], event?: FlatEvent): string {
  return inlines.map((inline) => textOf(inline, event)).join("");
}

function textOf(inline: Inline, event: FlatEvent | undefined): string {
  switch (inline.kind) {
    case "text":
    case "code":
      return inline.text;
    case "link":
      return inline.text === inline.href ? inline.text : `${inline.text} (${inline.href})`;
    case "placeholder":
      return event ? placeholderValue(event, inline.field).join(", ") || ABSENT : `{{${inline.field}}}`;
    case "break":
      return " ";
    default:
      return plainText(inline.inlines, event);
  }
}
