import type { MutableFlatEvent } from "../../ecs/index.ts";
import type { M365Row } from "./read-m365.ts";
import { scalarText, own } from "../windows/text.ts";

/** Short names of hives, by long or short name in lower case. */
const HIVES = new Map([
  ["hkey_current_user", "HKCU"],
  ["hkcu", "HKCU"],
  ["hkey_local_machine", "HKLM"],
  ["hklm", "HKLM"],
  ["hkey_users", "HKU"],
  ["hku", "HKU"],
  ["hkey_classes_root", "HKCR"],
  ["hkcr", "HKCR"],
  ["hkey_current_config", "HKCC"],
  ["hkcc", "HKCC"],
]);

/**
 * Maps key, value and data as package 5.11 and later do: any hive before the key is cut off and abbreviated. (2.14
 * knew long names only, in one spelling, and left HKEY_USERS in the key; for HKEY_LOCAL_MACHINE both give the same.) A
 * path without a hive begins with a backslash. By Elastic's rule the data includes the previous value: a value that
 * changes from 2 to 1 shows both.
 */
export function mapRegistry({ row }: M365Row, out: MutableFlatEvent): void {
  const text = (column: string): string | undefined => scalarText(own(row, column)) || undefined;
  const whole = text("RegistryKey") ?? text("PreviousRegistryKey");
  if (whole !== undefined) {
    const end = whole.indexOf("\\");
    const hive = HIVES.get((end < 0 ? whole : whole.slice(0, end)).toLowerCase());
    if (hive !== undefined) out["registry.hive"] = hive;
    const key = hive === undefined ? whole : end < 0 ? "" : whole.slice(end + 1);
    if (key !== "") out["registry.key"] = key;
    const value = text("RegistryValueName") ?? text("PreviousRegistryValueName");
    if (key !== "" && value !== undefined) out["registry.path"] = `${hive ?? ""}\\${key}\\${value}`;
  }
  const value = text("RegistryValueName") ?? text("PreviousRegistryValueName");
  if (value !== undefined) out["registry.value"] = value;
  const data = new Set<string>();
  for (const column of ["RegistryValueData", "PreviousRegistryValueData"]) {
    const content = text(column);
    if (content !== undefined) data.add(content);
  }
  if (data.size > 0) out["registry.data.strings"] = [...data];
}

export const REGISTRY_COLUMNS =
  "RegistryKey, RegistryValueName, RegistryValueData, PreviousRegistryKey, PreviousRegistryValueName, PreviousRegistryValueData";
