import type { RowNumbers } from "../columns/index.ts";
import type { FlatEvent } from "../ecs/index.ts";
import type { Rule } from "../rules/index.ts";
import type { MissedBySchedule } from "../rules/schedule/index.ts";
import { eventOf } from "../scan/index.ts";
import { sharedFields } from "./alert-row.ts";
import { alertUuid, sequenceUuid } from "./alert-uuid.ts";
import type { AlertColumns } from "./alert-columns.ts";
import type { Exception } from "./exception.ts";
import {
  type AlertGroup,
  type AlertFinding,
  type AlertRow,
  type Disposition,
  type Evidence,
  isSequence,
  type SequenceEvent,
  type WordedMiss,
} from "./model.ts";
import { OrderedTexts } from "./ordered-texts.ts";

/** An alert with everything that belongs to it: what every kind of export is made from. */
export interface ExportedAlert {
  readonly row: AlertRow;
  readonly finding: AlertFinding;
  /** The event; for a sequence, the fields that all its events share, as in Elastic's alert. */
  readonly event: FlatEvent;
  readonly rule: Rule;
  /** `kibana.alert.uuid`; empty while the SHA-256 of a file is not known. */
  readonly uuid: string;
  readonly evidence: Evidence;
  /** For a sequence, its events and their files in the order of the query; null where an event had to be missing. */
  readonly events?: readonly (ExportedEvent | null)[];
  /** For a threshold or new terms rule, what its events have in common. */
  readonly group?: AlertGroup;
  readonly disposition: Disposition | undefined;
  /** The exception that covers the alert. */
  readonly exception: Exception | undefined;
  /** Why Elastic's schedule would have missed it, where that was asked for. */
  readonly missed: MissedBySchedule | WordedMiss | undefined;
}

export interface ExportedEvent extends SequenceEvent {
  /** Undefined where the file is not in the case any more. */
  readonly evidence: Evidence | undefined;
}

/** Where an export gets what it needs. A case offers all of it. An alert is known by the number of its row. */
export interface ExportSources {
  readonly columns: AlertColumns;
  /** Reads a page of findings: see `pageOwnerOf`. */
  findings(owner: string, page: number): Promise<readonly AlertFinding[] | undefined>;
  evidence(id: string): Evidence | undefined;
  rule(alert: AlertRow): Rule;
  disposition(alertId: string): Disposition | undefined;
  exception(row: number): Exception | undefined;
  missed(row: number): MissedBySchedule | WordedMiss | undefined;
}

/**
 * Writes each alert as a text. Reads each page of findings once, whatever the order of the rows, and holds only some of
 * the texts: a case may have a million alerts, and their texts may be larger than memory.
 *
 * @returns the texts in the order of the rows, some thousands at a time
 * @throws Error if the finding of a row is not stored
 */
export async function* exportAlerts(
  rows: RowNumbers,
  sources: ExportSources,
  write: (alert: ExportedAlert) => string,
): AsyncGenerator<string[]> {
  const { columns } = sources;
  const texts = new OrderedTexts(rows.length);
  for (const positions of byPage(rows, columns)) {
    const first = rows[positions[0]]!;
    const findings = await sources.findings(columns.ownerAt(first), columns.pageAt(first));
    for (const at of positions) {
      const row = rows[at]!;
      const finding = findings?.[columns.slotAt(row)];
      if (finding === undefined)
        throw new Error(`Alert ${columns.idAt(row)} is in the list but not in the database.`);
      texts.add(at, write(exported(row, finding, sources)));
    }
    yield* texts.complete();
  }
}

/** The positions of the rows of each page, beginning with the page of the first row. */
function byPage(rows: RowNumbers, columns: AlertColumns): Iterable<[number, ...number[]]> {
  const pages = new Map<string, [number, ...number[]]>();
  rows.forEach((row, at) => {
    const key = `${columns.ownerAt(row)}.${columns.pageAt(row)}`;
    const positions = pages.get(key);
    if (positions === undefined) pages.set(key, [at]);
    else positions.push(at);
  });
  return pages.values();
}

function exported(number: number, finding: AlertFinding, sources: ExportSources): ExportedAlert {
  const row = sources.columns.at(number);
  const events = isSequence(finding)
    ? finding.events.map((event) => event && { ...event, evidence: sources.evidence(event.evidenceId) })
    : undefined;
  const evidence = sources.evidence(row.evidenceId)!;
  return {
    row,
    finding,
    event: isSequence(finding)
      ? sharedFields(finding.events.flatMap((event) => (event?.seen ? [eventOf(event.seen)] : [])))
      : eventOf(finding),
    rule: sources.rule(row),
    uuid: events === undefined ? uuidOfEvent(row, evidence) : uuidOfSequence(row, events, finding),
    evidence,
    ...(events !== undefined && { events }),
    ...(isSequence(finding) && finding.group !== undefined && { group: finding.group }),
    disposition: sources.disposition(row.id),
    exception: sources.exception(number),
    missed: sources.missed(number),
  };
}

function uuidOfEvent(row: AlertRow, { sha256 }: Evidence): string {
  return sha256 === "" ? "" : alertUuid(sha256, row, row.ruleId);
}

function uuidOfSequence(
  row: AlertRow,
  events: readonly (ExportedEvent | null)[],
  finding: AlertFinding,
): string {
  const terms = isSequence(finding) ? finding.group?.terms : undefined;
  const locations = events.flatMap((event) =>
    event === null ? [] : [[event.evidence?.sha256 ?? "", event.place] as const],
  );
  return locations.some(([sha256]) => sha256 === "") ? "" : sequenceUuid(locations, row.ruleId, terms);
}
