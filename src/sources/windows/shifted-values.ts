import type { WindowsEvent } from "../../formats/index.ts";
import { SYSMON_PROVIDER } from "./templates.ts";

/*
 * Windows Event Forwarding in binary form drops the empty values of Sysmon's events, so that every value after an empty
 * one comes under the name before its own (reported by Sysmon's users). The event is mapped as it is, because the right
 * order can only be guessed, and the file says so.
 */

const PROVIDERS = new Set([SYSMON_PROVIDER.toLowerCase(), "microsoft-windows-security-auditing"]);

const NUMBER = /^(?:\d+|0x[0-9a-f]+)$/i;
const GUID = /^\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
const TIME = /^\d{4}[-/]\d\d?[-/]\d\d?[ T]|^\d{10,19}$|^\d\d?[-/.]\d\d?[-/.]\d{4}/;

/** The form of a value by the end of its name; other values can be anything. */
const FORMS: readonly (readonly [name: RegExp, form: RegExp])[] = [
  [/UtcTime$/, TIME],
  [/(?:Process|Logon)Guid$/i, GUID],
  [/(?:Process|Thread|Logon)Id$/, NUMBER],
];

/** The form of each name met so far; names are few, but hostile evidence can bring any number of them. */
const known = new Map<string, RegExp | null>();
const MAX_KNOWN = 1000;

function formOf(name: string): RegExp | null {
  let form = known.get(name);
  if (form !== undefined) return form;
  form = FORMS.find(([ending]) => ending.test(name))?.[1] ?? null;
  if (known.size < MAX_KNOWN) known.set(name, form);
  return form;
}

/** One odd value may be a tool's doing. Where values are shifted, several cannot be what their names say. */
const ENOUGH = 2;

/** Whether the values of an event of Sysmon or of the Security log are under names that are not theirs. */
export function hasShiftedValues({ provider, eventData }: WindowsEvent): boolean {
  if (eventData === undefined || provider === undefined || !PROVIDERS.has(provider.toLowerCase()))
    return false;
  let odd = 0;
  for (const { name, value } of eventData) {
    if (name === "" || value === "" || value === "-") continue;
    const form = formOf(name);
    if (form !== null && !form.test(value) && ++odd >= ENOUGH) return true;
  }
  return false;
}
