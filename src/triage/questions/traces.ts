import type { LogSource } from "./log-sources.ts";

/** What other logs may add to an alert. */
export type Trace =
  | "log-cleared"
  | "service-installed"
  | "task-created"
  | "account-created"
  | "group-member-added"
  | "explicit-logon"
  | "malware-found";

/** By event code and log. Source: Microsoft's pages on the events of security auditing, and of Windows Defender. */
export const TRACES: readonly (readonly [trace: Trace, source: LogSource, ...codes: string[]])[] = [
  ["log-cleared", "security", "1102"],
  ["log-cleared", "system", "104"],
  ["service-installed", "security", "4697"],
  ["service-installed", "system", "7045"],
  ["task-created", "security", "4698"],
  ["task-created", "tasks", "106"],
  ["account-created", "security", "4720"],
  ["group-member-added", "security", "4728", "4732", "4756"],
  ["explicit-logon", "security", "4648"],
  ["malware-found", "defender", "1006", "1015", "1116", "1117"],
];

/** What ends or changes the recording of events. */
export type RecordingChange =
  "log-cleared" | "sysmon-state" | "sysmon-config" | "audit-policy" | "event-log-stopped";

/** By event code and log, as above; Sysmon's page for its own. */
export const RECORDING: readonly (readonly [
  change: RecordingChange,
  source: LogSource,
  ...codes: string[],
])[] = [
  ["log-cleared", "security", "1102"],
  ["log-cleared", "system", "104"],
  ["event-log-stopped", "security", "1100"],
  ["sysmon-state", "sysmon", "4"],
  ["sysmon-config", "sysmon", "16"],
  ["audit-policy", "security", "4719"],
];

/** What Windows Defender says about the protection of a host. */
export type ProtectionEvent =
  | "rule-blocked"
  | "rule-audited"
  | "real-time-off"
  | "settings-changed"
  | "tampering-blocked"
  | "lsass-protected";

export const PROTECTION: readonly (readonly [
  event: ProtectionEvent,
  source: LogSource,
  ...codes: string[],
])[] = [
  ["rule-blocked", "defender", "1121"],
  ["rule-audited", "defender", "1122"],
  ["real-time-off", "defender", "5001"],
  ["settings-changed", "defender", "5007"],
  ["tampering-blocked", "defender", "5013"],
];
