import type { FlatEvent } from "../ecs/index.ts";
import type { Rule } from "../rules/index.ts";
import type { MissedBySchedule } from "../rules/schedule/index.ts";
import { eventOf } from "../scan/index.ts";
import { sharedFields } from "./alert-row.ts";
import { alertUuid, sequenceUuid } from "./alert-uuid.ts";
import type { Exception } from "./exception.ts";
import {
  type AlertFinding,
  type AlertRow,
  type Disposition,
  type Evidence,
  isSequence,
  type SequenceEvent,
  type WordedMiss,
} from "./model.ts";
import { pageOwnerOf } from "./page-owner.ts";

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

/** Where an export gets what it needs. A case offers all of it. */
export interface ExportSources {
  /** Reads a page of findings: see `pageOwnerOf`. */
  findings(owner: string, page: number): Promise<readonly AlertFinding[] | undefined>;
  evidence(id: string): Evidence | undefined;
  rule(row: AlertRow): Rule;
  disposition(alertId: string): Disposition | undefined;
  exception(alertId: string): Exception | undefined;
  missed(alertId: string): MissedBySchedule | WordedMiss | undefined;
}

/**
 * Makes something of each alert. Reads each page of findings once, whatever the order of the rows: a case may have a
 * million.
 *
 * @returns what was made, in the order of the rows
 * @throws Error if the finding of a row is not stored
 */
export async function exportAlerts<Made>(
  rows: readonly AlertRow[],
  sources: ExportSources,
  make: (alert: ExportedAlert) => Made,
): Promise<Made[]> {
  const made = new Array<Made>(rows.length);
  for (const positions of byPage(rows)) {
    const first = rows[positions[0]]!;
    const findings = await sources.findings(pageOwnerOf(first), first.page);
    for (const at of positions) {
      const row = rows[at]!;
      const finding = findings?.[row.slot];
      if (finding === undefined) throw new Error(`Alert ${row.id} is in the list but not in the database.`);
      made[at] = make(exported(row, finding, sources));
    }
  }
  return made;
}

/** The positions of the rows of each page. */
function byPage(rows: readonly AlertRow[]): Iterable<[number, ...number[]]> {
  const pages = new Map<string, [number, ...number[]]>();
  rows.forEach((row, at) => {
    const key = `${pageOwnerOf(row)}.${row.page}`;
    const positions = pages.get(key);
    if (positions === undefined) pages.set(key, [at]);
    else positions.push(at);
  });
  return pages.values();
}

function exported(row: AlertRow, finding: AlertFinding, sources: ExportSources): ExportedAlert {
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
    uuid: events === undefined ? uuidOfEvent(row, evidence) : uuidOfSequence(row, events),
    evidence,
    ...(events !== undefined && { events }),
    disposition: sources.disposition(row.id),
    exception: sources.exception(row.id),
    missed: sources.missed(row.id),
  };
}

function uuidOfEvent(row: AlertRow, { sha256 }: Evidence): string {
  return sha256 === "" ? "" : alertUuid(sha256, row, row.ruleId);
}

function uuidOfSequence(row: AlertRow, events: readonly (ExportedEvent | null)[]): string {
  const locations = events.flatMap((event) =>
    event === null ? [] : [[event.evidence?.sha256 ?? "", event.place] as const],
  );
  return locations.some(([sha256]) => sha256 === "") ? "" : sequenceUuid(locations, row.ruleId);
}
