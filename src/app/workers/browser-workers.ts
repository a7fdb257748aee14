import * as Comlink from "comlink";
import CaseWorker from "../../../workers/case.worker.ts?worker&inline";
import type { CaseWorkerApi } from "../../../workers/case.worker.ts";
import HashWorker from "../../../workers/hash.worker.ts?worker&inline";
import type { HashWorkerApi } from "../../../workers/hash.worker.ts";
import ScanWorker from "../../../workers/scan.worker.ts?worker&inline";
import type { ScanWorkerApi } from "../../../workers/scan.worker.ts";
import { CancelledError, type WorkerHandle, type Workers } from "./workers.ts";

/** The workers that are built into the page, each in a thread of its own. */
export const browserWorkers: Workers = {
  startScan: () => {
    const worker = new ScanWorker();
    return handleOf<ScanWorkerApi>(worker, Comlink.wrap<ScanWorkerApi>(worker));
  },
  startHash: () => {
    const worker = new HashWorker();
    return handleOf<HashWorkerApi>(worker, Comlink.wrap<HashWorkerApi>(worker));
  },
  startCase: () => {
    const worker = new CaseWorker();
    return handleOf<CaseWorkerApi>(worker, Comlink.wrap<CaseWorkerApi>(worker));
  },
};

/** Comlink alone would leave a call open for ever when its worker breaks or is ended. */
function handleOf<Api>(worker: Worker, api: Api): WorkerHandle<Api> {
  let fail: (reason: Error) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => (fail = reject));
  broken.catch(() => undefined);
  worker.addEventListener("error", (event) => {
    fail(new Error(event.message || "The worker could not be started."));
  });
  return {
    run: (call) => Promise.race([call(api), broken]),
    terminate() {
      worker.terminate();
      fail(new CancelledError());
    },
  };
}
