import type { CaseWorkerApi } from "../../../workers/case-role.ts";
import type { RuleFileResult } from "../../rules/files/index.ts";
import { messageOf } from "../../wording/index.ts";
import type { WorkerHandle, Workers } from "../workers/workers.ts";
import type { DroppedFile } from "./dropped-file.ts";
import type { RuleFileRead } from "./rule-file-read.ts";
import type { SortedFiles } from "./sort-files.ts";

/** Files that go to the worker together, at most, and their bytes: a rule pack is hundreds of files of a few kilobytes. */
const BATCH_FILES = 256;
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Reads rule files in a worker, small ones many at a time: the call costs more than reading one.
 *
 * @param take receives the rules of each batch, and how many files the batch had
 * @returns the archives that turned out to hold evidence, some of them beside rules
 */
export async function readRuleFiles(
  { rules, archives }: Pick<SortedFiles, "rules" | "archives">,
  workers: Workers,
  take: (count: number, read: readonly RuleFileRead[]) => void,
): Promise<DroppedFile[]> {
  const reader = new RuleFileReader(archives, workers);
  try {
    for (const batch of batches(rules)) take(batch.length, await reader.read(batch));
  } finally {
    reader.terminate();
  }
  return reader.evidence;
}

class RuleFileReader {
  /** Files that hold evidence. */
  readonly evidence: DroppedFile[] = [];
  readonly #archives: ReadonlySet<DroppedFile>;
  readonly #workers: Workers;
  #worker: WorkerHandle<CaseWorkerApi> | null = null;

  constructor(archives: ReadonlySet<DroppedFile>, workers: Workers) {
    this.#archives = archives;
    this.#workers = workers;
  }

  /** A file that breaks the worker is reported, and takes no other along. */
  async read(batch: readonly DroppedFile[]): Promise<RuleFileRead[]> {
    try {
      return await this.#readTogether(batch);
    } catch (error) {
      this.terminate();
      const [only] = batch;
      if (batch.length === 1) return [{ path: only!.path, result: broken(only!.path, error) }];
    }
    const found: RuleFileRead[] = [];
    for (const dropped of batch) found.push(...(await this.read([dropped])));
    return found;
  }

  async #readTogether(batch: readonly DroppedFile[]): Promise<RuleFileRead[]> {
    this.#worker ??= this.#workers.startCase();
    const worker = this.#worker;
    const withRules: DroppedFile[] = [];
    const withEvidence: DroppedFile[] = [];
    for (const dropped of batch) {
      const holds = this.#archives.has(dropped)
        ? await worker.run((api) => api.classifyArchive(dropped.file))
        : "rules";
      if (holds !== "rules") withEvidence.push(dropped);
      if (holds !== "evidence") withRules.push(dropped);
    }
    const files = withRules.map((dropped) => ({
      file: dropped.file,
      path: dropped.path,
      isArchive: this.#archives.has(dropped),
    }));
    const results = files.length === 0 ? [] : await worker.run((api) => api.readRules(files));
    this.evidence.push(...withEvidence);
    return results.map((result, i) => ({ path: files[i]!.path, isArchive: files[i]!.isArchive, result }));
  }

  /** Ends the worker. The next batch gets a fresh one. */
  terminate(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }
}

/** Splits files into batches, in their order. A file that is large by itself goes alone. */
export function batches(files: readonly DroppedFile[]): DroppedFile[][] {
  const found: DroppedFile[][] = [];
  let bytes = Infinity;
  for (const dropped of files) {
    bytes += dropped.file.size;
    const last = found.at(-1);
    if (last !== undefined && bytes <= BATCH_BYTES && last.length < BATCH_FILES) last.push(dropped);
    else {
      found.push([dropped]);
      bytes = dropped.file.size;
    }
  }
  return found;
}

/** A bug, or a browser that starts no worker: reported where the file's rules would be. */
function broken(file: string, error: unknown): RuleFileResult {
  return {
    rules: [],
    exceptions: { lists: [], items: [] },
    problems: [{ code: "broken", data: { detail: messageOf(error) }, file }],
    skipped: { connectors: 0, otherFiles: 0 },
  };
}
