import * as Comlink from "comlink";
import HashWorker from "../../../workers/hash.worker.ts?worker&inline";
import type { HashWorkerApi } from "../../../workers/hash.worker.ts";
import RulesWorker from "../../../workers/rules.worker.ts?worker&inline";
import type { RulesWorkerApi } from "../../../workers/rules.worker.ts";
import ScanWorker from "../../../workers/scan.worker.ts?worker&inline";
import type { ScanWorkerApi } from "../../../workers/scan.worker.ts";

/** A worker with its calls; one that breaks rejects the call that is under way instead of leaving it open for ever. */
export interface WorkerHandle<Api> {
  run<Result>(call: (api: Comlink.Remote<Api>) => Promise<Result>): Promise<Result>;
  terminate(): void;
}

export const startScanWorker = (): WorkerHandle<ScanWorkerApi> => start<ScanWorkerApi>(new ScanWorker());
export const startHashWorker = (): WorkerHandle<HashWorkerApi> => start<HashWorkerApi>(new HashWorker());
export const startRulesWorker = (): WorkerHandle<RulesWorkerApi> => start<RulesWorkerApi>(new RulesWorker());

function start<Api>(worker: Worker): WorkerHandle<Api> {
  const api = Comlink.wrap<Api>(worker);
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

/** A call ended because its worker was ended, by the analyst's wish. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}
