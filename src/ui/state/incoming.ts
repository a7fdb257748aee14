import { HEAD_BYTES, looksLikeRules, type RuleFileResult } from "../../rules/files/index.ts";
import { messageOf } from "../common/error-message.ts";
import type { DroppedFile } from "./scan-queue.svelte.ts";
import { startRulesWorker, startScanWorker, type WorkerHandle } from "./workers.ts";
import type { RulesWorkerApi } from "../../../workers/rules.worker.ts";

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

/**
 * Reads rule files in a worker, one after the other.
 *
 * @param take is given the rules that each of them holds, null for none
 * @returns the files that turned out to hold evidence, some of them beside rules: archives
 */
export async function readRuleFiles(
  files: readonly DroppedFile[],
  take: (file: DroppedFile, result: RuleFileResult | null) => void,
): Promise<DroppedFile[]> {
  if (files.length === 0) return [];
  const left: DroppedFile[] = [];
  let worker: WorkerHandle<RulesWorkerApi> | null = null;
  for (const one of files) {
    try {
      worker ??= startRulesWorker();
      const { result, isArchive } = await worker.run((api) => api.read(one.file, one.path));
      if (result === null || (isArchive && (await holdsEvidence(one.file)))) left.push(one);
      take(one, result);
    } catch (error) {
      worker?.terminate();
      worker = null;
      take(one, broken(one.path, error));
    }
  }
  worker?.terminate();
  return left;
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
export function inOrderOf(files: readonly DroppedFile[], some: readonly DroppedFile[]): DroppedFile[] {
  const wanted = new Set(some);
  return files.filter((file) => wanted.has(file));
}
