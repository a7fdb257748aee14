import type { HuntForm, HuntResult } from "../../export/index.ts";
import type { Evidence } from "../../case/index.ts";
import { type HuntCondition, meetsAll, packEvent } from "../../scan/index.ts";
import { emptyEvent } from "../../ecs/index.ts";
import { hashWords } from "../../wording/index.ts";
import type { ExportWorkerApi } from "../../../workers/export-role.ts";
import { CancelledError, type WorkerHandle, type Workers } from "../workers/workers.ts";
import type { HuntRow } from "./hunt-rows.ts";
import type { HuntRun } from "./hunt-run.svelte.ts";
import { rangeOf } from "./pipes.ts";

/** How the results of a hunt are written. */
export interface HuntExportOptions {
  readonly form: HuntForm;
  /** The chosen columns. */
  readonly fields: readonly string[];
  /** Of the results, those are written that meet these. */
  readonly conditions: readonly HuntCondition[];
  readonly isDescending: boolean;
  /** Loupe's. */
  readonly version: string;
}

/** Rows that are handed over at once. */
const AT_ONCE = 500;

/** Writes every result of a hunt, for which the files are read once more where not all are listed. */
export class HuntExports {
  /** What is being written, and how many of the bytes of the files were read for it; null for nothing. */
  running: { readonly form: HuntForm; readonly total: number; done: number } | null = $state(null);
  #isStopped = false;
  #run: HuntRun | null = null;
  #worker: WorkerHandle<ExportWorkerApi> | null = null;
  readonly #workers: Workers;

  constructor(workers: Workers) {
    this.#workers = workers;
  }

  /**
   * @param files those of the case, in its order
   * @returns the pieces of the file; null if it was stopped, or if another is being written
   * @throws whatever breaks a worker or the reading of a file
   */
  async write(run: HuntRun, files: readonly Evidence[], options: HuntExportOptions): Promise<Blob[] | null> {
    if (this.running !== null || run.isBusy) return null;
    this.#isStopped = false;
    this.running = { form: options.form, total: run.totalBytes, done: 0 };
    const worker = this.#workers.startExport();
    [this.#run, this.#worker] = [run, worker];
    try {
      const paths = files.map((evidence) => ({ name: evidence.path, sha256: hashWords(evidence) }));
      // A proxy of reactive state cannot be sent to a worker.
      const { form, fields, conditions, isDescending, version } = options;
      const plain = { form, fields: [...fields], conditions: conditions.map((each) => ({ ...each })) };
      await worker.run((api) => api.begin({ ...plain, isDescending, version, files: paths }));
      const isWhole =
        run.kind === "event"
          ? await this.#writeEvents(run, worker)
          : await this.#writeSequences(run, worker, options);
      if (!isWhole) return null;
      const count = await worker.run((api) => api.count());
      // Of sequences, those that the pipes leave were handed over.
      const [from, to] = run.kind === "event" && !run.isWhole ? rangeOf(count, run.pipes) : [0, count];
      return await worker.run((api) => api.finish(from, to));
    } catch (error) {
      if (error instanceof CancelledError) return null;
      throw error;
    } finally {
      worker.terminate();
      [this.#run, this.#worker] = [null, null];
      this.running = null;
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#run?.stopReading();
    this.#worker?.terminate();
  }

  async #writeEvents(run: HuntRun, worker: WorkerHandle<ExportWorkerApi>): Promise<boolean> {
    if (run.isWhole || run.state !== "done") {
      await this.#add(
        worker,
        run.rows.flatMap((row) => resultOf(row)),
      );
      return !this.#isStopped;
    }
    return run.readAll({
      found: (results) => worker.run((api) => api.add(results)),
      read: (bytes) => this.#progress(bytes),
    });
  }

  async #writeSequences(
    run: HuntRun,
    worker: WorkerHandle<ExportWorkerApi>,
    { conditions, isDescending }: HuntExportOptions,
  ): Promise<boolean> {
    let done = 0;
    for await (const { number, rows, of } of run.everySequence(isDescending)) {
      if (this.#isStopped) return false;
      if (this.running !== null) this.running.done = (this.running.total * ++done) / of;
      if (conditions.length > 0 && !rows.some(({ event }) => meetsAll(event, conditions))) continue;
      await this.#add(
        worker,
        rows.flatMap((row) => resultOf(row, number)),
      );
    }
    return !this.#isStopped;
  }

  async #add(worker: WorkerHandle<ExportWorkerApi>, results: readonly HuntResult[]): Promise<void> {
    for (let from = 0; from < results.length; from += AT_ONCE)
      await worker.run((api) => api.add(results.slice(from, from + AT_ONCE)));
  }

  #progress(bytes: number): void {
    if (this.running !== null) this.running.done += bytes;
  }
}

/** Of a sequence's event whose record could not be read again, only the place is known. */
function resultOf({ event, source, place, file }: HuntRow, sequence?: number): HuntResult[] {
  if (event === null) return [];
  const { offset, line, member } = place;
  return [
    {
      fields: packEvent(Object.assign(emptyEvent(), event)),
      ...{ source, file },
      place: { offset, line, ...(member !== undefined && { member }) },
      ...(sequence !== undefined && { sequence }),
    },
  ];
}
