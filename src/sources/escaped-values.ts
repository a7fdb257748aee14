import type { FlatEvent } from "../ecs/index.ts";

/** Fields with paths that Windows itself writes, so that they never have two backslashes after their root. */
const PATH_FIELDS: readonly string[] = [
  "registry.path",
  "process.executable",
  "file.path",
  "process.parent.executable",
];
const DOUBLED = /^(?:[A-Za-z]:|HK\w{1,20}|\\\\REGISTRY)\\\\/;

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
