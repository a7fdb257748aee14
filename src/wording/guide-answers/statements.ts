import type {
  ActivityKind,
  Fact,
  ProtectionEvent,
  RecordingChange,
  Tool,
  Trace,
  Whose,
} from "../../triage/index.ts";
import { shortPath } from "../../explain/index.ts";
import { count, plural, utc } from "../format.ts";
import { type AnswerPart, said, words } from "./parts.ts";
import { SOURCE_NAMES } from "./source-names.ts";

/** The sentence of a statement of an answer. */
export function statementParts(fact: Fact): AnswerPart[] {
  return (SENTENCES[fact.code] as (fact: Fact) => AnswerPart[])(fact);
}

type Of<Code extends Fact["code"]> = Fact & { readonly code: Code };
type Sentences = {
  readonly [Code in Fact["code"]]: (fact: Fact & { readonly code: Code }) => AnswerPart[];
};

const at = (time: number) => words(Number.isNaN(time) ? "at an unknown time" : `at ${utc(time)} UTC`);
const by = ({ process, user }: { readonly process: string; readonly user: string }): AnswerPart[] => [
  ...(process === "" ? [] : said` by ${process}`),
  ...(user === "" ? [] : said` as ${user}`),
];

/** What the numbers of `DumpType` mean. Source: Microsoft's “Collecting User-Mode Dumps”. */
const DUMP_TYPES: ReadonlyMap<number, string> = new Map([
  [0, "custom dumps"],
  [1, "mini dumps"],
  [2, "full dumps"],
]);

function meaning(path: string, data: string): { readonly text: string } {
  const isDumpType = /\\localdumps\\(?:[^\\]+\\)?dumptype$/i.test(path);
  const known = isDumpType && data !== "" ? DUMP_TYPES.get(Number(data)) : undefined;
  return words(known === undefined ? "" : ` (${known})`);
}

const SENTENCES: Sentences = {
  "value-set": (fact) =>
    said`The event says that ${shortPath(fact.path)} was set to ${fact.data}${meaning(fact.path, fact.data)}${by(fact)}, ${at(fact.time)}.`,
  "value-replaced": ({ data, before }) =>
    said`Defender for Endpoint names the new data first: the change was from ${before} to ${data}.`,
  "value-earlier": (fact) =>
    said`Earlier, ${at(fact.time)}, it was set to ${fact.data}${meaning(fact.path, fact.data)}${by(fact)}.`,
  "value-later": (fact) =>
    said`Later, ${at(fact.time)}, it was set to ${fact.data}${meaning(fact.path, fact.data)}${by(fact)}.`,
  "value-gone": (fact) =>
    said`Later, ${at(fact.time)}, ${shortPath(fact.path)} was ${words(fact.how === "deleted" ? "deleted" : "created or deleted")}${by(fact)}.`,
  "value-unchanged": ({ until }) =>
    said`No later event changes it. The host's registry events end ${at(until)}.`,
  "value-undated": ({ count: n }) =>
    said`${words(plural(n, "event"))} about it ${words(n === 1 ? "has" : "have")} no time.`,
  "value-beside": (fact) =>
    said`${shortPath(fact.path)} was set to ${fact.data}${by(fact)}, ${at(fact.time)}.`,
  writer,
  actor: (fact) => [...said`The process is `, ...processParts(fact), ...said`.`],
  "writer-started": ({ commandLine, time, by: how }) => [
    ...said`It was started ${at(time)}${words(how === "pid" ? ", by its number and the time," : "")} as ${commandLine}.`,
  ],
  "started-by": ({ parents, by: how }) => [
    ...said`It was started by `,
    ...parents.flatMap(({ process, pid, user }, i) => [
      ...(i === 0 ? [] : said` ${words("←")} `),
      ...said`${process}`,
      ...(pid === "" ? [] : said` (${pid})`),
      ...(user === "" ? [] : said` as ${user}`),
    ]),
    ...said`${words(how === "pid" ? ", by numbers and times." : ".")}`,
  ],
  "service-account": () =>
    said`It ran under an account of Windows itself, so no logon of a person is behind it directly.`,
  logon: ({ user, type, address, time }) => [
    ...said`Its logon is that of ${user} ${at(time)}`,
    ...(type === "" ? [] : said`, type ${type}`),
    ...(address === "" || address === "-" ? [] : said`, from ${address}`),
    ...said`.`,
  ],
  starts: ({ count: n, inHour }) =>
    said`${words(plural(n, "event"))} of process starts from an hour before to a day after, ${words(count(inHour))} of them within an hour.`,
  "notable-start": ({ process, count: n, time, user, commandLine }) => [
    ...said`${process}${words(n === 1 ? "" : `, ${count(n)} times, first`)} ${at(time)}`,
    ...(user === "" ? [] : said` as ${user}`),
    ...(commandLine === "" ? [] : said`: ${commandLine}`),
  ],
  "no-notable-start": () =>
    said`None of them is a program that usually sets registry values, dumps processes or comes with an intruder.`,
  "dump-file": (fact) =>
    said`${fact.path}${words(fact.isLsass ? ", a dump of LSASS by its name," : "")} appears${by(fact)}, ${at(fact.time)}.`,
  "more-dump-files": ({ count: n }) => said`${words(plural(n, "more .dmp file"))}.`,
  "dump-command": (fact) =>
    said`${fact.process} was started with a .dmp file ${at(fact.time)}: ${fact.commandLine}`,
  "fault-handler": (fact) =>
    said`Windows Error Reporting was started to dump a process ${at(fact.time)}: ${fact.commandLine}`,
  "lsass-opened": (fact) =>
    said`${fact.process} opened lsass.exe with access ${fact.access}, ${at(fact.time)}.`,
  "lsass-crash": ({ exception, time }) =>
    said`The Application log has a crash of lsass.exe ${at(time)}, with exception ${exception}.`,
  "no-dump-file": ({ fileEvents, until }) =>
    said`No file event of the host since an hour before the alert names a .dmp file: ${words(count(fileEvents))} looked at, the last ${at(until)}. A sensor may be set up to leave such files out.`,
  source: ({ source, count: n }) => said`${words(SOURCE_NAMES[source])}: ${words(plural(n, "event"))}.`,
  trace: ({ trace, count: n, first }) => [
    ...said`${words(TRACE_WORDS[trace](n))}`,
    ...(first === "" ? [] : said`, first ${first}`),
    ...said`.`,
  ],
  "no-trace": () =>
    said`None of them shows a cleared log, a new service, task or account, a logon with other credentials, or malware that was found.`,
  "other-alerts": ({ count: n, rules }) =>
    said`${words(plural(n, "other alert"))} for the host in that time: ${listed(rules)}.`,
  "no-executable": ({ process }) =>
    process === ""
      ? said`The event names no process, so the exclusion could not apply.`
      : said`The event names ${process} without its path, so the exclusion could not apply.`,
  "not-svchost": ({ executable }) => said`The writer was ${executable}, no svchost.exe.`,
  "svchost-elsewhere": ({ executable }) =>
    said`The writer was ${executable}. The genuine svchost.exe is in ${words("C:\\Windows\\System32")}.`,
  "svchost-excluded": ({ executable }) =>
    said`The writer was ${executable} under a service account: the rule's exclusion applies to this event.`,
  "svchost-account": ({ sid }) =>
    sid === ""
      ? said`The writer was svchost.exe in System32, but the event has no SID, so the exclusion could not apply.`
      : said`The writer was svchost.exe in System32 with the SID ${sid}, which is none of the three service accounts.`,
  "svchost-sensor-account": () =>
    said`In Sysmon's events the SID is that of Sysmon's own service and says nothing about the writer.`,
  "svchost-service": ({ commandLine }) =>
    said`It was started as ${commandLine}. The name after -s, or the group after -k, is the service.`,
  search: ({ label, count: n, isAtLeast }) =>
    said`${words(label)}: ${words(isAtLeast ? "at least " : "")}${words(plural(n, "event"))}.`,
  "search-starts": ({ label, count: n, isAtLeast, by }) =>
    said`${words(label)}: ${words(isAtLeast ? "at least " : "")}${words(plural(n, "process start"))}${words(by === "pid" ? ", found by process id and time" : "")}.`,
  "search-none": ({ label }) => said`${words(label)}: nothing found.`,
  "search-alerts": ({ label, count: n, rules, user, isOfHost }) => [
    ...said`${words(label)}: ${words(plural(n, "other alert"))} of this case`,
    ...(isOfHost ? said` for the host` : []),
    ...(user === "" ? [] : said` for ${user}`),
    ...said`, by ${listed(rules)}.`,
  ],
  "alerts-of": ({ whose, count: n, rules }) =>
    said`${words(plural(n, "other alert"))} of this case for ${whoseParts(whose)} in that time: ${listed(rules)}.`,
  "no-alerts-of": ({ whose, rulesRun }) =>
    said`No other alert of this case is for ${whoseParts(whose)} in that time. The case runs ${words(plural(rulesRun, "rule"))}: what none of them looks for raises no alert.`,
  "same-rule": ({ count: n, hosts }) =>
    said`${words(plural(n, "alert"))} of the same rule on other hosts: ${listed(hosts, true)}.`,
  "same-rule-nowhere": ({ hosts }) =>
    said`No alert of the same rule on the ${words(hosts === 1 ? "other host" : `${count(hosts)} other hosts`)} of the evidence.`,
  "value-on-host": (fact) =>
    said`On ${fact.host} it was set to ${fact.data}${meaning(fact.path, fact.data)}${by(fact)}, ${at(fact.time)}${words(fact.isSoon ? ", within an hour of this alert" : "")}.`,
  "value-on-more-hosts": ({ count: n }) => said`${words(plural(n, "more host"))} with the same value.`,
  "value-nowhere": ({ hosts }) =>
    said`No registry event of the ${words(hosts === 1 ? "other host" : `${count(hosts)} other hosts`)} of the evidence sets the same value.`,
  "tool-on-hosts": ({ process, hosts }) =>
    said`A program named ${process} also ran on ${listed(hosts, true)}.`,
  "value-last": (fact) =>
    said`${shortPath(fact.path)}: last set to ${fact.data}${meaning(fact.path, fact.data)}${by(fact)}, ${at(fact.time)}.`,
  "value-last-gone": (fact) =>
    said`${shortPath(fact.path)}: last ${words(fact.how === "deleted" ? "deleted" : "created or deleted")}${by(fact)}, ${at(fact.time)}.`,
  "still-set": ({ data, until }) =>
    said`No later event sets it to something else than ${data}. The host's registry events end ${at(until)}.`,
  "value-repeat": (fact) =>
    said`${words(plural(fact.count, "later write"))} to the key or below it, on ${listed(fact.hosts, true)}; the first to ${shortPath(fact.path)}${by(fact)}, ${at(fact.time)}.`,
  "tool-known": ({ process, tool, isWriter }) =>
    said`${process}${words(isWriter ? "" : ", from which the writer came,")} is by its name ${words(TOOL_WORDS[tool])}. A name proves nothing: check path and signature.`,
  "tool-unknown": ({ process }) =>
    said`${process} is none of the tools for administration, support and debugging that Loupe knows by name.`,
  "tool-path": ({ path }) => said`It ran from ${path}.`,
  signature: ({ isTrusted, signer }) => [
    ...(signer === ""
      ? said`The sensor says that it is signed`
      : said`The sensor says that ${signer} signed it`),
    ...said`${words(isTrusted === null ? ", but not whether the signature is trusted" : isTrusted ? ", with a trusted signature" : ", but the signature is not trusted")}.`,
  ],
  "not-signed": () => said`The sensor says that the file has no signature.`,
  "version-info": ({ company, product, original }) => [
    ...said`Its version information, which anyone can write, says`,
    ...(company === "" ? [] : said` company ${company}`),
    ...(product === "" ? [] : said`${words(company === "" ? " " : ", ")}product ${product}`),
    ...(original === ""
      ? []
      : said`${words(company + product === "" ? " " : ", ")}original name ${original}`),
    ...said`.`,
  ],
  hash: ({ sha256 }) => said`Its SHA-256 is ${sha256}.`,
  "program-key": (fact) =>
    said`A program has a setting of its own: ${shortPath(fact.path)} was set to ${fact.data}${by(fact)}, ${at(fact.time)}.`,
  crashes: ({ program, count: n, last }) =>
    said`${program} crashed${words(n === 1 ? "" : ` ${count(n)} times`)} in the week before or the day after, ${words(n === 1 ? "" : "last ")}${at(last)}.`,
  "no-crash": ({ events }) =>
    said`No crash, no debugger and no program's own setting from a week before to a day after. The Application log has ${words(plural(events, "event"))} of that time.`,
  debugger: (fact) => started(fact, "A debugging tool was started: "),
  installer: (fact) => started(fact, "An installer or management tool was started: "),
  installed: ({ what, by: how, time }) =>
    said`${words(how === "msi" ? "Windows Installer reports: " : "Windows Update installed ")}${what}, ${at(time)}.`,
  "no-install": () =>
    said`No event within an hour shows an installation, an update, or a management tool at work.`,
  logons: ({ user, count: n, type, address, time }) => [
    ...said`${user} logged on${words(n === 1 ? "" : ` ${count(n)} times, last`)} ${at(time)}`,
    ...(type === "" ? [] : said`, type ${type}`),
    ...(address === "" || address === "-" ? [] : said`, from ${address}`),
    ...said`.`,
  ],
  "more-accounts": ({ count: n }) => said`${words(plural(n, "more account"))} logged on.`,
  privileged: ({ users }) =>
    said`With the rights of an administrator (4672): ${listed(users, true)}. Replace these first.`,
  "ran-as": ({ users }) => said`Programs were started as ${listed(users, true)}.`,
  "no-logon-of-person": ({ logons }) =>
    said`${words(plural(logons, "logon"))} in that time, all of accounts of Windows or of computers.`,
  "logon-elsewhere": ({ user, host, count: n, time }) =>
    said`${user} logged on to ${host}${words(n === 1 ? "" : ` ${count(n)} times, first`)} ${at(time)}.`,
  "explicit-logon": ({ user, target, time }) =>
    said`The host logged on to ${target} with the credentials of ${user}, ${at(time)}.`,
  connections: ({ count: n, targets }) => [
    ...said`${words(plural(n, "network event"))} since then`,
    ...(targets.length === 0 ? [] : said`, most about ${listed(targets, true)}`),
    ...said`.`,
  ],
  "no-way": () =>
    said`After the alert, the evidence has no other alert for the host or its user, no logon of a person to the host, and no connection from it.`,
  "host-until": ({ until }) => said`The last event of the host in the evidence is ${at(until)}.`,
  activity: ({ whose, name, by: how, kinds }) =>
    said`Events of ${whose === "process" ? [...said`this ${name}`] : [...said`${name} on the host`]}${words(how === "pid" ? ", by its number and name, within an hour" : "")}: ${words(kinds.map(([kind, n]) => plural(n, ACTIVITY_WORDS[kind])).join(", "))}.`,
  "activity-example": ({ kind, object, process, time }) => [
    ...said`The first ${words(ACTIVITY_WORDS[kind])}: ${object}`,
    ...(process === "" ? [] : said` by ${process}`),
    ...said`, ${at(time)}.`,
  ],
  "no-activity": ({ name, events }) =>
    said`Nothing else of ${name}: ${words(events === 0 ? "no other event" : "no start of a process, and no event of a file, the registry or the network")} in the index.`,
  ended: ({ process, pid, by: how, time }) =>
    said`${process}${pidParts(pid)} ended ${at(time)}${words(how === "pid" ? ", by its number" : "")}: there is nothing of it left to end.`,
  "not-ended": ({ process, pid, ends, until }) =>
    said`No event says that ${process}${pidParts(pid)} ended. ${words(plural(ends, "end of a process", "ends of processes"))} looked at, the last ${at(until)}.`,
  "recorded-until": ({ count: n, until }) =>
    said`The host went on recording: ${words(plural(n, "registry event"))} after the alert, the last ${at(until)}.`,
  recording: ({ change, count: n, time }) => said`${words(RECORDING_WORDS[change](n))}, first ${at(time)}.`,
  "protection-set": (fact) =>
    said`${shortPath(fact.path)} was set to ${fact.data}${by(fact)}, ${at(fact.time)}.`,
  protection: ({ event, count: n, time }) => said`${words(PROTECTION_WORDS[event](n))}, last ${at(time)}.`,
  "no-protection": ({ events }) =>
    said`The Windows Defender log has ${words(plural(events, "event"))} of the host; none is about a blocked credential theft, or about protection that was switched off.`,
};

function writer({ process, pid, user, sid, time }: Of<"writer">): AnswerPart[] {
  return [...said`${process}${pidParts(pid)} wrote it`, ...asParts(user, sid), ...said`, ${at(time)}.`];
}

function processParts({ process, pid, user, sid }: Of<"actor">): AnswerPart[] {
  return [...said`${process}${pidParts(pid)}`, ...asParts(user, sid)];
}

function asParts(user: string, sid: string): AnswerPart[] {
  return [...(user === "" ? [] : said` as ${user}`), ...(sid === "" || sid === user ? [] : said` (${sid})`)];
}

function pidParts(pid: string): AnswerPart[] {
  return pid === "" ? [] : said` (${pid})`;
}

function started(
  { process, count: n, time, user, commandLine }: Of<"debugger" | "installer">,
  begin: string,
): AnswerPart[] {
  return [
    ...said`${words(begin)}${process}${words(n === 1 ? "" : `, ${count(n)} times, first`)} ${at(time)}`,
    ...(user === "" ? [] : said` as ${user}`),
    ...(commandLine === "" ? [] : said`: ${commandLine}`),
  ];
}

function whoseParts({ isHost, user }: Whose): AnswerPart[] {
  if (user === "") return said`the host`;
  return isHost ? said`the host or ${user}` : said`${user} on any host`;
}

const TOOL_WORDS: Readonly<Record<Tool, string>> = {
  "windows-command": "a command of Windows that administrators and intruders use alike",
  installer: "part of Windows' installation of programs and updates",
  management: "an agent of a management system",
  "remote-support": "a tool for remote support",
  "remote-execution": "what runs commands for another computer",
  debugger: "a debugging tool",
  "error-reporting": "part of Windows Error Reporting",
  "attack-tool": "a tool for attacks",
};

const ACTIVITY_WORDS: Readonly<Record<ActivityKind, string>> = {
  process: "process start",
  file: "file event",
  registry: "registry event",
  network: "network event",
};

const RECORDING_WORDS: Readonly<Record<RecordingChange, (n: number) => string>> = {
  "log-cleared": (n) => `A log was cleared${times(n)}`,
  "event-log-stopped": (n) => `The event log service stopped${times(n)}`,
  "sysmon-state": (n) => `Sysmon's service started or stopped${times(n)}`,
  "sysmon-config": (n) => `Sysmon's configuration changed${times(n)}`,
  "audit-policy": (n) => `The audit policy changed${times(n)}`,
};

const PROTECTION_WORDS: Readonly<Record<ProtectionEvent, (n: number) => string>> = {
  "rule-blocked": (n) => `An attack surface reduction rule of Windows Defender blocked something${times(n)}`,
  "rule-audited": (n) =>
    `An attack surface reduction rule of Windows Defender would have blocked something${times(n)}`,
  "real-time-off": (n) => `Real-time protection was switched off${times(n)}`,
  "settings-changed": (n) => `The settings of Windows Defender changed${times(n)}`,
  "tampering-blocked": (n) => `Tamper protection blocked a change${times(n)}`,
  "lsass-protected": () => "Windows started LSASS as a protected process",
};

/** The most rules, hosts or accounts that a sentence names. */
const MOST_NAMES = 4;

function listed(names: readonly string[], isEvidence = false): AnswerPart[] {
  const more = names.length - MOST_NAMES;
  return [
    ...names
      .slice(0, MOST_NAMES)
      .flatMap((name, i) => said`${words(i === 0 ? "" : ", ")}${isEvidence ? name : words(name)}`),
    ...(more > 0 ? said` and ${words(isEvidence ? `${count(more)} more` : plural(more, "more rule"))}` : []),
  ];
}

const TRACE_WORDS: Readonly<Record<Trace, (n: number) => string>> = {
  "log-cleared": (n) => `A log was cleared${times(n)}`,
  "service-installed": (n) => `${plural(n, "service was", "services were")} installed`,
  "task-created": (n) => `${plural(n, "scheduled task was", "scheduled tasks were")} created`,
  "account-created": (n) => `${plural(n, "account was", "accounts were")} created`,
  "group-member-added": (n) => `${plural(n, "account was", "accounts were")} added to a group`,
  "explicit-logon": (n) => `${plural(n, "logon")} with other credentials`,
  "malware-found": (n) => `Windows Defender found malware${times(n)}`,
};

function times(n: number): string {
  return n === 1 ? "" : ` ${count(n)} times`;
}
