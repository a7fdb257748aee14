import { type AnswerSource, type LogSource, sourceOfChannel } from "../../triage/index.ts";
import { utc } from "../format.ts";
import { type AnswerPart, said, words } from "./parts.ts";

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

/** Names a record that an answer comes from: `Sysmon 13, 2026-03-14 03:07:12.000`. */
export function sourceParts({ event }: AnswerSource): AnswerPart[] {
  const known = sourceOfChannel(event.channel);
  const name = known === undefined ? event.channel : words(SOURCE_NAMES[known]);
  const what = [
    ...(name === "" ? said`Event` : said`${name}`),
    ...(event.code === "" ? [] : said` ${event.code}`),
  ];
  return [...what, ...said`, ${words(utc(event.time))}`];
}
