import { readTogether } from "../../src/rules/files/index.ts";
import {
  classifyArchive,
  correlate,
  hashFile,
  opensArchive,
  readEventsAt,
  scanFile,
  ScanRules,
} from "../../src/scan/index.ts";
import type { WorkerHandle, Workers } from "../../src/app/workers/workers.ts";
import type { CaseWorkerApi } from "../../workers/case-role.ts";
import type { HashWorkerApi } from "../../workers/hash-role.ts";
import type { ScanWorkerApi } from "../../workers/scan-role.ts";

/** The calls of the workers that a test replaces; the others do what the real workers do. */
export interface WorkerCalls {
  readonly scan?: Partial<ScanWorkerApi>;
  readonly hash?: Partial<HashWorkerApi>;
  readonly case?: Partial<CaseWorkerApi>;
}

/** Workers without threads: each call runs in this one. */
export function workersHere(calls: WorkerCalls = {}): Workers {
  return {
    startScan: () => handleOf({ ...scanCalls(), ...calls.scan }),
    startHash: () => handleOf({ ...hashCalls(), ...calls.hash }),
    startCase: () => handleOf({ ...CASE_CALLS, ...calls.case }),
  };
}

function handleOf<Api>(api: Api): WorkerHandle<Api> {
  return { run: async (call) => call(api), terminate: () => undefined };
}

/** A worker answers a message a turn later at the earliest. */
export const aTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function scanCalls(): ScanWorkerApi {
  let rules = new ScanRules([], 0);
  return {
    use: (given) => {
      rules = new ScanRules(given, 0);
      return Promise.resolve();
    },
    scan: async (file, readSettings, receiver, _queue, passwords) => {
      await aTurn();
      return scanFile(file, rules, receiver, { readSettings, passwords });
    },
    help: () => Promise.resolve(),
  };
}

function hashCalls(): HashWorkerApi {
  let rules = new ScanRules([], 0);
  return {
    use: (given) => {
      rules = new ScanRules(given, 0);
      return Promise.resolve();
    },
    hash: async (file, onBytes) => {
      await aTurn();
      return hashFile(file, onBytes);
    },
    validate: (file, readSettings, receiver) => scanFile(file, rules, receiver, { readSettings, hash: true }),
  };
}

const CASE_CALLS: CaseWorkerApi = {
  readRules: readTogether,
  classifyArchive,
  opensArchive,
  correlate: (rule, parts, options) => Promise.resolve(correlate(rule, parts, options)),
  readEventsAt,
};
