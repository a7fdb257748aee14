import type { FlatEvent } from "../../ecs/index.ts";
import { fieldText } from "./event-fields.ts";

/** The accounts of Windows itself, and the logons that they always have. */
export const SERVICE_SIDS: ReadonlySet<string> = new Set(["S-1-5-18", "S-1-5-19", "S-1-5-20"]);
export const SERVICE_LOGONS: ReadonlySet<string> = new Set(["0x3e7", "0x3e5", "0x3e4"]);

const OF_WINDOWS = /^(?:system|local service|network service|anonymous logon|dwm-\d+|umfd-\d+|-|)$/i;

/** Whether every host has an account of this name, or it is a computer's: it says nothing about a person. */
export function isMachineAccount(user: string): boolean {
  return OF_WINDOWS.test(user) || user.endsWith("$") || /^s-1-5-(?:18|19|20|7)$/i.test(user);
}

/** The name of the account that acted, if it is of a person or a service of its own; else empty. */
export function personOf(event: FlatEvent): string {
  const user = fieldText(event, "user.name");
  return isMachineAccount(user) ? "" : user;
}
