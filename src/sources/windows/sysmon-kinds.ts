import type { EventKind } from "./step.ts";

/**
 * ECS's categories for the events of Sysmon, from Elastic's pipeline (elastic/beats
 * x-pack/winlogbeat/module/sysmon/ingest/sysmon.yml and the Windows integration, which agree). 12 to 14 are
 * `configuration` before they are `registry`; 24 has no category.
 */
export const SYSMON_KINDS: ReadonlyMap<string, EventKind> = new Map(
  Object.entries({
    1: kind("Process creation", ["process"], ["start"]),
    2: kind("A process changed a file creation time", ["file"], ["change"]),
    3: kind("Network connection", ["network"], ["start", "connection", "protocol"]),
    4: kind("Sysmon service state changed", ["process"], ["change"]),
    5: kind("Process terminated", ["process"], ["end"]),
    6: kind("Driver loaded", ["driver"], ["start"]),
    7: kind("Image loaded", ["process"], ["change"]),
    8: kind("CreateRemoteThread", ["process"], ["change"]),
    9: kind("RawAccessRead", ["process"], ["access"]),
    10: kind("ProcessAccess", ["process"], ["access"]),
    11: kind("FileCreate", ["file"], ["creation"]),
    12: kind("RegistryEvent (Object create and delete)", ["configuration", "registry"], ["change"]),
    13: kind("RegistryEvent (Value Set)", ["configuration", "registry"], ["change"]),
    14: kind("RegistryEvent (Key and Value Rename)", ["configuration", "registry"], ["change"]),
    15: kind("FileCreateStreamHash", ["file"], ["access"]),
    16: kind("ServiceConfigurationChange", ["configuration"], ["change"]),
    17: kind("PipeEvent (Pipe Created)", ["file"], ["creation"]),
    18: kind("PipeEvent (Pipe Connected)", ["file"], ["access"]),
    19: kind("WmiEvent (WmiEventFilter activity detected)", ["process"], ["info"]),
    20: kind("WmiEvent (WmiEventConsumer activity detected)", ["process"], ["change"]),
    21: kind("WmiEvent (WmiEventConsumerToFilter activity detected)", ["process"], ["access"]),
    22: kind("DNSEvent (DNS query)", ["network"], ["connection", "protocol", "info"]),
    23: kind("FileDelete (File Delete archived)", ["file"], ["deletion"]),
    24: { action: "ClipboardChange (New content in the clipboard)", type: ["change"] },
    25: kind("ProcessTampering (Process image change)", ["process"], ["change"]),
    26: kind("FileDeleteDetected (File Delete logged)", ["file"], ["deletion"]),
    27: { ...kind("FileBlockExecutable", ["file"], ["creation"]), outcome: ["failure"] },
    28: kind("FileBlockShredding", ["file"], ["deletion"]),
    29: kind("FileExecutableDetected", ["file"], ["creation"]),
    255: { action: "Error", category: ["process"], outcome: ["failure"] },
  }),
);

function kind(action: string, category: readonly string[], type: readonly string[]): EventKind {
  return { action, category, type };
}
