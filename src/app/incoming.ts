import type { RuleFileRead } from "./rule-file-read.ts";
import { HEAD_BYTES, looksLikeRules, type RuleFileResult } from "../rules/files/index.ts";
import { messageOf } from "../wording/index.ts";
import type { DroppedFile } from "./dropped-file.ts";
import { startRulesWorker, startScanWorker, type WorkerHandle } from "./workers.ts";
import type { RulesWorkerApi } from "../../workers/rules.worker.ts";

/** Heads that are read at once: a folder of ten thousand files must not open them all. */
const AT_ONCE = 16;

/** Rule files apart from evidence, by their content. What may be either (an archive) is listed as rules. */
export async function sortFiles(
  files: readonly DroppedFile[],
): Promise<{ evidence: DroppedFile[]; rules: DroppedFile[] }> {
  const kinds = new Array<boolean>(files.length).fill(false);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < files.length; at = next++) kinds[at] = await mayHoldRules(files[at]!);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, files.length) }, worker));
  return {
    evidence: files.filter((_, i) => !kinds[i]),
    rules: files.filter((_, i) => kinds[i]),
  };
}

async function mayHoldRules({ file }: DroppedFile): Promise<boolean> {
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    return looksLikeRules(head, file.name) !== null;
  } catch {
    // A file that cannot be read is evidence that cannot be read: the ledger says so.
    return false;
  }
}

/** Files that go to the worker together, and their bytes: a pack of rules is hundreds of files of a few kilobytes. */
const BATCH_FILES = 256;
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Reads rule files in a worker, small ones many at a time: one call a file costs more than reading it.
 *
 * @param take is given what came of some of the files: how many, and the rules of those that hold any
 * @returns the files that turned out to hold evidence, some of them beside rules: archives
 */
export async function readRuleFiles(
  files: readonly DroppedFile[],
  take: (count: number, read: readonly RuleFileRead[]) => void,
): Promise<DroppedFile[]> {
  const left: DroppedFile[] = [];
  let worker: WorkerHandle<RulesWorkerApi> | null = null;
  const readTogether = async (batch: readonly DroppedFile[]): Promise<RuleFileRead[]> => {
    try {
      worker ??= startRulesWorker();
      const read = await worker.run((api) => api.read(batch.map(({ file, path }) => ({ file, path }))));
      const found: RuleFileRead[] = [];
      for (const [i, { result, isArchive }] of read.entries()) {
        const one = batch[i]!;
        if (result === null || (isArchive && (await holdsEvidence(one.file)))) left.push(one);
        if (result !== null) found.push({ path: one.path, result });
      }
      return found;
    } catch (error) {
      worker?.terminate();
      worker = null;
      const [only] = batch;
      if (batch.length === 1) return [{ path: only!.path, result: broken(only!.path, error) }];
    }
    // One file must not take the others along.
    const found: RuleFileRead[] = [];
    for (const one of batch) found.push(...(await readTogether([one])));
    return found;
  };
  try {
    for (const batch of batches(files)) take(batch.length, await readTogether(batch));
  } finally {
    (worker as WorkerHandle<RulesWorkerApi> | null)?.terminate();
  }
  return left;
}

/** In the order of the files; one that is large by itself goes alone. */
export function batches(files: readonly DroppedFile[]): DroppedFile[][] {
  const found: DroppedFile[][] = [];
  let bytes = Infinity;
  for (const one of files) {
    bytes += one.file.size;
    const last = found.at(-1);
    if (last !== undefined && bytes <= BATCH_BYTES && last.length < BATCH_FILES) last.push(one);
    else {
      found.push([one]);
      bytes = one.file.size;
    }
  }
  return found;
}

/** Asked of the worker that knows the forms of evidence. */
async function holdsEvidence(file: File): Promise<boolean> {
  const worker = startScanWorker();
  try {
    return await worker.run((api) => api.holdsEvidence(file));
  } finally {
    worker.terminate();
  }
}

/** A bug, or a browser that starts no worker: said where the file's rules would be. */
function broken(file: string, error: unknown): RuleFileResult {
  const message = `${file} could not be read (${messageOf(error)}). That is an error in Loupe, not in the file.`;
  return {
    rules: [],
    exceptions: { lists: [], items: [] },
    problems: [{ file, problem: { code: "broken", message } }],
    skipped: { connectors: 0, otherFiles: 0 },
  };
}

/** Some of the files, in the order in which all of them came. */
export function keepOrder(files: readonly DroppedFile[], some: readonly DroppedFile[]): DroppedFile[] {
  const wanted = new Set(some);
  return files.filter((file) => wanted.has(file));
}
