import {
  type Case,
  type CaseHold,
  type CaseLocks,
  type CaseStore,
  DatabaseError,
  type Entry,
} from "../../case/index.ts";
import type { CaseFile, CaseFileEntry, CaseFileFault, CaseFileInfo } from "../../case-file/index.ts";
import { auditRecord, facts, shortened } from "../case/audit-record.ts";
import { hasWords } from "./has-words.ts";

/** Where a case from a case file is stored. */
export interface ImportTarget {
  readonly store: CaseStore;
  readonly locks: CaseLocks;
  /** Called if another tab takes the case over. */
  taken(caseId: string): void;
}

/** A case that is stored. This tab still has its lock, to open it with or to release. */
export interface ImportedCase {
  readonly info: Case;
  readonly hold: CaseHold | null;
}

/** Why a case is not there. `error`: what the browser said when it was to be stored. */
export type ImportFailure =
  | { readonly fault: CaseFileFault }
  | { readonly stopped: true }
  | { readonly error: DOMException | DatabaseError };

/**
 * Stores the case of a case file as a new one. Either all of it is stored, or nothing: until it is, its record says that
 * it is being imported, and if this tab ends, the next one deletes it (see `removeUnfinished`).
 *
 * @param file after `unlock`
 * @param name a free one
 * @param onProgress called with the bytes of the file that are done
 */
export async function importCase(
  target: ImportTarget,
  file: CaseFile,
  info: CaseFileInfo,
  name: string,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
  opened?: { readonly file: string; readonly by: string },
): Promise<ImportedCase | ImportFailure> {
  const result = await readImport(target, file, info, name, onProgress, signal);
  if (!("info" in result)) return result;
  const record: Case = {
    ...result.info,
    ...(opened !== undefined && {
      waiting: [
        auditRecord(
          result.info.id,
          opened.by,
          facts([], { kind: "case-imported", file: shortened(opened.file) }),
        ),
      ],
    }),
  };
  try {
    await target.store.endImport(record);
    return { ...result, info: record };
  } catch (error) {
    await discard(target.store, record.id);
    result.hold?.release();
    if (error instanceof DOMException || error instanceof DatabaseError) return { error };
    throw error;
  }
}

/** Does the same but for the last step: the case is all there, but it is none yet. It can be merged with another. */
export async function readImport(
  { store, locks, taken }: ImportTarget,
  file: CaseFile,
  { origin, createdAt, unstored, queries, report, without }: CaseFileInfo,
  name: string,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ImportedCase | ImportFailure> {
  const now = Date.now();
  const record: Case = {
    ...{ id: crypto.randomUUID(), name, createdAt, openedAt: now, origin },
    ...(unstored !== undefined && { unstored }),
    ...(queries !== undefined && { queries }),
    ...(report !== undefined && { report }),
    ...(without.length > 0 && { without }),
  };
  const { id } = record;
  // As long as this tab has the lock, no other takes the case for one whose tab is gone.
  const hold = await locks.take(id, () => taken(id));
  const failed = async (failure: ImportFailure): Promise<ImportFailure> => {
    await discard(store, id);
    hold?.release();
    return failure;
  };
  try {
    await store.beginImport(record);
    const result = await file.read(id, async (entries, end) => {
      signal.throwIfAborted();
      const foreign = entries.find((entry) => !hasWords(entry));
      if (foreign !== undefined) throw new Wordless(foreign);
      await store.importEntries(
        id,
        entries.map((entry) => stored(entry, id)),
      );
      onProgress(end);
    });
    signal.throwIfAborted();
    if ("fault" in result) return await failed(result);
    return { info: record, hold };
  } catch (error) {
    if (signal.aborted) return failed({ stopped: true });
    if (error instanceof Wordless) return failed({ fault: error.fault });
    if (error instanceof DOMException || error instanceof DatabaseError) return failed({ error });
    await failed({ stopped: true });
    throw error;
  }
}

/** An entry that is as Loupe would write it, but that this page cannot show. */
class Wordless extends Error {
  readonly fault: CaseFileFault;

  constructor({ store }: CaseFileEntry) {
    super();
    this.fault = { code: "foreign", data: { store } };
  }
}

function stored({ store, key, value }: CaseFileEntry, caseId: string): Entry {
  return { store, key: [caseId, ...key] as unknown as Entry["key"], value };
}

async function discard(store: CaseStore, caseId: string): Promise<void> {
  try {
    await store.deleteCase(caseId);
  } catch {
    // On a full disk. Its record still says what it is: the next start deletes it.
  }
}

/** Deletes what is left of cases whose import no tab goes on with. */
export async function removeUnfinished({
  store,
  locks,
}: Pick<ImportTarget, "store" | "locks">): Promise<void> {
  for (const { id } of await store.unfinishedImports()) {
    const hold = await locks.take(id, () => undefined);
    if (hold === null) continue;
    await discard(store, id);
    hold.release();
  }
}
