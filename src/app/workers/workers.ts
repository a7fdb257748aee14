import type { CaseWorkerApi } from "../../../workers/case-role.ts";
import type { ExportWorkerApi } from "../../../workers/export-role.ts";
import type { IndexWorkerApi } from "../../../workers/index-role.ts";
import type { ScanWorkerApi } from "../../../workers/scan-role.ts";

export type { CaseWorkerApi };

/** A running worker. A call that is under way rejects when the worker breaks or is ended. */
export interface WorkerHandle<Api> {
  /** @throws CancelledError (as a rejection) where the worker was ended, any other error where it broke */
  run<Result>(call: (api: Api) => Promise<Result>): Promise<Result>;
  terminate(): void;
}

/**
 * Starts the workers of the page. The application is given one of these, so that its tests can do without threads:
 * `browserWorkers` is the one of the built page.
 */
export interface Workers {
  /** How many workers may read files at once. */
  readonly count: number;
  startScan(): WorkerHandle<ScanWorkerApi>;
  startCase(): WorkerHandle<CaseWorkerApi>;
  startIndex(): WorkerHandle<IndexWorkerApi>;
  startExport(): WorkerHandle<ExportWorkerApi>;
}

/** A call ended because the analyst ended its worker. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}
