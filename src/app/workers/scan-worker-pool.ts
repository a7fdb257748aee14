import * as Comlink from "comlink";
import type { ScanWorkerApi } from "../../../workers/scan-role.ts";
import {
  type ReadSettings,
  type ScanReceiver,
  type ScanResult,
  SHARED_FROM_BYTES,
  SplitScheduler,
} from "../../scan/index.ts";
import { type KeyedRules, RuledWorker } from "./ruled-worker.ts";
import type { Workers } from "./workers.ts";

/** With fewer cores than this, the validation pass waits for the scan: side by side they would take turns on one core. */
export const CORES_FOR_BOTH = 4;
/** With more workers than this, the disk is the limit and not the cores. */
const MOST = 4;

/** The workers of the first pass: one, or for a large file as many as the machine has cores for. */
export class ScanWorkerPool {
  readonly #start: Workers["startScan"];
  readonly #workers: RuledWorker<ScanWorkerApi>[] = [];

  constructor(workers: Workers) {
    this.#start = () => workers.startScan();
  }

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
    // If the rules do not reach the worker, the scan itself reports that.
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
    const worker = (this.#workers[n] ??= new RuledWorker(this.#start()));
    worker.use(rules);
    return worker;
  }
}

/** Where there are enough cores, one is left to the validation pass. */
function poolSize(): number {
  const cores = navigator.hardwareConcurrency;
  return Math.max(1, Math.min(MOST, cores < CORES_FOR_BOTH ? cores : cores - 1));
}
