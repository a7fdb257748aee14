import type { FlatEvent } from "../ecs/index.ts";

/** Fields that are objects or lists in documents of every source, outermost first. */
const OBJECTS: readonly string[] = [
  "event",
  "host",
  "host.os",
  "process",
  "registry",
  "registry.data",
  "winlog",
  "winlog.event_data",
  "agent",
];
const LISTS: readonly string[] = ["event.category", "event.type", "registry.data.strings", "process.args"];
const PRINTED_OBJECT = /^@\{[^]*\}$/;
const PRINTED_LIST = "System.Object[]";

/** The fields of `OBJECTS` that documents have below ones that `isMapped` reads. */
export const PRINTED_FIELDS: readonly string[] = ["host.os", "registry.data"];

/**
 * Whether PowerShell printed objects or lists of a document as text: ConvertTo-Json does so with everything deeper than
 * its -Depth (2 unless set), Export-Csv with everything that is not a single value. What was in them is lost.
 */
export function hasPrintedObjects(event: FlatEvent): boolean {
  for (const field of OBJECTS) {
    const value = event[field];
    if (typeof value === "string" && PRINTED_OBJECT.test(value)) return true;
  }
  for (const field of LISTS) {
    const value = event[field];
    if (value === PRINTED_LIST || (Array.isArray(value) && value[0] === PRINTED_LIST)) return true;
  }
  return false;
}
