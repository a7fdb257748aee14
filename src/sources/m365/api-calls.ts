import type { FieldValue, MutableFlatEvent } from "../../ecs/index.ts";
import { own, scalarText } from "../windows/text.ts";
import { joined } from "./paths.ts";
import type { M365Row } from "./read-m365.ts";

const SUFFIX = "apicall";

/** Calls that reach into another process, which `FileName`, `FolderPath` and `ProcessCommandLine` describe. */
const REMOTE_CALLS = new Set([
  "createremotethreadapicall",
  "readprocessmemoryapicall",
  "ntallocatevirtualmemoryremoteapicall",
  "openprocessapicall",
]);

const PARAMETERS: readonly (readonly [name: string, field: string])[] = [
  ["RegionSize", "process.Ext.api.parameters.size"],
  ["BaseAddress", "process.Ext.api.parameters.address"],
  ["DesiredAccess", "process.Ext.api.parameters.desired_access_numeric"],
];

/**
 * A call of the Windows API, named as Elastic Defend names it: `OpenProcessApiCall` is `OpenProcess`. Rules about access
 * to LSASS ask for the name and the target.
 */
export function mapApiCall({ row, action, additional }: M365Row, out: MutableFlatEvent): void {
  const kind = action.toLowerCase();
  const name = action.slice(0, kind.lastIndexOf(SUFFIX));
  if (name !== "") out["process.Ext.api.name"] = name;
  if (additional !== null) {
    for (const [parameter, field] of PARAMETERS) {
      const value = numberOrText(own(additional, parameter));
      if (value !== undefined) out[field] = value;
    }
    const protection = scalarText(own(additional, "ProtectionMask"));
    if (protection !== undefined && protection !== "")
      out["process.Ext.api.parameters.protection"] = protection;
  }
  if (!REMOTE_CALLS.has(kind)) return;
  const text = (column: string): string => scalarText(own(row, column)) ?? "";
  const file = text("FileName");
  const folder = text("FolderPath");
  const commandLine = text("ProcessCommandLine");
  if (file !== "") out["Target.process.name"] = file;
  if (folder !== "") out["Target.process.executable"] = joined(folder, file);
  if (commandLine !== "") out["Target.process.command_line"] = commandLine;
}

export const API_COLUMNS = "ActionType, FileName, FolderPath, ProcessCommandLine, AdditionalFields";

function numberOrText(value: unknown): FieldValue | undefined {
  return typeof value === "number" ? value : scalarText(value) || undefined;
}
