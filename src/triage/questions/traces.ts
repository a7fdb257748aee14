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
