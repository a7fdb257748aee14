import type { CaseStore } from "../../case/index.ts";
import { type CaseFileOptions, storesOf, writeCaseFile } from "../../case-file/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";

/** How much of a case is written, in entries of its stores; `total` is an estimate. */
export interface ExportProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * Writes a case as a file. Nobody must change the case meanwhile.
 *
 * @param write takes the bytes of the file, about a megabyte at a time
 * @throws DatabaseError or DOMException if the case cannot be read; the signal's reason when it is stopped; whatever
 *   `write` throws
 */
export async function exportCase(
  store: CaseStore,
  opened: CaseState,
  options: CaseFileOptions,
  write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const { id } = opened.info;
  await opened.written();
  const total = await store.countEntries(storesOf(options.without), id);
  const source = {
    info: (await store.caseOf(id)) ?? opened.info,
    entries: (name: Parameters<CaseStore["entries"]>[0]) => store.entries(name, id),
  };
  onProgress({ done: 0, total });
  const written = writeCaseFile(source, options, (done) =>
    onProgress({ done: Math.min(done, total), total }),
  );
  for await (const part of written) {
    signal.throwIfAborted();
    await write(part);
  }
}
