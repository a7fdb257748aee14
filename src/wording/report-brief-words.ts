import type { Severity } from "../rules/index.ts";
import { count, enumeration, plural, utc } from "./format.ts";
import { type AnswerPart, said, words } from "./guide-answers/parts.ts";

/** What the first page of a report is made from. */
export interface BriefFacts {
  readonly version: string;
  readonly files: number;
  /** Files of which nothing could be read. */
  readonly unread: number;
  readonly events: number;
  /** Hosts of the events; null if they are not known exactly. */
  readonly hosts: readonly string[] | null;
  /** Of the first event and the last, in epoch milliseconds; null if no event has a time. */
  readonly span: { readonly from: number; readonly to: number } | null;
  readonly rulesRun: number;
  /** Alerts that no exception suppresses. */
  readonly alerts: number;
  /** By severity, the worst first. */
  readonly bySeverity: readonly (readonly [severity: Severity, alerts: number])[];
  readonly suppressed: number;
  /** Hosts with alerts that are no false positives, most alerts first. */
  readonly alertHosts: readonly string[];
  readonly confirmed: number;
  readonly open: number;
  readonly closed: number;
  readonly falsePositives: number;
  /** Who decided how many alerts, most first; the empty name for those who gave none. */
  readonly analysts: readonly (readonly [name: string, alerts: number])[];
  /** When a verdict was given last, in epoch milliseconds; 0 for never. */
  readonly decidedAt: number;
  readonly nearMisses: number;
}

/** How many names a sentence has. */
const MOST_NAMES = 4;

export function examinedWords(facts: BriefFacts): AnswerPart[][] {
  const { files, unread, events, hosts, span, rulesRun, version } = facts;
  if (files === 0) return [said`The case has no evidence yet.`];
  const from =
    hosts === null
      ? []
      : hosts.length === 0
        ? []
        : [...said` from ${words(plural(hosts.length, "host"))} (`, ...namesParts(hosts), ...said`)`];
  const sentences = [
    [...said`${words(plural(files, "file"))} with ${words(plural(events, "event"))}`, ...from, ...said`.`],
  ];
  if (unread > 0) sentences.push(said`${words(count(unread))} of the files could not be read at all.`);
  if (span !== null)
    sentences.push(said`The first event is of ${at(span.from)}, the last of ${at(span.to)}.`);
  sentences.push(
    said`Loupe ${words(version)} ran ${words(plural(rulesRun, "detection rule"))} over ${words(events === 1 ? "it" : "all of them")}.`,
  );
  return sentences;
}

export function foundWords(facts: BriefFacts): AnswerPart[][] {
  const { alerts, bySeverity, alertHosts, suppressed, nearMisses, rulesRun, events } = facts;
  const sentences: AnswerPart[][] = [];
  if (alerts === 0)
    sentences.push(
      rulesRun === 0
        ? said`Nothing was looked for: no rule was enabled.`
        : events === 0
          ? said`Nothing: there was no event to look at.`
          : said`No rule matched any event. That is no proof that nothing happened: see what could not be examined.`,
    );
  else {
    const found = bySeverity.filter(([, n]) => n > 0);
    const [first] = found;
    const severities =
      found.length === 1 && first !== undefined
        ? ` of ${first[0]} severity`
        : ` (by severity: ${found.map(([severity, n]) => `${count(n)} ${severity}`).join(", ")})`;
    const on = alertHosts.length === 0 ? [] : [...said`, on `, ...namesParts(alertHosts)];
    sentences.push([...said`${words(plural(alerts, "alert") + severities)}`, ...on, ...said`.`]);
  }
  if (suppressed > 0)
    sentences.push(
      said`${words(plural(suppressed, "further alert"))} ${words(suppressed === 1 ? "is" : "are")} suppressed by exceptions.`,
    );
  if (nearMisses > 0)
    sentences.push(said`${words(plural(nearMisses, "event"))} missed a rule by one clause only.`);
  return sentences;
}

export function decidedWords(facts: BriefFacts): AnswerPart[][] {
  const { alerts, confirmed, open, closed, falsePositives, analysts, decidedAt } = facts;
  if (alerts === 0) return [said`There was nothing to decide.`];
  if (open === alerts)
    return [
      alerts === 1
        ? said`The alert is still open: nobody has given a verdict yet.`
        : said`All ${words(plural(alerts, "alert"))} are still open: nobody has given a verdict yet.`,
    ];
  const given = [
    ...(confirmed > 0
      ? [`${count(confirmed)} ${confirmed === 1 ? "is a true positive" : "are true positives"}`]
      : []),
    ...(falsePositives > 0
      ? [`${count(falsePositives)} ${falsePositives === 1 ? "is a false positive" : "are false positives"}`]
      : []),
    ...(closed > 0 ? [`${count(closed)} ${closed === 1 ? "was" : "were"} closed without a verdict`] : []),
    open === 0 ? "none is open" : `${count(open)} ${open === 1 ? "is" : "are"} still open`,
  ];
  const verdicts = said`Of the ${words(plural(alerts, "alert"))}, ${words(enumeration(given))}.`;
  if (analysts.length === 0) return [verdicts, said`Nobody has given a verdict yet.`];
  const names = analysts
    .slice(0, MOST_NAMES)
    .flatMap(([name, n], i) => [
      ...(i === 0 ? [] : said`, `),
      ...(name === "" ? said`an analyst who gave no name` : said`${name}`),
      ...said` (${words(count(n))})`,
    ]);
  const more = analysts.length - MOST_NAMES;
  return [
    verdicts,
    [
      ...said`Decided by `,
      ...names,
      ...(more > 0 ? said` and ${words(plural(more, "other"))}` : []),
      ...said`, last at ${at(decidedAt)}.`,
    ],
  ];
}

/** What could not be examined, in short. @param first the first of the sentences about it */
export function notSeenWords(first: readonly (readonly AnswerPart[])[], all: number): AnswerPart[][] {
  if (all === 0)
    return [
      said`Every file was read in full, and every host has events of each category that an enabled rule needs.`,
    ];
  const more = all - first.length;
  return [
    ...first.map((sentence) => [...sentence]),
    ...(more > 0
      ? [said`${words(plural(more, "more limit"))} ${words(more === 1 ? "is" : "are")} known.`]
      : []),
  ];
}

/** A confirmed finding, for the summary that Loupe proposes. */
export interface SummarisedFinding {
  readonly time: number;
  readonly host: string;
  /** Empty if the event names none. */
  readonly user: string;
  /** What happened, in one line. */
  readonly did: string;
  /** The name of the rule. */
  readonly rule: string;
}

const MOST_SUMMARISED = 5;
const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

/**
 * The summary that Loupe proposes.
 *
 * @param confirmed the first confirmed findings in the order of time
 * @param verdict what the overview says of the case, for a case in which nothing is confirmed
 */
export function proposedSummary(
  confirmed: readonly SummarisedFinding[],
  all: number,
  verdict: string,
): string {
  if (confirmed.length === 0) return `${verdict}\n\nNo alert has been confirmed by an analyst yet.`.trim();
  const shown = confirmed.slice(0, MOST_SUMMARISED);
  let day = "";
  const sentences = shown.map(({ time, host, user, did, rule }) => {
    const as = user === "" || did.includes(user) ? "" : `, as ${user}`;
    const on = `${host === "" ? "" : `, on ${host}`}${as}`;
    const what = `${did} (${rule})`;
    if (Number.isNaN(time)) return `At an unknown time${on}: ${what}.`;
    const today = dayWords(time);
    const when = today === day ? `At ${clock(time)}` : `On ${today} at ${clock(time)} UTC`;
    day = today;
    return `${when}${on}: ${what}.`;
  });
  const more = all - shown.length;
  if (more > 0) sentences.push(`${plural(more, "more alert")} ${more === 1 ? "was" : "were"} confirmed.`);
  return sentences.join(" ");
}

function dayWords(time: number): string {
  const date = new Date(time);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

const clock = (time: number): string => utc(time).slice(11, 19);
const at = (time: number) => words(`${utc(time).slice(0, 19)} UTC`);

function namesParts(names: readonly string[]): AnswerPart[] {
  const more = names.length - MOST_NAMES;
  return [
    ...names.slice(0, MOST_NAMES).flatMap((name, i) => [...(i === 0 ? [] : said`, `), ...said`${name}`]),
    ...(more > 0 ? said` and ${words(count(more))} more` : []),
  ];
}
