import { DATA } from "./collectors.ts";

/* One change of a registry value as products write it that are no Windows event log. Every document here is made up. */

export const TIME = "2024-05-14T02:01:17.250Z";
export const PATH = DATA["TargetObject"]!;
export const ecs = (module: string, dataset: string): Record<string, unknown> => ({
  "@timestamp": TIME,
  event: { kind: "event", module, dataset, category: ["configuration", "registry"], type: ["change"] },
  host: { name: "ws01", os: { type: "windows" } },
  process: { executable: "C:\\Windows\\system32\\reg.exe", pid: 4711 },
  registry: { path: PATH, value: "DumpType", data: { strings: ["0x00000002"] } },
});
export const ROW = {
  Timestamp: TIME,
  DeviceName: "ws01",
  ActionType: "RegistryValueSet",
  RegistryKey: PATH.replace("HKLM", "HKEY_LOCAL_MACHINE").replace("\\DumpType", ""),
  RegistryValueName: "DumpType",
  RegistryValueData: "2",
  InitiatingProcessFileName: "reg.exe",
};
export const ENDGAME = {
  hostname: "ws01",
  pid: 4711,
  process_path: "C:\\Windows\\System32\\reg.exe",
  timestamp: "133601184772500000",
  event_type_full: "registry_event",
  event_subtype_full: "registry_modify_event",
  key_path: PATH.replace("HKLM", "\\REGISTRY\\MACHINE"),
  key_type: "dword",
  bytes_written_u32: 2,
};
