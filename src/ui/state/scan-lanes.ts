import * as Comlink from "comlink";
import type { ScanWorkerApi } from "../../../workers/scan.worker.ts";
import {
  type ScanReceiver,
  type ScanResult,
  type ScanRule,
  SHARED_FROM_BYTES,
  StretchOffice,
} from "../../scan/index.ts";
import { startScanWorker, type WorkerHandle } from "./workers.ts";

/** With fewer cores than this, hashing waits for the scan: side by side they would take turns on one core. */
export const CORES_FOR_BOTH = 4;
/** More workers than this wait for the file, not for a core. */
const MOST = 4;

/** The workers that scan: one, or for a large file as many as the machine has cores for. */
export class ScanLanes {
  readonly #workers: WorkerHandle<ScanWorkerApi>[] = [];

  /** Scans one file. Rejects as `WorkerHandle.run` does. */
  async scan(
    file: File,
    rules: readonly ScanRule[],
    receiver: ScanReceiver,
    passwords: readonly string[],
  ): Promise<ScanResult> {
    const cores = navigator.hardwareConcurrency;
    const lanes = Math.min(MOST, cores < CORES_FOR_BOTH ? cores : cores - 1);
    if (file.size < SHARED_FROM_BYTES || lanes < 2) {
      const result = this.#worker(0).run((api) =>
        api.scan(file, rules, Comlink.proxy(receiver), null, passwords),
      );
      return (await result)!;
    }
    const office = new StretchOffice(file.size, lanes, receiver);
    const first = this.#worker(0).run(async (api) => {
      const desk = Comlink.proxy(office);
      const alone = await api.scan(file, rules, Comlink.proxy(receiver), desk, passwords);
      if (alone !== null) office.end();
      return alone;
    });
    const others = Array.from({ length: lanes - 1 }, (_, n) =>
      this.#worker(n + 1).run((api) => api.help(file, rules, Comlink.proxy(office))),
    );
    const [alone] = await Promise.all([first, ...others]);
    return alone ?? (await office.result())!;
  }

  /** Ends what is under way. The next scan gets fresh workers. */
  terminate(): void {
    for (const worker of this.#workers.splice(0)) worker.terminate();
  }

  #worker(n: number): WorkerHandle<ScanWorkerApi> {
    return (this.#workers[n] ??= startScanWorker());
  }
}
