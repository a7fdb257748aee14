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
 * @returns the parts of the file: the browser can keep a Blob on disk, but not the bytes that it was made from
 * @throws DatabaseError or DOMException if the case cannot be read; the signal's reason when it is stopped
 */
export async function exportCase(
  store: CaseStore,
  opened: CaseState,
  options: CaseFileOptions,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<Blob[]> {
  const { id } = opened.info;
  await opened.written();
  const total = await store.countEntries(storesOf(options.without), id);
  const source = {
    info: (await store.caseOf(id)) ?? opened.info,
    entries: (name: Parameters<CaseStore["entries"]>[0]) => store.entries(name, id),
  };
  const parts: Blob[] = [];
  onProgress({ done: 0, total });
  const written = writeCaseFile(source, options, (done) =>
    onProgress({ done: Math.min(done, total), total }),
  );
  for await (const part of written) {
    signal.throwIfAborted();
    parts.push(new Blob([part]));
  }
  return parts;
}
