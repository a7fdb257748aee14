import { bulkOfFile } from "../../src/export/index.ts";
import { readTogether } from "../../src/rules/files/index.ts";
import {
  classifyArchive,
  correlate,
  fingerprintOf,
  hashFile,
  opensArchive,
  readEventsAt,
  searchWords,
  type SplitQueue,
} from "../../src/scan/index.ts";
import type { WorkerHandle, Workers } from "../../src/app/workers/workers.ts";
import type { CaseWorkerApi } from "../../workers/case-role.ts";
import { createExporter } from "../../workers/export-role.ts";
import { createIndex } from "../../workers/index-role.ts";
import { createScanner, type ScanWorkerApi } from "../../workers/scan-role.ts";

/** The calls of the workers that a test replaces; the others do what the real workers do. */
export interface WorkerCalls {
  readonly scan?: Partial<ScanWorkerApi>;
  readonly case?: Partial<CaseWorkerApi>;
}

/**
 * Workers without threads: each call runs in this one.
 *
 * @param watched may wrap the calls of a scan worker
 */
export function workersHere(
  calls: WorkerCalls = {},
  count = 3,
  watched: (api: ScanWorkerApi) => ScanWorkerApi = (api) => api,
): Workers {
  return {
    count,
    startScan: () => handleOf(watched({ ...scanCalls(), ...calls.scan })),
    startCase: () => handleOf({ ...CASE_CALLS, ...calls.case }),
    startIndex: () => handleOf(createIndex()),
    startExport: () => handleOf(createExporter()),
  };
}

function handleOf<Api>(api: Api): WorkerHandle<Api> {
  return { run: async (call) => aTurn().then(() => call(api)), terminate: () => undefined };
}

/** A worker answers a message a turn later at the earliest. */
export const aTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function scanCalls(): ScanWorkerApi {
  const real = createScanner();
  return {
    ...real,
    scan: (file, id, readSettings, receiver, queue, passwords) =>
      real.scan(file, id, readSettings, receiver, queue && asked(queue), passwords),
    help: (file, id, readSettings, queue) => real.help(file, id, readSettings, asked(queue)),
  };
}

/** A worker's question takes a turn as well, in which the others go on. */
function asked(queue: SplitQueue): SplitQueue {
  return { ...queue, next: () => aTurn().then(() => queue.next()) };
}

const CASE_CALLS: CaseWorkerApi = {
  readRules: readTogether,
  classifyArchive,
  opensArchive,
  fingerprintOf,
  sha256Of: async (file) => (await hashFile(file, () => undefined)).sha256,
  correlate: (rule, parts, options) => Promise.resolve(correlate(rule, parts, options)),
  readEventsAt,
  bulkOfFile,
  searchWords: (file, searches, receiver, readSettings, passwords) =>
    searchWords(file, searches, receiver, { readSettings, passwords }),
};
