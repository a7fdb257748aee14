import type { FlatEvent } from "../ecs/index.ts";
import { MOST } from "./sentence-part.ts";

/** Where Windows' own values are. */
const DATA = ["winlog.event_data.", "winlog.user_data."] as const;

/** Returns a field as text; empty if the event has none, or only a dash, as Windows writes for "none". */
export function textOf(event: FlatEvent, field: string): string {
  const value = event[field];
  if (value === undefined) return "";
  if (typeof value !== "object") return given(String(value));
  // A list as one text: its first values are enough.
  return value
    .slice(0, 20)
    .map((item) => given(String(item)))
    .filter((item) => item !== "")
    .join(", ");
}

/** Whether a field has a value other than a dash or an empty text. */
export function isGiven(event: FlatEvent, field: string): boolean {
  return textOf(event, field) !== "";
}

/** The first of several fields that has a value. */
export function firstText(event: FlatEvent, ...fields: readonly string[]): string {
  for (const field of fields) {
    const text = textOf(event, field);
    if (text !== "") return text;
  }
  return "";
}

/** A value of EventData or UserData. */
export function datumOf(event: FlatEvent, name: string): string {
  return firstText(event, DATA[0] + name, DATA[1] + name);
}

/** The values of a field as a list of texts. */
export function textsOf(event: FlatEvent, field: string): readonly string[] {
  const value = event[field];
  if (value === undefined) return [];
  return typeof value === "object" ? value.slice(0, 100).map(String) : [String(value)];
}

/** What follows the last separator: `reg.exe`. */
export function baseName(path: string): string {
  const end = path.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1);
  return end === "" ? path : end;
}

function given(text: string): string {
  const trimmed = text.slice(0, MOST * 2).trim();
  return trimmed === "-" ? "" : trimmed;
}
