import * as Comlink from "comlink";
import type { ScanWorkerApi } from "../../../workers/scan.worker.ts";
import {
  type ReadSettings,
  type ScanReceiver,
  type ScanResult,
  type ScanRule,
  SHARED_FROM_BYTES,
  SplitScheduler,
} from "../../scan/index.ts";
import { startScanWorker, type WorkerHandle } from "./workers.ts";

/** With fewer cores than this, hashing waits for the scan: side by side they would take turns on one core. */
export const CORES_FOR_BOTH = 4;
/** More workers than this wait for the file, not for a core. */
const MOST = 4;

/** The rules of a scan, by a key that tells them from others. */
export interface KeyedRules {
  readonly rules: readonly ScanRule[];
  readonly key: string;
}

/** A worker that is told its rules once, not with every file: to compile hundreds takes a tenth of a second. */
export class RuledWorker<Api extends { use(rules: readonly ScanRule[]): void }> {
  readonly #handle: WorkerHandle<Api>;
  #key: string | null = null;
  #given: Promise<void> = Promise.resolve();

  constructor(handle: WorkerHandle<Api>) {
    this.#handle = handle;
  }

  /** Messages are answered in the order in which they are sent, so nobody waits for the rules. */
  use({ rules, key }: KeyedRules): void {
    if (key === this.#key) return;
    this.#key = key;
    this.#given = this.#handle.run((api) => (api as unknown as RulesUser).use(rules));
    // It is told with the call that follows.
    this.#given.catch(() => undefined);
  }

  /** Rejects as `WorkerHandle.run` does, also where the rules have not reached the worker: it would ask those before. */
  async run<Result>(call: (api: Comlink.Remote<Api>) => Promise<Result>): Promise<Result> {
    const [result] = await Promise.all([this.#handle.run(call), this.#given]);
    return result;
  }

  /** Resolves once the rules given last are compiled, and rejects where they did not reach the worker. */
  get ready(): Promise<void> {
    return this.#given;
  }

  terminate(): void {
    this.#handle.terminate();
  }
}

interface RulesUser {
  use(rules: readonly ScanRule[]): Promise<void>;
}

/** The workers that scan: one, or for a large file as many as the machine has cores for. */
export class ScanWorkerPool {
  readonly #workers: RuledWorker<ScanWorkerApi>[] = [];

  /** Starts the workers and lets them compile the rules, before there is anything to scan. */
  prepare(rules: KeyedRules): void {
    for (let n = 0; n < poolSize(); n++) this.#worker(n, rules);
  }

  /**
   * Scans one file. Rejects as `WorkerHandle.run` does.
   *
   * @param onReady called once the rules are compiled, when the file begins to be read
   */
  async scan(
    file: File,
    rules: KeyedRules,
    readSettings: ReadSettings,
    receiver: ScanReceiver,
    passwords: readonly string[],
    onReady: () => void,
  ): Promise<ScanResult> {
    const workers = file.size < SHARED_FROM_BYTES ? 1 : poolSize();
    const first = this.#worker(0, rules);
    // Rules that do not reach the worker are told by the scan itself.
    first.ready.then(onReady, () => undefined);
    if (workers < 2) {
      return (await first.run((api) =>
        api.scan(file, readSettings, Comlink.proxy(receiver), null, passwords),
      ))!;
    }
    const scheduler = new SplitScheduler(file.size, workers, receiver);
    const begun = first.run(async (api) => {
      const queue = Comlink.proxy(scheduler);
      const alone = await api.scan(file, readSettings, Comlink.proxy(receiver), queue, passwords);
      if (alone !== null) scheduler.end();
      return alone;
    });
    const others = Array.from({ length: workers - 1 }, (_, n) =>
      this.#worker(n + 1, rules).run((api) => api.help(file, readSettings, Comlink.proxy(scheduler))),
    );
    try {
      const [alone] = await Promise.all([begun, ...others]);
      return alone ?? (await scheduler.result())!;
    } catch (error) {
      await scheduler.abandon();
      throw error;
    }
  }

  /** Ends what is under way. The next scan gets fresh workers. */
  terminate(): void {
    for (const worker of this.#workers.splice(0)) worker.terminate();
  }

  #worker(n: number, rules: KeyedRules): RuledWorker<ScanWorkerApi> {
    const worker = (this.#workers[n] ??= new RuledWorker(startScanWorker()));
    worker.use(rules);
    return worker;
  }
}

/** With enough cores one is left to the hash. */
function poolSize(): number {
  const cores = navigator.hardwareConcurrency;
  return Math.max(1, Math.min(MOST, cores < CORES_FOR_BOTH ? cores : cores - 1));
}
