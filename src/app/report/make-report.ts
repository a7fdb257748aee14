import type { Evidence, KeptAnswers } from "../../case/index.ts";
import { hostKey } from "../../ecs/index.ts";
import type { FindingGroup, Report, ReportSections } from "../../export/index.ts";
import {
  decidedWords,
  examinedWords,
  foundWords,
  notSeenWords,
  proposedSummary,
  reportWords,
} from "../../wording/index.ts";
import type { NearMissesOfCase } from "../case/case-near-misses.ts";
import { overviewOf, overviewVerdict } from "../overview/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import type { Session } from "../session.svelte.ts";
import { auditOf } from "./audit-of.ts";
import { evidenceOf } from "./evidence-of.ts";
import { exceptionsOf } from "./exceptions-of.ts";
import { countShown, findingsOf, shownOf } from "./findings-of.ts";
import { answersKey, askGuides, guidedAlerts, guideSection, namedEvents } from "./guides-of.ts";
import { huntsOf } from "./hunts-of.ts";
import { methodOf, rulesOf } from "./method-of.ts";
import { countNearMisses, nearMissesOf } from "./near-misses-of.ts";
import type { SectionId } from "./report-settings.ts";
import { type SortedAlerts, sortedAlerts } from "./sorted-alerts.ts";
import { timelineOf } from "./timeline-of.ts";
import { unseenOf } from "./unseen-of.ts";

/** Which copy of Loupe makes the report. */
export interface Build {
  readonly version: string;
  readonly commit: string;
}

/** What a report is made from, as far as it has to be read or asked for. */
export interface Gathered {
  readonly sorted: SortedAlerts;
  readonly spots: readonly reportWords.UnseenSpot[];
  readonly near: NearMissesOfCase;
  readonly guided: Awaited<ReturnType<typeof guidedAlerts>>;
  readonly answers: KeptAnswers | undefined;
  readonly groups: readonly FindingGroup[];
  /** The summary that Loupe proposes. */
  readonly proposed: string;
  /** Open alerts of high severity or worse. */
  readonly urgent: number;
}

/**
 * Reads and asks for what a report of the case as it is now says. The case keeps the answers to guides.
 *
 * @param onPart called with all but the answers, if these have to be asked for: that may take seconds
 * @throws DatabaseError if what the case has cannot be read; the signal's reason if it is not wanted any more
 */
export async function gatherReport(
  session: Session,
  signal: AbortSignal,
  onPart: (part: Gathered) => void = () => undefined,
): Promise<Gathered> {
  const { case: opened, view, queue } = session;
  await opened.trail.load();
  const sorted = sortedAlerts(view.inOrder, opened);
  const spots = await unseenOf(session);
  signal.throwIfAborted();
  const near = await opened.nearMisses.read();
  signal.throwIfAborted();
  const guided = await guidedAlerts(session, sorted);
  const groups = await findingsOf(session, sorted);
  signal.throwIfAborted();
  const proposed = proposalOf(session, sorted, spots.length > 0);
  const answers = keptAnswers(session, guided.alerts);
  const part = { sorted, spots, near, guided, answers, groups, proposed, urgent: urgentOf(session, sorted) };
  if (queue.busy || answers !== undefined || guided.alerts.length === 0) return part;
  onPart(part);
  const asked = await askGuides(session, guided.alerts, signal);
  signal.throwIfAborted();
  session.reportSettings.keepAnswers(asked);
  return { ...part, answers: asked };
}

/** Of the limits, the first page has this many. */
const MOST_ON_FIRST_PAGE = 4;

/** The report with what the analyst has chosen and written. The same case gives the same report. */
export function reportOf(session: Session, gathered: Gathered, build: Build): Report {
  const { case: opened, reportSettings: settings } = session;
  const { sorted, spots, near, guided, answers, groups, proposed } = gathered;
  const facts = briefFacts(session, sorted, build, countNearMisses(near.groups));
  const { analyst } = settings;
  const { summary, hunts } = settings.report;
  const chosen = <Id extends SectionId>(
    id: Id,
    make: () => NonNullable<ReportSections[Id]>,
  ): Pick<ReportSections, Id> => (settings.has(id) ? { [id]: make() } : {}) as Pick<ReportSections, Id>;
  return {
    title: opened.info.name,
    about: reportWords.aboutPhrases({ analyst, changedAt: lastChange(session), ...build }),
    summary: { text: summary ?? proposed, origin: reportWords.summaryOrigin(analyst, summary === null) },
    brief: [
      { heading: "Examined", sentences: examinedWords(facts) },
      { heading: "Found", sentences: foundWords(facts) },
      { heading: "Decided", sentences: decidedWords(facts) },
      {
        heading: "Not seen",
        sentences: notSeenWords(
          spots.slice(0, MOST_ON_FIRST_PAGE).map(({ sentence }) => sentence),
          spots.length,
        ),
      },
    ],
    sections: {
      ...chosen("findings", () => groups),
      ...chosen("timeline", () => timelineOf(session, sorted, namedEvents(answers))),
      ...chosen("guide", () => guideSection(session, guided, answers, facts.confirmed > 0)),
      ...(hunts.length > 0 && chosen("hunts", () => huntsOf(hunts))),
      ...chosen("unseen", () => ({ intro: reportWords.unseenIntro(spots.length), spots })),
      ...chosen("nearMisses", () => nearMissesOf(session, near)),
      ...chosen("exceptions", () => exceptionsOf(session, sorted.suppressed)),
      ...chosen("method", () => methodOf(session)),
      ...chosen("evidence", () => evidenceOf(session)),
      ...chosen("rules", () => rulesOf(session)),
      ...chosen("audit", () => auditOf(session)),
      ...chosen("limits", () => limitsOf(session, sorted)),
    },
  };
}

function limitsOf({ case: opened }: Session, sorted: SortedAlerts): string[] {
  return reportWords.limitSentences({
    open: sorted.byKind.open.length,
    alerts: sorted.count,
    shown: countShown(sorted),
    buildingBlocks: sorted.buildingBlocks,
    sampled: opened.evidence.filter(({ inventory }) => inventory?.sampled === true).length,
    events: opened.evidence.reduce((sum, { records }) => sum + records, 0),
  });
}

/** The answers that the case keeps; undefined if they have to be asked for, for the first time or again. */
function keptAnswers(session: Session, alerts: Gathered["guided"]["alerts"]): KeptAnswers | undefined {
  const { case: opened, queue, reportSettings: settings } = session;
  const kept = settings.report.answers;
  const atHand = opened.ledger.files.filter(({ id }) => queue.has(id)).length;
  return kept?.key === answersKey(session, alerts) && kept.atHand >= atHand ? kept : undefined;
}

function proposalOf(session: Session, sorted: SortedAlerts, hasGaps: boolean): string {
  const { case: opened, view } = session;
  const confirmed = Array.from(shownOf("confirmed", sorted), (number) => {
    const row = view.rowAt(number);
    const { time, host, user, did = row.reason } = row;
    return { time, host, user, did, rule: view.nameOf(row) };
  });
  const { columns } = opened.alerts;
  const overview = overviewOf(view.inOrder, {
    columns,
    ruleOf: (ruleId) => opened.rules.get(ruleId)?.rule,
    decided: opened.dispositions.byRow,
  });
  const { alarm, text } = overviewVerdict(session, overview, hasGaps);
  const verdict = [alarm, text].map((parts) => parts.map((part) => part.text).join("")).join(" ");
  return proposedSummary(confirmed, sorted.byKind.confirmed.length, verdict.trim());
}

function briefFacts({ case: opened }: Session, sorted: SortedAlerts, { version }: Build, nearMisses: number) {
  const { evidence, rules } = opened;
  const { confirmed, open, closed, falsePositives } = sorted.byKind;
  const froms = evidence.flatMap(({ inventory }) => inventory?.firstEvent ?? []);
  const tos = evidence.flatMap(({ inventory }) => inventory?.lastEvent ?? []);
  const least = (times: readonly number[]): number => times.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (times: readonly number[]): number => times.reduce((a, b) => Math.max(a, b), -Infinity);
  return {
    version,
    files: evidence.length,
    unread: evidence.filter(({ state }) => state === "unreadable" || state === "failed").length,
    events: evidence.reduce((sum, { records }) => sum + records, 0),
    hosts: hostsOf(opened.evidence),
    span: froms.length === 0 || tos.length === 0 ? null : { from: least(froms), to: most(tos) },
    rulesRun: rules.running.length,
    alerts: sorted.count,
    bySeverity: sorted.bySeverity,
    suppressed: sorted.suppressed,
    alertHosts: alertHostsOf(opened, sorted),
    confirmed: confirmed.length,
    open: open.length,
    closed: closed.length,
    falsePositives: falsePositives.length,
    analysts: sorted.analysts,
    decidedAt: sorted.decidedAt,
    nearMisses,
  };
}

/** The hosts of the events, each in the spelling that came first; null if they are not known exactly. */
function hostsOf(evidence: readonly Evidence[]): string[] | null {
  const hosts = new Map<string, string>();
  for (const { inventory } of evidence) {
    if (inventory === null) continue;
    if (inventory.sampled || inventory.moreHosts) return null;
    for (const host of inventory.hosts) if (!hosts.has(hostKey(host))) hosts.set(hostKey(host), host);
  }
  return [...hosts.values()].sort();
}

/** Hosts with alerts that are no false positives, most alerts first. */
function alertHostsOf({ alerts }: CaseState, { rows, byKind }: SortedAlerts): string[] {
  const hosts = alerts.columns.text("host");
  const counts = new Map<string, { readonly host: string; alerts: number }>();
  for (const positions of [byKind.confirmed, byKind.open, byKind.closed])
    for (const at of positions) {
      const host = hosts.at(rows[at]!);
      const known = counts.get(hostKey(host));
      if (known !== undefined) known.alerts++;
      else if (host !== "") counts.set(hostKey(host), { host, alerts: 1 });
    }
  return [...counts.values()]
    .sort((a, b) => b.alerts - a.alerts || (a.host < b.host ? -1 : 1))
    .map(({ host }) => host);
}

function urgentOf({ view }: Session, { byKind, rows }: SortedAlerts): number {
  // The worst come first.
  const first = byKind.open.findIndex((at) => {
    const severity = view.severityOf(view.rowAt(rows[at]!));
    return severity !== "high" && severity !== "critical";
  });
  return first < 0 ? byKind.open.length : first;
}

/** When the case was changed last, in epoch milliseconds: by the analyst, or by a pass over a file. */
export function lastChange({ case: opened, reportSettings }: Session): number {
  const { info, trail, ledger } = opened;
  let last = Math.max(info.createdAt, reportSettings.report.changedAt, trail.changes.at(-1)?.at ?? 0);
  for (const { addedAt, indexed, nearMissed } of ledger.files)
    last = Math.max(last, addedAt, indexed?.generation ?? 0, nearMissed?.generation ?? 0);
  return last;
}
