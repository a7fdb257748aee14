import * as Comlink from "comlink";
import {
  buffersOf,
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

const inUse = new RulesInUse();

export const scanner = {
  /** Sets the rules for the scans that follow. */
  use(rules: readonly ScanRule[]): Promise<void> {
    inUse.use(rules);
    return Promise.resolve();
  },

  /**
   * Scans one file with the rules that were given last, as a prescan where its format allows one. The receiver's
   * answers are awaited, so the page sets the pace.
   *
   * @param queue hands out splits to this worker and others; null where no other worker is free
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
      const result = await scanFile(file, rules, receiver, { readSettings, prescan: true, passwords });
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
};

/** A file that cannot be read counts as not splittable: the scan reports it. */
async function isShared(file: File, rules: ScanRules, readSettings: ReadSettings): Promise<boolean> {
  try {
    return await isSplittable(file, rules, readSettings);
  } catch {
    return false;
  }
}

export type ScanWorkerApi = typeof scanner;
