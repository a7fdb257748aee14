import type { RuleFileRead } from "./rule-file-read.ts";
import { HEAD_BYTES, type RuleFile, type RuleFileResult } from "../../rules/files/index.ts";
import { type ArchiveClass, classify, type FileClass } from "../../scan/index.ts";
import { messageOf } from "../../wording/index.ts";
import type { DroppedFile } from "./dropped-file.ts";
import { startRulesWorker, startScanWorker, type WorkerHandle } from "../workers/workers.ts";
import type { RulesWorkerApi } from "../../../workers/rules.worker.ts";
import type { ScanWorkerApi } from "../../../workers/scan.worker.ts";

/** Heads that are read at once: a folder of ten thousand files must not open them all. */
const AT_ONCE = 16;

interface Sorted {
  readonly evidence: readonly DroppedFile[];
  /** Files of rules, and archives, which may hold either, in their order. */
  readonly rules: readonly DroppedFile[];
  /** Which of `rules` are archives. */
  readonly archives: ReadonlySet<DroppedFile>;
}

/** Rule files apart from evidence, by their content. */
export async function sortFiles(files: readonly DroppedFile[]): Promise<Sorted> {
  const classes = new Array<FileClass>(files.length).fill("evidence");
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < files.length; at = next++) classes[at] = await classOf(files[at]!);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, files.length) }, worker));
  return {
    evidence: files.filter((_, i) => classes[i] === "evidence"),
    rules: files.filter((_, i) => classes[i] !== "evidence"),
    archives: new Set(files.filter((_, i) => classes[i] === "archive")),
  };
}

async function classOf({ file }: DroppedFile): Promise<FileClass> {
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    return classify(head, file.name);
  } catch {
    // A file that cannot be read is evidence that cannot be read: the ledger says so.
    return "evidence";
  }
}

/** Files that go to the worker together, and their bytes: a pack of rules is hundreds of files of a few kilobytes. */
const BATCH_FILES = 256;
const BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Reads rule files in a worker, small ones many at a time: one call a file costs more than reading it. What archives hold
 * is asked of the worker that knows the forms of evidence.
 *
 * @param archives see `sortFiles`
 * @param take is given what came of some of the files: how many, and the rules of those that hold any
 * @returns the files that turned out to hold evidence, some of them beside rules: archives
 */
export async function readRuleFiles(
  files: readonly DroppedFile[],
  archives: ReadonlySet<DroppedFile>,
  take: (count: number, read: readonly RuleFileRead[]) => void,
): Promise<DroppedFile[]> {
  const left: DroppedFile[] = [];
  const workers = new IncomingWorkers();
  const readTogether = async (batch: readonly DroppedFile[]): Promise<RuleFileRead[]> => {
    try {
      const ofRules: DroppedFile[] = [];
      const ofEvidence: DroppedFile[] = [];
      for (const one of batch) {
        const holds = archives.has(one) ? await workers.classify(one.file) : "rules";
        if (holds !== "rules") ofEvidence.push(one);
        if (holds !== "evidence") ofRules.push(one);
      }
      const known = ofRules.map((one) => ({ file: one.file, path: one.path, isArchive: archives.has(one) }));
      const results = known.length === 0 ? [] : await workers.read(known);
      left.push(...ofEvidence);
      return results.map((result, i) => ({ path: ofRules[i]!.path, result }));
    } catch (error) {
      workers.terminate();
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
    workers.terminate();
  }
  return left;
}

/** The two workers that look at rule files, each started when it is first needed. */
class IncomingWorkers {
  #rules: WorkerHandle<RulesWorkerApi> | null = null;
  #scan: WorkerHandle<ScanWorkerApi> | null = null;

  read(files: readonly RuleFile[]): Promise<RuleFileResult[]> {
    this.#rules ??= startRulesWorker();
    return this.#rules.run((api) => api.read(files));
  }

  classify(file: File): Promise<ArchiveClass> {
    this.#scan ??= startScanWorker();
    return this.#scan.run((api) => api.classifyArchive(file));
  }

  terminate(): void {
    this.#rules?.terminate();
    this.#scan?.terminate();
    this.#rules = null;
    this.#scan = null;
  }
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
