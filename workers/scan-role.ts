import * as Comlink from "comlink";
import {
  buffersOf,
  type FileHash,
  hashFile,
  hashesQuickly,
  isSplittable,
  type ReadSettings,
  scanFile,
  type ScanReceiver,
  type ScanResult,
  type ScanRule,
  type ScanRules,
  scanSplits,
  type SplitQueue,
} from "../src/scan/index.ts";
import { RulesInUse } from "./rules-in-use.ts";

/** Milliseconds between two progress messages of a hash. */
const PROGRESS_EVERY_MS = 250;

/** What one worker does with files, in either pass. */
export function createScanner() {
  const inUse = new RulesInUse();
  return {
    /** Sets the rules for the scans that follow. */
    use(rules: readonly ScanRule[]): Promise<void> {
      inUse.use(rules);
      return Promise.resolve();
    },

    /**
     * Scans one file with the rules that were given last, as a prescan where its format allows one. The receiver's
     * answers are awaited, so the page sets the pace.
     *
     * @param queue hands out splits to this worker and others; null where the file is too small to be shared
     * @param passwords for the encrypted members of an archive
     * @returns null where the file was split: then the queue has the results
     */
    async scan(
      file: File,
      readSettings: ReadSettings,
      receiver: ScanReceiver & Partial<Comlink.ProxyMethods>,
      queue: (SplitQueue & Partial<Comlink.ProxyMethods>) | null,
      passwords: readonly string[],
    ): Promise<ScanResult | null> {
      try {
        const rules = inUse.compiled;
        if (queue !== null && (await isShared(file, rules, readSettings))) {
          await queue.begin(rules.correlationRules);
          await scanSplits(file, rules, queue, readSettings, Comlink.transfer);
          return null;
        }
        const hash = hashesQuickly(file.size);
        const result = await scanFile(file, rules, receiver, {
          readSettings,
          prescan: true,
          hash,
          passwords,
        });
        return Comlink.transfer(result, buffersOf(result.termMatches));
      } finally {
        receiver[Comlink.releaseProxy]?.();
        queue?.[Comlink.releaseProxy]?.();
      }
    },

    /** Scans splits of a file that another worker has begun. */
    async help(
      file: File,
      readSettings: ReadSettings,
      queue: SplitQueue & Partial<Comlink.ProxyMethods>,
    ): Promise<void> {
      try {
        await scanSplits(file, inUse.compiled, queue, readSettings, Comlink.transfer);
      } finally {
        queue[Comlink.releaseProxy]?.();
      }
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
}

/** A file that cannot be read counts as not splittable: the scan reports it. */
async function isShared(file: File, rules: ScanRules, readSettings: ReadSettings): Promise<boolean> {
  try {
    return await isSplittable(file, rules, readSettings);
  } catch {
    return false;
  }
}

export type ScanWorkerApi = ReturnType<typeof createScanner>;
