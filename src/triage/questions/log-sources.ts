/** Logs and products whose events may show an attack, in the order in which they are named. */
export const LOG_SOURCES = [
  "sysmon",
  "security",
  "defender-endpoint",
  "defender",
  "elastic-defend",
  "endgame",
  "system",
  "application",
  "powershell",
  "tasks",
] as const;
export type LogSource = (typeof LOG_SOURCES)[number];

/** By what the channel of their events is called, or the data set where there is no channel; in lower case. */
const NAMES: readonly (readonly [source: LogSource, isIt: (channel: string) => boolean])[] = [
  ["sysmon", (channel) => channel.includes("sysmon")],
  ["security", (channel) => channel === "security" || channel === "system.security"],
  ["defender-endpoint", (channel) => channel.startsWith("m365_defender")],
  ["defender", (channel) => channel.includes("windows defender") || channel === "windows.windows_defender"],
  ["elastic-defend", (channel) => channel.startsWith("endpoint")],
  ["endgame", (channel) => channel === "endgame"],
  ["system", (channel) => channel === "system" || channel === "system.system"],
  ["application", (channel) => channel === "application" || channel === "system.application"],
  ["powershell", (channel) => channel.includes("powershell")],
  ["tasks", (channel) => channel.includes("taskscheduler")],
];

/** The source of events with a channel; undefined for any other. */
export function sourceOfChannel(channel: string): LogSource | undefined {
  const lower = channel.toLowerCase();
  return NAMES.find(([, isIt]) => isIt(lower))?.[0];
}
