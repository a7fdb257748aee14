import * as Comlink from "comlink";
import {
  buffersOf,
  type FileHash,
  hashFile,
  type ReadSettings,
  scanFile,
  type ScanReceiver,
  type ScanResult,
  type ScanRule,
} from "../src/scan/index.ts";
import { RulesInUse } from "./rules-in-use.ts";

/** Milliseconds between two progress messages of a hash. */
const PROGRESS_EVERY_MS = 200;

const inUse = new RulesInUse();

export const hasher = {
  /** Sets the rules for the validation passes that follow. */
  use(rules: readonly ScanRule[]): Promise<void> {
    inUse.use(rules);
    return Promise.resolve();
  },

  /** Hashes one file, reporting at intervals how many bytes are done. */
  hash(file: File, onBytes: (bytes: number) => void): Promise<FileHash> {
    let lastProgressAt = performance.now();
    return hashFile(file, (bytes) => {
      const now = performance.now();
      if (now - lastProgressAt < PROGRESS_EVERY_MS) return;
      lastProgressAt = now;
      onBytes(bytes);
    });
  },

  /** Hashes a file that was only prescanned, and validates every record in the same pass. */
  async validate(
    file: File,
    readSettings: ReadSettings,
    receiver: ScanReceiver & Partial<Comlink.ProxyMethods>,
  ): Promise<ScanResult> {
    try {
      const result = await scanFile(file, inUse.compiled, receiver, { readSettings, hash: true });
      return Comlink.transfer(result, buffersOf(result.termMatches));
    } finally {
      receiver[Comlink.releaseProxy]?.();
    }
  },
};

export type HashWorkerApi = typeof hasher;
