import type { FlatEvent } from "../../ecs/index.ts";
import { firstOf } from "../../match/index.ts";

/** The first value of a field as text; empty if the event does not have it. */
export function fieldText(event: FlatEvent | null | undefined, field: string): string {
  if (event === null || event === undefined || !Object.hasOwn(event, field)) return "";
  return String(firstOf(event[field]) ?? "");
}

/** The first of some fields that an event has, as text. */
export function firstField(event: FlatEvent | null | undefined, fields: readonly string[]): string {
  for (const field of fields) {
    const text = fieldText(event, field);
    if (text !== "") return text;
  }
  return "";
}

/** `DOMAIN\name`, the name, or the SID. */
export function accountOf(event: FlatEvent): string {
  const [domain, name] = [fieldText(event, "user.domain"), fieldText(event, "user.name")];
  if (name === "") return fieldText(event, "user.id");
  return domain === "" ? name : `${domain}\\${name}`;
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1);
}

/** The name of the process of an event. */
export function processOf(event: FlatEvent): string {
  return fieldText(event, "process.name") || baseName(fieldText(event, "process.executable"));
}

/**
 * Whether an event is Sysmon's. Its `user.id` is the account of Sysmon's service, not that of the process: see
 * `winlog.user.identifier` in Elastic's pipeline.
 */
export function isSysmon(event: FlatEvent): boolean {
  const names = [
    "winlog.channel",
    "event.module",
    "event.dataset",
    "data_stream.dataset",
    "winlog.provider_name",
  ];
  return names.some((field) => fieldText(event, field).toLowerCase().includes("sysmon"));
}
