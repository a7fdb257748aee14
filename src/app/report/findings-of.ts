import { type AlertFinding, type AlertRow, isSequence } from "../../case/index.ts";
import type { RowNumbers } from "../../columns/index.ts";
import { hostKey } from "../../ecs/index.ts";
import type { FindingGroup, ReportFinding, ReportRecord } from "../../export/index.ts";
import { eventSentence, fullSentence } from "../../explain/index.ts";
import { eventOf, type SeenEvent } from "../../scan/index.ts";
import { CARVED, count, dateOrderSentence, reportWords, utc, zoneSentences } from "../../wording/index.ts";
import type { Session } from "../session.svelte.ts";
import { FINDING_KINDS, type FindingKind, type SortedAlerts } from "./sorted-alerts.ts";

/** How many findings of each kind are shown with their records, how many more in a row, and pairs that are counted. */
const MOST_CARDS: Readonly<Record<FindingKind, number>> = {
  confirmed: 100,
  open: 30,
  closed: 0,
  falsePositives: 0,
};
const MOST_ROWS: Readonly<Record<FindingKind, number>> = {
  confirmed: 400,
  open: 270,
  closed: 200,
  falsePositives: 200,
};
const MOST_PAIRS = 200;
/** Of a record this much is kept: the page shows less. */
const MOST_OF_RECORD = 8000;

/** The numbers of the rows that a report shows one by one, in the order of the case; of many, those of the worst. */
export function shownOf(kind: FindingKind, { rows, byKind }: SortedAlerts, most = Infinity): RowNumbers {
  const shown = Math.min(MOST_CARDS[kind] + MOST_ROWS[kind], most);
  return byKind[kind]
    .slice(0, shown)
    .sort()
    .map((at) => rows[at]!);
}

/** The findings of a case, by verdict. Only the worst of many are shown one by one. */
export async function findingsOf(session: Session, sorted: SortedAlerts): Promise<FindingGroup[]> {
  const groups: FindingGroup[] = [];
  for (const kind of FINDING_KINDS) {
    const all = sorted.byKind[kind];
    if (all.length === 0) continue;
    const shown = shownOf(kind, sorted);
    const inFull = new Set(shownOf(kind, sorted, MOST_CARDS[kind]));
    const cards: ReportFinding[] = [];
    for (const row of shown) if (inFull.has(row)) cards.push(await cardOf(session, row));
    const rest = pairsOf(
      session,
      all.subarray(shown.length).map((at) => sorted.rows[at]!),
    );
    groups.push({
      title: reportWords.FINDING_TITLES[kind],
      intro: reportWords.findingIntro(kind, all.length),
      cards,
      rows: Array.from(shown)
        .filter((row) => !inFull.has(row))
        .map((row) => rowOf(session, row)),
      restWords: reportWords.restWords(shown.length, all.length, Math.max(0, rest.length - MOST_PAIRS)),
      rest: rest.slice(0, MOST_PAIRS),
    });
  }
  return groups;
}

/** How many alerts a report shows one by one. */
export function countShown(sorted: SortedAlerts): number {
  return FINDING_KINDS.reduce((sum, kind) => sum + shownOf(kind, sorted).length, 0);
}

function common({ case: opened, view }: Session, row: AlertRow) {
  const disposition = opened.dispositions.get(row.id);
  return {
    time: utc(row.time),
    host: row.host,
    severity: view.severityOf(row),
    rule: view.nameOf(row),
    decided: reportWords.decisionPhrase(disposition),
    note: disposition?.note ?? "",
    tags: disposition?.tags ?? [],
  };
}

/** A finding as the list knows it, without reading its record. */
function rowOf(session: Session, number: number): ReportFinding {
  const row = session.view.rowAt(number);
  const { evidenceId, offset, line, member } = row;
  const path = session.case.ledger.get(evidenceId)?.path ?? "";
  const place = { offset, line, length: 0, ...(member !== undefined && { member }) };
  return {
    ...common(session, row),
    sentence: [{ evidence: row.did ?? row.reason }],
    doubts: row.carved === true ? [CARVED] : [],
    records: [{ sentence: [], where: reportWords.wherePhrase(path, place), text: "" }],
  };
}

async function cardOf(session: Session, number: number): Promise<ReportFinding> {
  const row = session.view.rowAt(number);
  const finding = await session.case.pages.findingOf(row);
  if (finding === undefined) return rowOf(session, number);
  const seen = seenOf(finding);
  return {
    ...common(session, row),
    sentence: isSequence(finding)
      ? [{ evidence: row.did ?? row.reason }]
      : reportWords.sentencePhrase(fullSentence(eventOf(finding))),
    doubts: [...new Set(seen.flatMap(doubtsOf))],
    records: recordsOf(session, row, finding),
  };
}

function recordsOf(
  { case: opened }: Session,
  { evidenceId }: AlertRow,
  finding: AlertFinding,
): ReportRecord[] {
  const pathOf = (id: string): string => opened.ledger.get(id)?.path ?? "";
  if (!isSequence(finding))
    return [
      {
        sentence: [],
        where: reportWords.wherePhrase(pathOf(evidenceId), finding.place),
        text: finding.raw.slice(0, MOST_OF_RECORD),
      },
    ];
  return finding.events.map((event) =>
    event === null
      ? { sentence: reportWords.missingEventPhrase(), where: [], text: "" }
      : {
          sentence: event.seen === null ? [] : reportWords.sentencePhrase(eventSentence(eventOf(event.seen))),
          where: reportWords.wherePhrase(pathOf(event.evidenceId), event.place),
          text: (event.seen?.raw ?? "").slice(0, MOST_OF_RECORD),
        },
  );
}

function seenOf(finding: AlertFinding): SeenEvent[] {
  return isSequence(finding) ? finding.events.flatMap((event) => event?.seen ?? []) : [finding];
}

/** What is doubtful about a record: that it was carved, or how its time was read. */
function doubtsOf({ place, zone, dateOrder, extension }: SeenEvent): string[] {
  return [
    ...(place.carved === true ? [CARVED] : []),
    ...(zone === undefined ? [] : [zoneSentences(zone)]),
    ...(dateOrder === undefined ? [] : [dateOrderSentence(dateOrder)]),
    ...(extension === undefined
      ? []
      : [`Not an Elastic alert: ${extension} Elastic itself would not raise it.`]),
  ];
}

/** Alerts counted by rule and host, most first. */
function pairsOf({ case: opened }: Session, rows: RowNumbers) {
  const { columns } = opened.alerts;
  const [rules, hosts] = [columns.text("ruleId"), columns.text("host")];
  const keys = hosts.texts.all.map(hostKey);
  const pairs = new Map<string, { readonly row: number; alerts: number }>();
  for (const row of rows) {
    const key = `${rules.codeAt(row)} ${keys[hosts.codeAt(row)]!}`;
    const pair = pairs.get(key);
    if (pair === undefined) pairs.set(key, { row, alerts: 1 });
    else pair.alerts++;
  }
  return [...pairs.values()]
    .sort((a, b) => b.alerts - a.alerts || a.row - b.row)
    .map(({ row, alerts }) => ({
      rule: opened.rules.get(rules.at(row))?.rule.name ?? rules.at(row),
      host: hosts.at(row),
      alerts: count(alerts),
    }));
}
