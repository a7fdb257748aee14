import * as Comlink from "comlink";
import type { ScanWorkerApi } from "../../../workers/scan-role.ts";
import {
  ResumedReceiver,
  type ScanReceiver,
  type ScanResult,
  SHARED_FROM_BYTES,
  type SplitQueue,
  SplitScheduler,
} from "../../scan/index.ts";
import type { KeyedRules, RuledWorker } from "../workers/ruled-worker.ts";
import type { ScanWorkerPool } from "../workers/scan-worker-pool.ts";
import type { QueuedFile } from "./queued-file.ts";

/** A file that is read, with the rules of that pass. */
export interface PassedFile extends Pick<QueuedFile, "file" | "readSettings"> {
  /** The id of its evidence; absent in a hunt, which makes no alerts. */
  readonly id?: string;
  readonly rules: KeyedRules;
}

/** A large file that is being read in splits. */
interface SharedScan {
  readonly scanned: PassedFile;
  readonly scheduler: SplitScheduler;
  /** The scheduler's calls, as workers get them. */
  readonly queue: SplitQueue;
  /** Breaks the scan of the file: one of the workers that share it broke. */
  readonly fail: (reason: unknown) => void;
}

/** One pass over one file. */
export interface FilePass {
  readonly scanned: PassedFile;
  readonly receiver: ScanReceiver;
  /** The call of the worker that begins it: see `scan` and `validate` of the worker. */
  begin(api: ScanWorkerApi, receiver: ScanReceiver, queue: SplitQueue | null): Promise<ScanResult | null>;
  /** The file is read once more, from start to end: the problems that were handed over do not count. */
  restarted(): void;
}

/** The files of which every worker that is free may take splits. */
export class SharedScans {
  readonly #pool: ScanWorkerPool;
  readonly #open = new Set<SharedScan>();
  readonly #onOpen: () => void;

  /** @param onOpen called when there are splits for workers that are free */
  constructor(pool: ScanWorkerPool, onOpen: () => void) {
    this.#pool = pool;
    this.#onOpen = onOpen;
  }

  /**
   * Takes one file through a pass, in splits if it is large and its format allows.
   *
   * @param worker the first that takes part
   * @throws what `WorkerHandle.run` throws, of any worker that takes part
   */
  async run(worker: RuledWorker<ScanWorkerApi>, pass: FilePass): Promise<ScanResult> {
    const resumed = new ResumedReceiver(pass.receiver);
    const begin = (queue: SplitQueue | null) =>
      worker.run((api) => pass.begin(api, Comlink.proxy(resumed), queue && Comlink.proxy(queue)));
    if (pass.scanned.file.size >= SHARED_FROM_BYTES) {
      const result = await this.#share(pass, resumed, begin);
      if (result !== null) return result;
      resumed.forgetProblems();
      resumed.restart();
      pass.restarted();
    }
    return (await begin(null))!;
  }

  /** Returns null if the file has to be read from start to end after all. */
  async #share(
    { scanned }: FilePass,
    receiver: ScanReceiver,
    begin: (queue: SplitQueue) => Promise<ScanResult | null>,
  ): Promise<ScanResult | null> {
    const scheduler = new SplitScheduler(scanned.file.size, this.#pool.size, receiver);
    const queue: SplitQueue = {
      begin: (kind, rules, of) => {
        scheduler.begin(kind, rules, of);
        this.#onOpen();
      },
      sharesPrescans: () => scheduler.sharesPrescans(),
      next: () => scheduler.next(),
      flush: (index, findings, packed) => scheduler.flush(index, findings, packed),
      done: (scan) => scheduler.done(scan),
    };
    let fail: (reason: unknown) => void = () => undefined;
    const broken = new Promise<never>((_, reject) => (fail = reject));
    const shared = { scanned, scheduler, queue, fail };
    this.#open.add(shared);
    try {
      const alone = await Promise.race([begin(queue), broken]);
      return alone ?? (await Promise.race([scheduler.result(), broken]));
    } catch (error) {
      await scheduler.abandon();
      throw error;
    } finally {
      this.#open.delete(shared);
    }
  }

  /** A file of which a free worker can take splits. */
  get next(): SharedScan | undefined {
    return [...this.#open].find(({ scheduler }) => scheduler.hasNext);
  }

  /** Takes splits of a file until none are left. Never throws: what breaks, breaks the scan of the file. */
  async help(number: number, { scanned, queue, fail }: SharedScan): Promise<void> {
    const { file, id, readSettings, rules } = scanned;
    try {
      const worker = this.#pool.worker(number, rules);
      await worker.run((api) => api.help(file, id, readSettings, Comlink.proxy(queue)));
    } catch (error) {
      this.#pool.end(number);
      fail(error);
    }
  }
}
