import * as Comlink from "comlink";
import { ZipFile } from "../../bytes/index.ts";
import type { Evidence } from "../../case/index.ts";
import { compareText } from "../../columns/index.ts";
import {
  type BulkOfFile,
  FieldPlan,
  type FieldUses,
  fieldUsesOf,
  indexTemplate,
  rulesNdjson,
} from "../../export/index.ts";
import { type HandedFile, handOverReadme } from "../../wording/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import type { ScanQueue } from "../queue/scan-queue.svelte.ts";
import { CancelledError, type CaseWorkerApi, type WorkerHandle, type Workers } from "../workers/workers.ts";
import { handedFiles, type HandedFiles } from "./handed-files.ts";
import { handedQueries, huntedRules } from "./handed-queries.ts";

/** What was handed over. */
export interface HandedOver {
  readonly files: number;
  readonly events: number;
  /** Files of which something is missing, or all. */
  readonly incomplete: number;
}

/** Hands a case over to a cluster, as one zip archive: one file of the case after the other, so that it is always the same. */
export class HandOver {
  /** What is being written, and how many bytes of the evidence are; null for nothing. */
  running: { readonly total: number; done: number; path: string } | null = $state(null);
  readonly #case: CaseState;
  readonly #queue: ScanQueue;
  readonly #workers: Workers;
  #worker: WorkerHandle<CaseWorkerApi> | null = null;
  #isStopped = false;

  constructor(opened: CaseState, queue: ScanQueue, workers: Workers) {
    this.#case = opened;
    this.#queue = queue;
    this.#workers = workers;
  }

  /** What would be handed over now. */
  get files(): HandedFiles {
    return handedFiles(this.#case.evidence, (id) => this.#queue.has(id));
  }

  /**
   * @param write takes the pieces of the archive, each awaited
   * @param version Loupe's
   * @param partUnits for tests: see `BulkParts`
   * @returns null if it was stopped, or if it is under way already; what was written by then is no archive
   * @throws what `write` throws, and where a worker breaks
   */
  async write(
    write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void> | void,
    version: string,
    partUnits?: number,
  ): Promise<HandedOver | null> {
    if (this.running !== null) return null;
    const { files } = this;
    this.#isStopped = false;
    this.running = { total: files.wanted.reduce((sum, { size }) => sum + size, 0), done: 0, path: "" };
    try {
      return await this.#write(new ZipFile(write), files, version, partUnits);
    } catch (error) {
      if (error instanceof CancelledError) return null;
      throw error;
    } finally {
      this.#worker?.terminate();
      this.#worker = null;
      this.running = null;
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#worker?.terminate();
  }

  async #write(
    zip: ZipFile,
    { wanted, away, repeated }: HandedFiles,
    version: string,
    partUnits: number | undefined,
  ): Promise<HandedOver> {
    const rules = [...this.#case.rules.running].sort((a, b) => compareText(a.rule.rule_id, b.rule.rule_id));
    const hunts = huntedRules(this.#case.info.queries ?? []);
    const uses = fieldUsesOf([...rules, ...hunts.map((rule) => ({ rule, exceptions: [] }))]);
    const plan = new FieldPlan(uses);
    const queries = handedQueries(rules, hunts);
    await zip.add("index-template.json", json(indexTemplate(plan, version)));
    await zip.add("rules.ndjson", encoder.encode([...rulesNdjson(rules)].join("")));
    for (const { file, body } of queries) await zip.add(file, json(body));
    // Before the first is read: the analyst may remove files meanwhile.
    const given = wanted.map((evidence) => ({ evidence, file: this.#queue.fileOf(evidence.id)! }));
    const written: HandedFile[] = [];
    for (const [i, { evidence, file }] of given.entries())
      written.push(await this.#file(zip, evidence, file, i + 1, uses, partUnits));
    const readme = handOverReadme({
      version,
      caseName: this.#case.info.name,
      files: written,
      away: away.map(({ path }) => path),
      repeated: repeated.map(({ path }) => path),
      rules: rules.length,
      queries,
      unreachable: plan.unreachable,
    });
    await zip.add("README.md", encoder.encode(readme));
    this.#throwIfStopped();
    await zip.close();
    return {
      files: written.length,
      events: written.reduce((sum, { events }) => sum + events, 0),
      incomplete: away.length + written.filter(isIncomplete).length,
    };
  }

  async #file(
    zip: ZipFile,
    evidence: Evidence,
    file: File,
    number: number,
    uses: FieldUses,
    partUnits: number | undefined,
  ): Promise<HandedFile> {
    const { path, size, reading: readSettings = {} } = evidence;
    const running = this.running!;
    const before = running.done;
    running.path = path;
    // One worker for each: a file that breaks one must not break the next.
    const worker = (this.#worker = this.#workers.startCase());
    const sha256 = evidence.sha256 || (await this.#run(worker, (api) => api.sha256Of(file)));
    const parts: string[] = [];
    const { passwords } = this.#queue;
    const result: BulkOfFile = await this.#run(worker, (api) =>
      api.bulkOfFile(
        file,
        { path, sha256, uses, readSettings, passwords, ...(partUnits !== undefined && { partUnits }) },
        Comlink.proxy({
          part: async (bytes: Uint8Array<ArrayBuffer>) => {
            const name = `bulk/${padded(number, 4)}-${padded(parts.length + 1, 5)}.ndjson`;
            parts.push(name);
            await zip.add(name, bytes);
          },
          progress: (bytes: number) => void (running.done = before + Math.min(bytes, size)),
        }),
      ),
    );
    worker.terminate();
    running.done = before + size;
    return { ...result, path, sha256, parts };
  }

  async #run<Result>(
    worker: WorkerHandle<CaseWorkerApi>,
    call: (api: CaseWorkerApi) => Promise<Result>,
  ): Promise<Result> {
    this.#throwIfStopped();
    const result = await worker.run(call);
    this.#throwIfStopped();
    return result;
  }

  #throwIfStopped(): void {
    if (this.#isStopped) throw new CancelledError();
  }
}

const encoder = new TextEncoder();

function json(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(`${JSON.stringify(value, null, 2)}\n`);
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, "0");
}

function isIncomplete({ readable, lost, headerOnly, locked, tooLarge }: HandedFile): boolean {
  return !readable || lost > 0 || headerOnly > 0 || locked.length > 0 || tooLarge.length > 0;
}
