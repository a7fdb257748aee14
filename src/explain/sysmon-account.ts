import type { FlatEvent } from "../ecs/index.ts";

const LOCAL_SYSTEM = "S-1-5-18";
const SYSMON = ["microsoft-windows-sysmon", "microsoft-windows-sysmon/operational"];

/** Whether an event was written by Sysmon, whichever agent brought it. */
export function isFromSysmon(event: FlatEvent): boolean {
  return ["event.provider", "winlog.provider_name", "winlog.channel"].some((field) => {
    const value = event[field];
    const texts = typeof value === "object" ? value : [value];
    return texts.some((text) => typeof text === "string" && SYSMON.includes(text.toLowerCase()));
  });
}

/**
 * Whether a value is the account of Sysmon's own service. Every record of Sysmon has that account in its header, and
 * Elastic's pipelines make it `user.id`: it says nothing of who acted. Who did is in `user.name`, where the event has it.
 */
export function isServiceOfSysmon(field: string, value: string, event: FlatEvent): boolean {
  return (
    (field === "user.id" || field === "winlog.user.identifier") &&
    value.toUpperCase() === LOCAL_SYSTEM &&
    isFromSysmon(event)
  );
}

export const SERVICE_OF_SYSMON =
  "the account of Sysmon's own service, not of the one who acted: see user.name";
