import type { WindowsEvent } from "../../formats/index.ts";
import { codes } from "./code-set.ts";
import { baseName } from "./paths.ts";
import type { FinalStep } from "./step.ts";
import { REGISTRY_TYPES } from "./security-texts.ts";
import { decoded } from "./text.ts";

const KEY_ACCESS = codes("4656 4658 4660-4663");
const VALUE_CHANGED = codes("4657");
/** The kernel's names for the two hives that auditing shows. Case differs between systems. */
const ROOTS: readonly (readonly [kernel: string, hive: string])[] = [
  ["\\registry\\machine\\", "HKLM"],
  ["\\registry\\user\\", "HKU"],
];

/**
 * Auditing of a key: since elastic/integrations 17931 (March 2026) Elastic copies the name of an object that is a key by
 * its type or by its name.
 */
const keyAccess: FinalStep = {
  from: "EventData/ObjectName",
  how: "copied for objects of type Key and for names in the registry",
  ids: KEY_ACCESS,
  apply: (context) => {
    const name = context.data("ObjectName");
    if (name === undefined || name === "-") return;
    if (context.data("ObjectType") === "Key" || name.slice(0, 10).toUpperCase() === "\\REGISTRY\\")
      context.out["registry.path"] = name;
  },
};

/**
 * Maps 4657, a changed value, further than Elastic does. Elastic's pipelines give the event a category and a user,
 * and at most the key's kernel path. Here path, value and data become what Elastic Defend writes for the same change,
 * and the process is added, so that registry rules and their exclusions decide alike. The system writes NewValue in
 * decimal for a DWORD.
 */
const valueChanged: FinalStep = {
  from: "EventData/ObjectName, ObjectValueName, NewValue, ProcessName",
  how: "not mapped by Elastic: hive named, value joined to the path, data and process as Elastic Defend has them",
  ids: VALUE_CHANGED,
  apply: (context) => {
    const { out } = context;
    const object = context.data("ObjectName");
    const value = context.data("ObjectValueName");
    if (object !== undefined && object !== "-") {
      const lower = object.slice(0, 20).toLowerCase();
      const root = ROOTS.find(([kernel]) => lower.startsWith(kernel));
      const key = root === undefined ? object : object.slice(root[0].length);
      const full = root === undefined ? object : `${root[1]}\\${key}`;
      if (root !== undefined) out["registry.hive"] = root[1];
      out["registry.key"] = key;
      out["registry.path"] = value === undefined || value === "-" ? full : `${full}\\${value}`;
    }
    if (value !== undefined && value !== "-") out["registry.value"] = value;
    const data = context.data("NewValue");
    if (data !== undefined && data !== "-") out["registry.data.strings"] = [data];
    const type = context.data("NewValueType");
    if (type !== undefined && type !== "-") out["registry.data.type"] = REGISTRY_TYPES.get(type) ?? type;
    const executable = context.data("ProcessName");
    if (executable !== undefined && executable !== "-") {
      out["process.executable"] = executable;
      const name = baseName(executable);
      if (name !== undefined) out["process.name"] = name;
    }
    const pid = decoded(context.data("ProcessId") ?? "");
    if (pid !== undefined) out["process.pid"] = pid;
  },
};

export const SECURITY_REGISTRY: readonly FinalStep[] = [keyAccess, valueChanged];

export function registryExtension({ eventId }: WindowsEvent): string | null {
  return eventId !== undefined && VALUE_CHANGED.has(eventId)
    ? "Security event 4657: Elastic's pipelines fill no registry path or data for it, so its rules do not see this event; Loupe does."
    : null;
}
