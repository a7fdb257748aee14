import type { EventsOf, LogSource, LookedAt, Missing } from "../../triage/index.ts";
import { alternatives, count, plural, utc } from "../format.ts";
import { type AnswerPart, said, words } from "./parts.ts";
import { SOURCE_NAMES } from "./source-names.ts";

/** What an answer lacks, and what to bring. */
export function missingParts(missing: Missing): AnswerPart[] {
  switch (missing.code) {
    case "no-host":
      return said`The event names no host, so Loupe cannot say which events belong to it.`;
    case "no-time":
      return said`The event has no time, so Loupe cannot say what happened before and after it.`;
    case "not-indexed":
      return said`No event of this case is indexed yet. Wait for the scan, or scan the files again.`;
    case "host-not-indexed":
      return said`The index has no event of ${missing.host}. Wait for the scan, or scan the file again.`;
    case "file-not-at-hand":
      return said`Some records could not be read, because Loupe no longer has their file open. Add the file again to read them.`;
    case "cut-texts":
      return said`The index has no room for the paths of ${words(plural(missing.count, "event"))} of the host, so these could not be looked through.`;
    case "similar-hosts":
      return [
        ...said`Not looked at, but perhaps the same computer: `,
        ...missing.hosts.flatMap((host, i) => said`${words(i === 0 ? "" : ", ")}${host}`),
        ...said`.`,
      ];
    case "no-events":
      return noEvents(missing);
    case "no-writer-start":
      return said`The evidence has no event of the writer's start. Bring the Sysmon log, or the Security log with process creation (4688), of the time before.`;
    case "no-process":
      return said`The event names no process, so there is none to follow.`;
    case "no-process-start":
      return said`The evidence has no event of the start of this process. Bring the Sysmon log, or the Security log with process creation (4688), of the time before.`;
    case "no-account":
      return said`The event names no account of a person, so there is none to follow.`;
    case "no-events-after":
      return said`The evidence has no event of the host after the alert. Bring its logs of the hours and days after it.`;
    case "no-ends":
      return said`The evidence has no event of the end of a process after the alert. Bring the Sysmon log (5), or the Security log with process termination (4689).`;
    case "one-host":
      return said`The evidence is of this host alone. Bring the same logs of the others, or search them where they are collected.`;
    case "other-logs":
      return said`The evidence has no registry events of other hosts. Bring their Sysmon logs with registry events (12 to 14), or search where they are collected.`;
    case "change-ticket":
      return said`Whether the change was agreed, no log says. Bring the change ticket, or ask the person whom the account belongs to.`;
    case "signature":
      return said`No record of the evidence says who signed the file. Bring the file itself, or an export of Elastic Defend, which checks signatures.`;
    case "update-calendar":
      return said`Whether a roll-out was planned, no log says. Bring the calendar of that day, or the deployment's own report.`;
    case "dump-owner":
      return said`Whether one of them needs full dumps, only its owner knows. Bring the SOFTWARE hive for the subkeys of programs that no event shows.`;
    case "sessions":
      return said`A session may be older than that, and a network logon (type 3) usually leaves no credentials on the host. Bring the Security log since the last restart, or a list of the sessions.`;
    case "after-evidence":
      return said`What happened after the evidence ends, and whether the host is off the network, has to come from those who run it.`;
    case "live-processes":
      return said`Which processes run now, no log says. Bring a list of the processes or a memory image, made before anything is ended.`;
    case "alerting":
      return said`Whether other hosts record and report such changes, this evidence does not say. Bring the sensor's configuration.`;
    case "protection-state":
      return said`Events show changes, not what is set now. Bring the SYSTEM hive (RunAsPPL and LsaCfgFlags in Control\\Lsa), and the settings of the protection product.`;
    case "no-logon":
      return said`The logon in which it ran was not found. Bring the Security log with logons (4624) of the time before.`;
    case "registry-hive":
      return said`An event shows what was written, not what the value is now. Bring the SOFTWARE hive with its LOG1 and LOG2 for that.`;
    case "dump-file":
      return said`The files themselves are not among the evidence. Treat each as full of credentials.`;
    case "dump-folder":
      return said`A dump may exist without an event. Bring a listing of the CrashDumps folders, that of the SYSTEM profile above all, or the USN journal.`;
    case "source":
      return said`No events of the host from this time: ${words(SOURCE_NAMES[missing.source])}. ${words(BRING[missing.source])}`;
    case "osquery":
      return said`${words(missing.label)}: an Osquery query asks the running host, not its logs. Run it there${words(insteadOf(missing.tables))}.`;
    case "search-value":
      return said`${words(missing.label)}: the event lacks a value that the search needs.`;
    case "search-user":
      return said`${words(missing.label)}: the event names no account of a person. Every host has an account of Windows with the same name.`;
    case "search-fields":
      return said`${words(missing.label)}: the index does not have ${words(alternatives(missing.fields))}. Search the evidence instead.`;
    case "search-categories":
      return said`${words(missing.label)}: nothing in the index, which may have only the first category of an event. Search the evidence to be sure.`;
  }
}

const KINDS: Readonly<Record<EventsOf, readonly [events: string, bring: string]>> = {
  process: ["process starts", "the Sysmon log, or the Security log with process creation (4688)"],
  file: ["file events", "the Sysmon log with file creation (11), or the USN journal"],
  registry: ["registry events", "the Sysmon log with registry events (12 to 14)"],
};

function noEvents({ of, from, to, elsewhere }: Missing & { readonly code: "no-events" }): AnswerPart[] {
  const [events, bring] = KINDS[of];
  const range =
    from === undefined
      ? ""
      : to === undefined
        ? ` from ${utc(from)} UTC on`
        : ` from ${utc(from)} to ${utc(to)} UTC`;
  const others =
    elsewhere === null
      ? "The index has none of this host at any time."
      : `Those in the index are from ${utc(elsewhere.from)} to ${utc(elsewhere.to)} UTC.`;
  return said`No ${words(events)} of this host${words(range)}. ${words(others)} Bring ${words(bring)} of that time.`;
}

/** What to bring of a log that is missing. */
const BRING: Readonly<Record<LogSource, string>> = {
  sysmon:
    "Bring Microsoft-Windows-Sysmon%4Operational.evtx, or an export of Elastic Defend or Defender for Endpoint.",
  security: "Bring Security.evtx.",
  "defender-endpoint": "Bring the device's time line from the Defender portal.",
  defender:
    "Bring Microsoft-Windows-Windows Defender%4Operational.evtx, or the device's time line from the Defender portal.",
  "elastic-defend": "Bring an export of Elastic Defend.",
  endgame: "Bring an export of Endgame.",
  system: "Bring System.evtx.",
  application: "Bring Application.evtx, where crashes are.",
  powershell: "Bring Microsoft-Windows-PowerShell%4Operational.evtx.",
  tasks: "Bring Microsoft-Windows-TaskScheduler%4Operational.evtx.",
};

/** What has the same as a table of Osquery; the tables that Elastic's guides ask. */
const TABLES: ReadonlyMap<string, string> = new Map([
  ["services", "the SYSTEM hive or the events 7045 and 4697"],
  ["drivers", "the SYSTEM hive"],
  ["registry", "the registry hives"],
  ["dns_cache", "Sysmon's event 22"],
  ["processes", "a memory image or the process events"],
  ["process_open_sockets", "Sysmon's event 3"],
  ["scheduled_tasks", "the folder C:\\Windows\\System32\\Tasks"],
  ["startup_items", "the hives and the Startup folders"],
  ["file", "a listing of the files"],
  ["hash", "the files"],
  ["users", "the profile list of the SOFTWARE hive"],
  ["user_groups", "the profile list of the SOFTWARE hive"],
  ["logged_in_users", "the Security log's 4624"],
]);

function insteadOf(tables: readonly string[]): string {
  const known = [...new Set(tables.flatMap((table) => TABLES.get(table) ?? []))];
  return known.length === 0 ? "" : `, or look at ${known.join("; ")}`;
}

/** What an answer looked at: `Events of WS01, from … to … UTC.` */
export function lookedAtParts({ hosts, from, to, indexed, events }: LookedAt): AnswerPart[] {
  const isFrom = from !== undefined && Number.isFinite(from);
  const isTo = to !== undefined && Number.isFinite(to);
  return [
    ...said`Looked at events of `,
    ...(hosts.length === 0 ? said`every host` : []),
    ...hosts.flatMap((host, i) => said`${words(i === 0 ? "" : ", ")}${host}`),
    ...(isFrom ? said` from ${words(utc(from))}` : []),
    ...(isTo ? said` to ${words(utc(to))}` : []),
    ...(isFrom || isTo ? said` UTC` : []),
    ...said`.`,
    ...(indexed < events
      ? said` Only ${words(count(indexed))} of ${words(plural(events, "event"))} of the case are indexed.`
      : []),
  ];
}
