import type { Disposition, Evidence, RuleOrigin } from "../case/index.ts";
import type { RecordLocation } from "../formats/index.ts";
import type { SentencePart } from "../explain/index.ts";
import { MOST_INDEXED } from "../scan/index.ts";
import type { Caveat } from "./case-summary.ts";
import { bytes, count, plural, utc } from "./format.ts";
import { type AnswerPart, said, words } from "./guide-answers/parts.ts";
import { lostWords, stateWords } from "./evidence-words.ts";
import { locationWords, pathTo } from "./location-words.ts";
import { hostBlindSpotWords } from "./overview-words.ts";

/** The file that has every alert, and those that have every file and every entry of the audit trail. */
const ALERT_FILE = "the CSV of all alerts";
const EVIDENCE_FILE = "the CSV of the file list";
const AUDIT_FILE = "the CSV of the audit trail";
const HOW = "Loupe exports it in the view Report";

const at = (time: number) => words(Number.isNaN(time) ? "an unknown time" : `${utc(time).slice(0, 19)} UTC`);

/** A sentence about an event, its values whole and as text from evidence. */
export function sentencePhrase(parts: readonly SentencePart[]): AnswerPart[] {
  return parts.map(({ kind, text, full }) => (kind === "text" ? { text } : { evidence: full ?? text }));
}

/** Where a record is. */
export function wherePhrase(path: string, place: RecordLocation): AnswerPart[] {
  return said`${pathTo(path, place)}, ${words(locationWords(place))}`;
}

// The head

/** Below the title: who made the report, and which state of the case it shows. */
export function aboutPhrases({
  analyst,
  changedAt,
  version,
  commit,
}: {
  readonly analyst: string;
  readonly changedAt: number;
  readonly version: string;
  readonly commit: string;
}): AnswerPart[][] {
  return [
    analyst === "" ? said`No analyst has given their name.` : said`Analyst: ${analyst}`,
    said`State of the case: ${at(changedAt)}, the time of its last change. Examined offline with Loupe ${words(version)}${words(commit === "unknown" ? "" : ` (${commit.slice(0, 12)}${commit.endsWith("+changes") ? ", with changes" : ""})`)}. All times are UTC.`,
  ];
}

export function summaryOrigin(analyst: string, isProposed: boolean): AnswerPart[] {
  if (isProposed) return said`Loupe made this summary from the findings; no analyst has changed it.`;
  return analyst === "" ? said`Written by the analyst.` : said`Written by ${analyst}.`;
}

// Findings

export type FindingKind = "confirmed" | "open" | "closed" | "falsePositives";

export const FINDING_TITLES: Readonly<Record<FindingKind, string>> = {
  confirmed: "True positives",
  open: "Open: no verdict yet",
  closed: "Closed without a verdict",
  falsePositives: "False positives",
};

const MEANINGS: Readonly<Record<FindingKind, string>> = {
  confirmed: "an analyst confirmed that what the rule looks for has happened",
  open: "a rule matched, and nobody has decided what that means",
  closed: "an analyst closed them and gave no verdict",
  falsePositives: "a rule matched, and an analyst found that it is not what the rule looks for",
};

export function findingIntro(kind: FindingKind, alerts: number): string {
  return `${plural(alerts, "alert")}: ${MEANINGS[kind]}.`;
}

/** What of the findings with one verdict is only counted; empty if nothing is. */
export function restWords(shown: number, alerts: number, pairsLeft: number): string {
  if (shown >= alerts) return "";
  const more =
    pairsLeft > 0 ? ` and, not in the table, ${plural(pairsLeft, "more pair")} of rule and host` : "";
  return `This report shows ${count(shown)} of the ${plural(alerts, "alert")}, the worst first. The other ${count(alerts - shown)} are summed up here by rule and host${more}. ${capitalised(ALERT_FILE)} has each of them: ${HOW}.`;
}

export function decisionPhrase(disposition: Disposition | undefined): AnswerPart[] {
  if (disposition === undefined) return [];
  const { status, verdict, by, changedAt } = disposition;
  if (status === "open" && verdict === "") return [];
  const what = verdict === "" ? capitalised(status) : capitalised(verdict);
  return by === undefined || by === ""
    ? said`${words(what)}, ${at(changedAt)}`
    : said`${words(what)}, by ${by}, ${at(changedAt)}`;
}

export function missingEventPhrase(): AnswerPart[] {
  return said`An event that had to be missing, and is.`;
}

// The time line

export function timelineIntro(hasConfirmed: boolean): string {
  const shown = hasConfirmed
    ? "True positives are in bold type; open alerts"
    : "No alert is confirmed yet. Open alerts";
  return `What the findings say, in the order of time. ${shown} and records that an answer to a guide names are here as well.`;
}

export function timelineMore(left: number): string {
  return left === 0
    ? ""
    : `${plural(left, "more alert")} ${left === 1 ? "is" : "are"} left out. ${capitalised(ALERT_FILE)} has all: ${HOW}.`;
}

export function timelineWhy(kind: FindingKind, rule: string): string {
  return `${kind === "confirmed" ? "True positive" : "Open"}: ${rule}`;
}

export const NAMED_IN_ANSWER = "Answer to a guide";

// The guides

export function guideIntro(hasConfirmed: boolean, guides: number, isBusy: boolean): string {
  if (isBusy) return "The evidence is still being read, so nothing was asked of it yet.";
  if (guides === 0) return "No finding that would be shown here has an investigation guide.";
  const whose = hasConfirmed
    ? "The guides of the true positives, one for each rule and host"
    : "No alert is confirmed yet: these are the guides of those to look at first";
  return `${whose}. Loupe answers a step from the evidence where it can, and names the records; whether a step is done is for the analyst to say.`;
}

export function guideMore(left: number): string {
  return left === 0
    ? ""
    : `The guides of ${plural(left, "more rule and host pair", "more pairs of rule and host")} are left out.`;
}

export const STEP_STATE_WORDS = { open: "open", done: "done", "not-possible": "not possible here" } as const;

// Hunts

export function huntsIntro(hunts: number): string {
  return hunts === 0
    ? "No hunt has been added to the report."
    : "Queries that the analyst ran over the evidence and added to this report, with what they found then.";
}

export function huntRunWords(language: string, at: number, words: string): string {
  return `${language}, run at ${utc(at).slice(0, 19)} UTC. ${words}`;
}

export function huntMore(shown: number, left: number): string {
  if (left === 0) return "";
  return `The first ${plural(shown, "event")} ${shown === 1 ? "is" : "are"} shown, ${count(left)} more ${left === 1 ? "was" : "were"} listed.`;
}

// What could not be examined

export interface UnseenFacts {
  readonly caveats: readonly Caveat[];
  readonly hosts: readonly {
    readonly hosts: readonly string[];
    readonly categories: readonly string[];
    readonly rules: readonly { readonly name: string }[];
  }[];
  readonly clears: number;
  readonly missing: number;
  readonly lacking: number;
  readonly gaps: number;
  /** Rules of the case that Loupe cannot run. */
  readonly unsupported: number;
  /** Paths of files with times without a zone that nobody has named. */
  readonly zoneless: readonly string[];
  /** Events that only rules have seen. */
  readonly unindexed: number;
  readonly isBusy: boolean;
}

export interface UnseenSpot {
  readonly sentence: AnswerPart[];
  readonly names: readonly string[];
  readonly more: string;
}

const MOST_NAMED = 10;

/** How a caveat goes on after `1 file` and after `2 files`, by how it begins. */
const AFTER_FILES: readonly (readonly [begin: string, one: string, many: string])[] = [
  ["Contain ", "contains ", "contain "],
  ["Not ", "was not ", "were not "],
  ["Could ", "could ", "could "],
  ["Truncated", "is truncated", "are truncated"],
  ["No ", "has no ", "have no "],
];

/** A caveat as a sentence of its own: `2 files were not read to the end.` */
function caveatSentence(text: string, files: number): string {
  const known = AFTER_FILES.find(([begin]) => text.startsWith(begin));
  if (known === undefined) return `${plural(files, "file")}: ${text[0]!.toLowerCase()}${text.slice(1)}.`;
  const [begin, one, many] = known;
  return `${plural(files, "file")} ${files === 1 ? one : many}${text.slice(begin.length)}.`;
}

/** What could not be examined, what weighs most first. */
export function unseenSpots(facts: UnseenFacts): UnseenSpot[] {
  const { clears, missing, lacking, gaps, unsupported, zoneless, unindexed } = facts;
  const spots: UnseenSpot[] = [];
  const add = (n: number, sentence: AnswerPart[], names: readonly string[] = []): void => {
    if (n === 0) return;
    const left = names.length - MOST_NAMED;
    spots.push({
      sentence,
      names: names.slice(0, MOST_NAMED),
      more: left > 0 ? ` and ${count(left)} more` : "",
    });
  };
  add(facts.isBusy ? 1 : 0, said`The evidence is still being read, so this list is not complete.`);
  add(
    clears,
    said`A log was cleared ${words(clears === 1 ? "once" : `${count(clears)} times`)}: what it had before is gone.`,
  );
  // Where the hosts are known, they say more exactly what is missing than the files do.
  const caveats =
    facts.hosts.length === 0 ? facts.caveats : facts.caveats.filter(({ category }) => category === undefined);
  for (const { text, files, more, category } of caveats)
    spots.push({
      sentence: said`${words(category === undefined ? caveatSentence(text, files.length + more) : `${text}.`)}`,
      names: files,
      more: more > 0 ? ` and ${plural(more, "other file")}` : "",
    });
  add(
    missing,
    said`By the numbers of the records, ${words(plural(missing, "record"))} ${words(missing === 1 ? "is" : "are")} missing within ${words(plural(lacking, "log"))}, in ${words(plural(gaps, "gap"))}.`,
  );
  for (const { hosts, categories, rules } of facts.hosts)
    add(
      rules.length,
      said`${hostBlindSpotWords(hosts, categories)}${words(`, so ${plural(rules.length, "rule")} could not match there.`)}`,
      rules.map(({ name }) => name),
    );
  add(
    unsupported,
    said`Loupe cannot run ${words(plural(unsupported, "rule"))} of the case: what ${words(unsupported === 1 ? "it looks" : "they look")} for was not looked for.`,
  );
  add(
    zoneless.length,
    said`Times without a zone were taken as UTC in ${words(plural(zoneless.length, "file"))}: nobody has said which zone they are in, so these times may be wrong by hours.`,
    zoneless,
  );
  add(
    unindexed,
    said`${words(plural(unindexed, "event"))} ${words(unindexed === 1 ? "was" : "were")} run through the rules, but not searched for answers and gaps: the event index has no room for ${words(unindexed === 1 ? "it" : "them")}.`,
  );
  return spots;
}

export function unseenIntro(spots: number): string {
  return spots === 0
    ? "Every file was read in full, and every host has events of each category that an enabled rule needs."
    : "A rule finds only what was logged, kept, collected and read. These limits are known:";
}

// Near misses

export function nearMissIntro(groups: number, events: number): string {
  if (groups === 0) return "No event failed exactly one clause of an enabled rule.";
  return `${plural(events, "event")} met every clause of an enabled rule but one. What a rule excludes on purpose comes first.`;
}

export function nearMissCount(events: number, shown: number, isExclusion: boolean): string {
  const what = isExclusion ? "excluded by this clause" : "failed this clause only";
  const some = shown < events ? `, of which the first ${count(shown)} are shown` : "";
  return `${plural(events, "event")} ${what}${some}:`;
}

export function nearMissNotes(groupsLeft: number, unknownFiles: number): string[] {
  return [
    ...(groupsLeft > 0
      ? [`${plural(groupsLeft, "more clause")} with near misses ${groupsLeft === 1 ? "is" : "are"} left out.`]
      : []),
    ...(unknownFiles > 0
      ? [`${plural(unknownFiles, "file was", "files were")} not looked at for near misses.`]
      : []),
  ];
}

// Exceptions

export function exceptionIntro(exceptions: number, suppressed: number): string {
  if (exceptions === 0) return "The analyst has made no exceptions.";
  return `${plural(exceptions, "exception")} of the analyst ${exceptions === 1 ? "suppresses" : "suppress"} ${plural(suppressed, "alert")}, which ${suppressed === 1 ? "is" : "are"} not among the findings.`;
}

export function expiryWords(expires: string): string {
  return expires === "" ? "Without an end" : `Until ${expires} (UTC)`;
}

export function ruleExceptionWords(items: number): string {
  return items === 0
    ? ""
    : `${plural(items, "exception item")} of the exported rules ${items === 1 ? "was" : "were"} applied as in Elastic: what ${items === 1 ? "it covers" : "they cover"} is no alert at all.`;
}

// Method

export interface MethodFacts {
  readonly rulesRun: number;
  readonly sequences: number;
  readonly disabled: number;
  readonly ruleFiles: readonly string[];
  /** Files by how their times without a zone were read. */
  readonly zones: readonly (readonly [zone: string, files: number])[];
  readonly carved: number;
  readonly locked: number;
  readonly indexed: number;
  readonly events: number;
}

export function methodPhrases({ rulesRun, sequences }: MethodFacts): AnswerPart[][] {
  return [
    said`The files were read in a browser on the analyst's machine, and nothing was sent anywhere. Of each file Loupe computed the SHA-256 and read every record that it could; what it could not read is counted and located.`,
    said`Each record became an event with the fields of the Elastic Common Schema, as Elastic's own integrations map it. ${words(plural(rulesRun, "rule"))} ${words(rulesRun === 1 ? "was" : "were")} evaluated over all events with the semantics of Elasticsearch${words(sequences > 0 ? `, ${count(sequences)} of them over all files together, since they correlate events` : "")}. The index patterns of a rule did not select events, since a file seldom says which index it was exported from; nor did the schedule on which Elastic would run it.`,
    said`An alert is an event, or a sequence of events, that a rule matched. It is a reason to look, and becomes a finding when an analyst decides so. Every alert leads back to its record: the file with its SHA-256, and the byte at which the record begins.`,
  ];
}

export function methodSettings(facts: MethodFacts): (readonly [string, AnswerPart[]])[] {
  const { disabled, ruleFiles, zones, carved, locked, indexed, events } = facts;
  const files = ruleFiles.slice(0, MOST_NAMED);
  const left = ruleFiles.length - files.length;
  return [
    [
      "Rule files",
      ruleFiles.length === 0
        ? said`none: the rules that Loupe ships`
        : [
            ...files.flatMap((name, i) => said`${words(i === 0 ? "" : ", ")}${name}`),
            ...(left > 0 ? said` and ${words(count(left))} more` : []),
          ],
    ],
    ["Rules of the case that are off", said`${words(count(disabled))}`],
    [
      "Times without a zone",
      zones.length === 0
        ? said`none`
        : zones.flatMap(
            ([zone, n], i) => said`${words(i === 0 ? "" : "; ")}${zone} in ${words(plural(n, "file"))}`,
          ),
    ],
    [
      "Deleted records",
      carved === 0 ? said`not looked for` : said`looked for in ${words(plural(carved, "file"))}`,
    ],
    ...(locked > 0
      ? [
          [
            "Locked archives",
            said`${words(plural(locked, "file"))} with members that no known password opens`,
          ] as const,
        ]
      : []),
    ["Event index", said`${words(count(indexed))} of ${words(plural(events, "event"))}`],
  ];
}

// Rules

export function rulesIntro(run: number): string {
  return `${plural(run, "rule")} that ${run === 1 ? "was" : "were"} enabled and can run. The hash is the SHA-256 of the query's text in UTF-8, so that two reports can be compared.`;
}

export function originWords(origin: RuleOrigin): string {
  switch (origin.kind) {
    case "builtin":
      return "shipped with Loupe";
    case "own":
      return "written in this case";
    case "file":
      return origin.archive === undefined ? origin.name : `${origin.archive} › ${origin.name}`;
  }
}

export function ruleNotes(left: number, notRunLeft: number, disabled: number): string[] {
  return [
    ...(left > 0 ? [`${plural(left, "more rule")} ${left === 1 ? "is" : "are"} left out of this list.`] : []),
    ...(notRunLeft > 0 ? [`${plural(notRunLeft, "more rule")} could not be run.`] : []),
    ...(disabled > 0
      ? [`${plural(disabled, "rule")} of the case ${disabled === 1 ? "was" : "were"} off.`]
      : []),
  ];
}

// Evidence

export function evidenceIntro(files: number, size: number, events: number): string {
  if (files === 0) return "The case has no evidence yet.";
  return `${plural(files, "file")} of ${bytes(size)} together, with ${plural(events, "event")}. The SHA-256 is that of the file as it was given.`;
}

export function evidenceMore(left: number): string {
  return left === 0
    ? ""
    : `${plural(left, "more file")} ${left === 1 ? "is" : "are"} left out. ${capitalised(EVIDENCE_FILE)} has all: ${HOW}.`;
}

/** How many events a file has, and what of it could not be read. */
export function fileCounts(file: Evidence): string[] {
  const { records, carved = 0, headerOnly = 0, locked = 0, state } = file;
  const lost = lostWords(file);
  return [
    plural(records, "event"),
    ...(carved > 0 ? [plural(carved, "carved record")] : []),
    ...(lost === "" ? [] : [lost]),
    ...(headerOnly > 0 ? [`${count(headerOnly)} with only a header`] : []),
    ...(locked > 0 ? [`${plural(locked, "member")} locked`] : []),
    ...(state === "done" && lost === "" ? [] : [stateWords(file).word]),
  ];
}

export function fileTimes({ inventory }: Evidence): string {
  if (inventory?.firstEvent == null || inventory.lastEvent === null) return "no times";
  return `${utc(inventory.firstEvent).slice(0, 19)} to ${utc(inventory.lastEvent).slice(0, 19)}`;
}

// Audit trail

export function auditIntro(entries: number): string {
  return entries === 0
    ? "Nothing was decided yet."
    : `${plural(entries, "entry", "entries")}, the earliest first. An entry is never changed: what takes a decision back is an entry of its own.`;
}

export function auditMore(left: number): string {
  return left === 0
    ? ""
    : `The ${count(left)} earlier ones are left out. ${capitalised(AUDIT_FILE)} has all: ${HOW}.`;
}

// Limits

export interface LimitFacts {
  readonly open: number;
  readonly alerts: number;
  /** Alerts of building block rules. */
  readonly buildingBlocks: number;
  /** Alerts that the report shows one by one. */
  readonly shown: number;
  /** Files whose sources, hosts and categories come from a sample. */
  readonly sampled: number;
  /** Events of all files. */
  readonly events: number;
}

export function limitSentences(facts: LimitFacts): string[] {
  const { open, alerts, shown, buildingBlocks, sampled, events } = facts;
  return [
    "That no rule matched does not mean that nothing happened: a rule sees only what was logged, kept and collected, and only what it was written for.",
    "Times are those that the machines wrote. Whether their clocks were right was not examined.",
    "Names of accounts, hosts and processes are as the records have them. Who sat at the keyboard they do not say.",
    "Records that are named here were read from the files whose SHA-256 is given. Another analyst can find each by its file and place.",
    ...(open > 0
      ? [
          `${plural(open, "alert")} ${open === 1 ? "has" : "have"} no verdict. They are listed as open, and are no findings yet.`,
        ]
      : []),
    ...(alerts > shown
      ? [
          `The case has more alerts than a report should carry: ${count(shown)} of ${count(alerts)} are shown one by one, the others are counted. ${capitalised(ALERT_FILE)} has all: ${HOW}.`,
        ]
      : []),
    ...(events > MOST_INDEXED
      ? [
          `The evidence has ${count(events)} events, more than a page should carry: rules were evaluated over all of them, but what happened around an event is answered from ${count(MOST_INDEXED)}. Such evidence belongs in a cluster: “Export for a cluster” beside this report writes every event as Elasticsearch takes it.`,
        ]
      : []),
    ...(buildingBlocks > 0
      ? [
          `${plural(buildingBlocks, "alert")} of building block rules, which are made to be combined with others, ${buildingBlocks === 1 ? "is" : "are"} left out. ${capitalised(ALERT_FILE)} has them.`,
        ]
      : []),
    ...(sampled > 0
      ? [
          `In ${plural(sampled, "file")} the list of hosts comes from those events that a rule might match, and may be incomplete.`,
        ]
      : []),
  ];
}

function capitalised(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`;
}
