import type { FlatEvent } from "../ecs/index.ts";
import type { WindowsEvent } from "../formats/index.ts";

/** Fields with paths that Windows itself writes, so that they never have two backslashes after their root. */
const PATH_FIELDS: readonly string[] = [
  "registry.path",
  "process.executable",
  "file.path",
  "process.parent.executable",
];
const DOUBLED = /^(?:[A-Za-z]:|HK\w{1,20}|\\\\REGISTRY)\\\\/;

export const UNDOUBLED_EXTENSION =
  "In this record each backslash of the event's values was there twice, as Wazuh writes them. Loupe reads each pair as one.";

/** A backslash that is not one of a pair. */
const SINGLE = /(?<!\\)\\(?:\\\\)*(?!\\)/;

/**
 * Undoes doubled backslashes in the values of a Windows event, where a path shows that they are doubled and no value has a
 * single one.
 *
 * @returns null if they are not
 */
export function undoubled(event: WindowsEvent): WindowsEvent | null {
  const { eventData } = event;
  if (eventData === undefined || !eventData.some(({ value }) => DOUBLED.test(value))) return null;
  if (eventData.some(({ value }) => SINGLE.test(value))) return null;
  const once = eventData.map((datum) => ({ ...datum, value: datum.value.replaceAll("\\\\", "\\") }));
  return { ...event, eventData: once };
}

/**
 * Whether an event's paths still have the escapes of a text that it was copied from: `HKLM\\SOFTWARE\\…`, as dumps of
 * databases and logs of programs write a JSON text into a literal of their own. No rule matches on such a path.
 */
export function hasEscapedPaths(event: FlatEvent): boolean {
  for (const field of PATH_FIELDS) {
    const value = event[field];
    if (typeof value === "string" && DOUBLED.test(value)) return true;
  }
  return false;
}
