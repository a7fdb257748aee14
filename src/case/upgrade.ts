import type { RecordLocation } from "../formats/index.ts";
import { eventOf, type PackedEvent, packEvent, type SeenEvent } from "../scan/index.ts";
import { alertId } from "./alert-id.ts";
import type { EvidenceProblem, WordedDiagnostic } from "./diagnostic.ts";
import { kindOfLabel } from "./format-label.ts";
import type {
  AlertFinding,
  AlertRow,
  EventFinding,
  Evidence,
  FindingPage,
  RowPage,
  SequenceEvent,
  SequenceFinding,
  TermMatchPage,
} from "./model.ts";

/*
 * Converts records that older versions of the database stored. All knowledge of older shapes is in this file;
 * docs/storage.md describes each version. Version 2 used version 1's records unchanged, so a database of version 2 can
 * contain both, and each function accepts either. A record that needs no change is returned as is.
 */

/** `T` with some properties that older versions did not have. */
type Without<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

/** A problem was a sentence, and a boolean instead of a severity said whether a piece of the evidence was lost. */
export type EarlierProblem = Omit<WordedDiagnostic, "severity"> & { readonly lost: boolean };
export type EarlierEvidence = Omit<Without<Evidence, "zone" | "kind">, "problems"> & {
  readonly problems: readonly (EarlierProblem | EvidenceProblem)[];
};
export type EarlierRowPage = Without<RowPage, "writtenAt">;
export type EarlierTermMatchPage = Without<TermMatchPage, "reading">;

/** Once, the location of a sequence's record was stored in the correlation's own format, with two more fields. */
type EarlierSeenEvent = Omit<SeenEvent, "place"> & {
  readonly place: RecordLocation & { readonly part?: number; readonly millis?: number };
};
type EarlierSequence = Omit<SequenceFinding, "kind" | "events"> & {
  readonly events: readonly (
    (Omit<SequenceEvent, "seen"> & { readonly seen: EarlierSeenEvent | null }) | null
  )[];
};
export type EarlierFinding = Omit<EventFinding, "kind"> | EarlierSequence | AlertFinding;
export interface EarlierFindingPage extends Omit<FindingPage, "findings"> {
  readonly findings: readonly EarlierFinding[];
}

/**
 * Before the analyst could set a time zone, only a note said that UTC had been assumed. A file's format was stored only
 * as a label, which was empty for a file that had not been read.
 */
export function upgradeEvidence(old: EarlierEvidence): Evidence {
  const isAssumed = old.problems.some(({ code }) => code === "assumed-zone");
  const { zone = isAssumed ? { name: "UTC", told: false } : null } = old;
  const { kind = old.format === "" ? null : kindOfLabel(old.format) } = old;
  return { ...old, zone, kind, problems: old.problems.map(upgradeProblem) };
}

/** Keeps the stored sentence, since its data cannot be recovered from it. */
function upgradeProblem(old: EarlierProblem | EvidenceProblem): EvidenceProblem {
  if (!("lost" in old)) return old;
  const { lost, ...rest } = old;
  return { ...rest, severity: lost ? "error" : "warning" };
}

/** Findings had no `kind`; sequences can be recognised by `events`. */
export function upgradeFindings(old: EarlierFindingPage): FindingPage {
  return { ...old, findings: old.findings.map(upgradeFinding) };
}

function upgradeFinding(old: EarlierFinding): AlertFinding {
  if ("kind" in old) return old;
  if (!("events" in old)) return { kind: "event", ...old, fields: upgradeFields(old.fields) };
  return {
    kind: "sequence",
    ...old,
    events: old.events.map((event) => event && upgradeSequenceEvent(event)),
  };
}

function upgradeSequenceEvent(old: NonNullable<EarlierSequence["events"][number]>): SequenceEvent {
  if (old.seen === null) return { ...old, seen: null };
  const place = { ...old.seen.place };
  delete place.part;
  delete place.millis;
  return { ...old, seen: { ...old.seen, place, fields: upgradeFields(old.seen.fields) } };
}

/** Events were first stored as pairs of names and values, which take ten times as long to store and load. */
function upgradeFields(old: PackedEvent): PackedEvent {
  return typeof old === "string" ? old : packEvent(eventOf({ fields: old }));
}

/**
 * Version 1 did not store when a page was written: it had one rule, which never changed. It also numbered alerts in the
 * order found. Since version 2, an alert keeps its id when its file is scanned again.
 */
export function upgradeRows(old: EarlierRowPage): RowPage {
  if (has(old, "writtenAt") && renamedAlerts(old).length === 0) return old;
  const rows = old.rows.map((row) => ({ ...row, id: currentId(row) }));
  return { ...old, rows, writtenAt: old.writtenAt ?? 0 };
}

/** The alerts of a page whose id has changed: their dispositions are stored under the old id. */
export function renamedAlerts({ rows }: EarlierRowPage): readonly (readonly [old: string, now: string])[] {
  return rows.flatMap((row) => (row.id === currentId(row) ? [] : [[row.id, currentId(row)] as const]));
}

/** The id of a sequence is the same in every version. */
function currentId(row: AlertRow): string {
  return row.shelf === undefined ? alertId(row.evidenceId, row, row.ruleId) : row.id;
}

/** Whether version 1 numbered the alert. Other ids end in the rule's id or a hash. */
export function isNumbered(id: string): boolean {
  return /^[\da-f-]{36}\.\d+$/.test(id);
}

/**
 * Term matches did not store their file's read settings. They are the file's current ones, which have not changed
 * since.
 */
export function upgradeTermMatches(
  old: EarlierTermMatchPage,
  evidence: Pick<Evidence, "reading"> | undefined,
): TermMatchPage {
  return has(old, "reading") ? old : { ...old, reading: evidence?.reading ?? {} };
}

function has<T, K extends keyof T>(old: T, name: K): old is T & Required<Pick<T, K>> {
  return old[name] !== undefined;
}
