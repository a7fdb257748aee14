import type { Fact, Trace } from "../../triage/index.ts";
import { shortPath } from "../../explain/index.ts";
import { count, plural, utc } from "../format.ts";
import { type AnswerPart, said, words } from "./parts.ts";
import { SOURCE_NAMES } from "./source-names.ts";

/** The sentence of a statement of an answer. */
export function statementParts(fact: Fact): AnswerPart[] {
  return (SENTENCES[fact.code] as (fact: Fact) => AnswerPart[])(fact);
}

type Of<Code extends Fact["code"]> = Extract<Fact, { readonly code: Code }>;
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
  "search-none": ({ label }) => said`${words(label)}: nothing found.`,
  "search-alerts": ({ label, count: n, rules }) =>
    said`${words(label)}: ${words(plural(n, "other alert"))} of this case for the host, by ${listed(rules)}.`,
};

function writer({ process, pid, user, sid, time }: Of<"writer">): AnswerPart[] {
  return [
    ...said`${process}`,
    ...(pid === "" ? [] : said` (${pid})`),
    ...said` wrote it`,
    ...(user === "" ? [] : said` as ${user}`),
    ...(sid === "" || sid === user ? [] : said` (${sid})`),
    ...said`, ${at(time)}.`,
  ];
}

/** The most rules that a sentence names. */
const MOST_RULES = 4;

function listed(rules: readonly string[]): AnswerPart[] {
  const more = rules.length - MOST_RULES;
  return [
    ...rules.slice(0, MOST_RULES).flatMap((rule, i) => said`${words(i === 0 ? "" : ", ")}${words(rule)}`),
    ...(more > 0 ? said` and ${words(plural(more, "more rule"))}` : []),
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
