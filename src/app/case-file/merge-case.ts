import { type Case, type CaseHold, DatabaseError, type Entry } from "../../case/index.ts";
import {
  type CaseFileSource,
  mergeCases,
  type MergeOptions,
  type MergeSummary,
} from "../../case-file/index.ts";
import type { ImportedCase, ImportFailure, ImportTarget } from "./import-case.ts";

/** A merged case, which is in the place of the own one. */
export interface Merged extends ImportedCase {
  readonly summary: MergeSummary;
}

/** `same`: the file had nothing that the own case did not have, and nothing was changed. */
export type MergeResult =
  Merged | { readonly same: MergeSummary } | Exclude<ImportFailure, { readonly fault: unknown }>;

/** Entries that are stored together, at most, and about how many of them are pages. */
const BATCH = 50;

/**
 * Merges a case from a case file into an own one. Both are read from the database, and the merged case is written beside
 * them, as one that is still being imported. Only when it is whole does it take the place of the own one, in a single
 * transaction. Until then, whatever ends it leaves the own case as it was: see `removeUnfinished`.
 *
 * @param own all of it must be stored, and nobody must change it meanwhile
 * @param imported from `readImport`; it is deleted, whatever comes of it
 * @param onProgress called with how many entries of the merged case are stored
 * @param check throws if the merged case cannot be shown: then there is none
 */
export async function mergeImported(
  { store, locks, taken }: ImportTarget,
  own: Case,
  imported: ImportedCase,
  options: Omit<MergeOptions, "caseId" | "now">,
  onProgress: (entries: number) => void,
  signal: AbortSignal,
  check: (merged: Case) => Promise<void> = () => Promise.resolve(),
): Promise<MergeResult> {
  const caseId = crypto.randomUUID();
  const hold = await locks.take(caseId, () => taken(caseId));
  const discard = async (ids: readonly (readonly [string, CaseHold | null])[]): Promise<void> => {
    for (const [id, held] of ids) {
      // On a full disk it stays, and its record says what it is: the next start deletes it.
      await store.deleteCase(id).catch(() => undefined);
      held?.release();
    }
  };
  const both = [[caseId, hold] as const, [imported.info.id, imported.hold] as const];
  const sourceOf = (info: Case): CaseFileSource => ({
    info,
    entries: (name) => store.entries(name, info.id),
  });
  let stored = 0;
  let batch: Entry[] = [];
  const flush = async (): Promise<void> => {
    signal.throwIfAborted();
    const entries = batch;
    batch = [];
    if (entries.length > 0) await store.importEntries(caseId, entries);
    onProgress((stored += entries.length));
  };
  try {
    await store.beginImport({ ...own, id: caseId });
    const { record, summary } = await mergeCases(
      sourceOf(own),
      sourceOf(imported.info),
      { ...options, caseId, now: Date.now() },
      async (entry) => {
        batch.push(entry);
        if (batch.length >= BATCH) await flush();
      },
    );
    await flush();
    signal.throwIfAborted();
    if (summary.isNothingNew) {
      await discard(both);
      return { same: summary };
    }
    await check(record);
    signal.throwIfAborted();
    await store.replaceCases(record, [own.id, imported.info.id]);
    imported.hold?.release();
    return { info: record, hold, summary };
  } catch (error) {
    await discard(both);
    if (signal.aborted) return { stopped: true };
    if (error instanceof DOMException || error instanceof DatabaseError) return { error };
    throw error;
  }
}
