import type { LogSource } from "../../triage/index.ts";

/** What logs and products are called on the screen. */
export const SOURCE_NAMES: Readonly<Record<LogSource, string>> = {
  sysmon: "Sysmon",
  security: "Security log",
  "defender-endpoint": "Microsoft Defender for Endpoint",
  defender: "Windows Defender log",
  "elastic-defend": "Elastic Defend",
  endgame: "Elastic Endgame",
  system: "System log",
  application: "Application log",
  powershell: "PowerShell log",
  tasks: "Task Scheduler log",
};
