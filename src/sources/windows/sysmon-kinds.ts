import type { EventKind } from "./step.ts";

/**
 * ECS's categories for the events of Sysmon, from Elastic's pipelines: the Windows integration up to 2026 and, where it
 * differed, its older versions and Winlogbeat's module (elastic/beats x-pack/winlogbeat/module/sysmon/ingest/sysmon.yml).
 * The lists have what either gives, so that rules written for either match: docs/decisions/041-two-generations.md. 12
 * to 14 are `configuration` before they are `registry`; 24 has no category.
 */
export const SYSMON_KINDS: ReadonlyMap<string, EventKind> = new Map(
  Object.entries({
    // Before the integration named the actions, 1, 3 and 11 had the task's name, and rules asked for it.
    1: kind(["Process creation", "Process Create (rule: ProcessCreate)"], ["process"], ["start"]),
    2: kind("A process changed a file creation time", ["file"], ["change"]),
    3: kind(
      ["Network connection", "Network connection detected (rule: NetworkConnect)"],
      ["network"],
      ["start", "connection", "protocol"],
    ),
    4: kind("Sysmon service state changed", ["process"], ["change"]),
    5: kind("Process terminated", ["process"], ["end"]),
    6: kind("Driver loaded", ["driver"], ["start"]),
    // A library since December 2025 (elastic/integrations 16442).
    7: kind(["Image loaded", "load"], ["process", "library"], ["change", "start"]),
    8: kind("CreateRemoteThread", ["process"], ["change"]),
    9: kind("RawAccessRead", ["process"], ["access"]),
    10: kind("ProcessAccess", ["process"], ["access"]),
    11: kind(["FileCreate", "File created (rule: FileCreate)"], ["file"], ["creation"]),
    12: kind("RegistryEvent (Object create and delete)", ["configuration", "registry"], ["change"]),
    13: kind("RegistryEvent (Value Set)", ["configuration", "registry"], ["change"]),
    14: kind("RegistryEvent (Key and Value Rename)", ["configuration", "registry"], ["change"]),
    15: kind("FileCreateStreamHash", ["file"], ["access"]),
    16: kind("ServiceConfigurationChange", ["configuration"], ["change"]),
    17: kind("PipeEvent (Pipe Created)", ["file"], ["creation"]),
    18: kind("PipeEvent (Pipe Connected)", ["file"], ["access"]),
    19: kind("WmiEvent (WmiEventFilter activity detected)", ["process"], ["creation", "info"]),
    20: kind("WmiEvent (WmiEventConsumer activity detected)", ["process"], ["creation", "change"]),
    21: kind("WmiEvent (WmiEventConsumerToFilter activity detected)", ["process"], ["access"]),
    22: kind("DNSEvent (DNS query)", ["network"], ["connection", "protocol", "info"]),
    23: kind("FileDelete (File Delete archived)", ["file"], ["deletion"]),
    24: { action: "ClipboardChange (New content in the clipboard)", type: ["change"] },
    25: kind("ProcessTampering (Process image change)", ["process"], ["change"]),
    26: kind("FileDeleteDetected (File Delete logged)", ["file"], ["deletion"]),
    27: { ...kind("FileBlockExecutable", ["file"], ["creation", "denied"]), outcome: ["failure"] },
    28: kind("FileBlockShredding", ["file"], ["deletion", "denied"]),
    29: kind("FileExecutableDetected", ["file"], ["creation"]),
    255: { ...kind("Error", ["process"], ["error"]), outcome: ["failure"] },
  }),
);

function kind(
  action: string | readonly string[],
  category: readonly string[],
  type: readonly string[],
): EventKind {
  return { action, category, type };
}
