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
 * What older versions of the database hold, turned into what this one holds. All that the code knows of older shapes is
 * here; docs/storage.md says what each version was. Version 2 read what version 1 had written as it was, so a database of
 * version 2 can hold records of both, and each function takes either. What needs no change is returned as it came.
 */

/** Some properties of `T` were not there in older versions. */
type Without<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

/** A problem was a sentence, and instead of a severity it said whether a piece of the evidence was lost. */
export type EarlierProblem = Omit<WordedDiagnostic, "severity"> & { readonly lost: boolean };
export type EarlierEvidence = Omit<Without<Evidence, "zone" | "kind">, "problems"> & {
  readonly problems: readonly (EarlierProblem | EvidenceProblem)[];
};
export type EarlierRowPage = Without<RowPage, "writtenAt">;
export type EarlierTermMatchPage = Without<TermMatchPage, "reading">;

/** The place of a record of a sequence was once stored as the search for sequences had it, with two fields more. */
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
 * Before a zone could be told, only a remark said that UTC had been assumed. What a file is was kept in words alone; no
 * words stand for a file that had not been read yet.
 */
export function upgradeEvidence(old: EarlierEvidence): Evidence {
  const isAssumed = old.problems.some(({ code }) => code === "assumed-zone");
  const { zone = isAssumed ? { name: "UTC", told: false } : null } = old;
  const { kind = old.format === "" ? null : kindOfLabel(old.format) } = old;
  return { ...old, zone, kind, problems: old.problems.map(upgradeProblem) };
}

/** The sentence stays: what it was made of cannot be known from it. */
function upgradeProblem(old: EarlierProblem | EvidenceProblem): EvidenceProblem {
  if (!("lost" in old)) return old;
  const { lost, ...rest } = old;
  return { ...rest, severity: lost ? "error" : "warning" };
}

/** Findings did not say of which kind they are; sequences have `events`. */
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

/** Events were first kept as pairs of names and values, which take ten times as long to store and to load. */
function upgradeFields(old: PackedEvent): PackedEvent {
  return typeof old === "string" ? old : packEvent(eventOf({ fields: old }));
}

/**
 * Version 1 did not say when it wrote a page: it had one rule, which never changed. It also numbered alerts as it found
 * them; that a file which is scanned again gives its alerts the same ids came with version 2.
 */
export function upgradeRows(old: EarlierRowPage): RowPage {
  if (has(old, "writtenAt") && renamedAlerts(old).length === 0) return old;
  const rows = old.rows.map((row) => ({ ...row, id: currentId(row) }));
  return { ...old, rows, writtenAt: old.writtenAt ?? 0 };
}

/** The alerts of a page that have another id now: what was decided about them is stored under the old one. */
export function renamedAlerts({ rows }: EarlierRowPage): readonly (readonly [old: string, now: string])[] {
  return rows.flatMap((row) => (row.id === currentId(row) ? [] : [[row.id, currentId(row)] as const]));
}

/** A sequence has had the same id in every version. */
function currentId(row: AlertRow): string {
  return row.shelf === undefined ? alertId(row.evidenceId, row, row.ruleId) : row.id;
}

/** Whether an alert was numbered by version 1. Others have the rule's id, or a hash, at the end. */
export function isNumbered(id: string): boolean {
  return /^[\da-f-]{36}\.\d+$/.test(id);
}

/** Term matches did not say how their file had been read: as it was to be read then, which has not changed since. */
export function upgradeTermMatches(
  old: EarlierTermMatchPage,
  evidence: Pick<Evidence, "reading"> | undefined,
): TermMatchPage {
  return has(old, "reading") ? old : { ...old, reading: evidence?.reading ?? {} };
}

function has<T, K extends keyof T>(old: T, name: K): old is T & Required<Pick<T, K>> {
  return old[name] !== undefined;
}
