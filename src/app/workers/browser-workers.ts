import * as Comlink from "comlink";
import type { WorkerRoles } from "../../../workers/loupe.worker.ts";
import LoupeWorker from "../../../workers/loupe.worker.ts?worker";
import { CancelledError, type WorkerHandle, type Workers } from "./workers.ts";

/** The page's own thread needs a core as well, except where there are only two. */
const FEWEST = 2;
/** With more workers than this, the disk is the limit and not the cores. */
const MOST = 8;

/** The workers that are built into the page, each in a thread of its own. */
export const browserWorkers: Workers = {
  count: Math.max(FEWEST, Math.min(MOST, navigator.hardwareConcurrency - 1)),
  startScan: () => start("scan"),
  startCase: () => start("case"),
  startIndex: () => start("index"),
  startExport: () => start("export"),
};

function start<Role extends keyof WorkerRoles>(role: Role): WorkerHandle<WorkerRoles[Role]> {
  const worker = new LoupeWorker();
  // The types of Comlink do not follow a role that is a parameter. Nothing but its promises is used.
  const api = Comlink.wrap<WorkerRoles>(worker)[role] as unknown as WorkerRoles[Role];
  return handleOf(worker, api);
}

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
