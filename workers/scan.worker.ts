import * as Comlink from "comlink";
import type { RecordLocation } from "../src/formats/index.ts";
import {
  type ArchiveClass,
  buffersOf,
  classifyArchive,
  correlate,
  type CorrelateOptions,
  type Correlation,
  isSplittable,
  opensArchive,
  type TermMatchColumns,
  readPlaces,
  type ReadSettings,
  scanFile,
  type ScanReceiver,
  type ScanResult,
  type ScanRule,
  type ScanRules,
  scanSplits,
  type SeenEvent,
  type SplitQueue,
} from "../src/scan/index.ts";
import { RulesInUse } from "./rules-in-use.ts";

const inUse = new RulesInUse();

const scanner = {
  /** The rules of the scans that follow. */
  use(rules: readonly ScanRule[]): void {
    inUse.use(rules);
  },

  /**
   * Scans one file with the rules that were given last, with a quick look only where its format allows one. The
   * receiver's answers are awaited, so the page sets the pace.
   *
   * @param desk where there are workers to share the file with
   * @param passwords for the encrypted members of an archive
   * @returns null where the file was shared: then the desk has got everything
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

  /** Scans stretches of a file that another worker has begun. */
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

  /** Runs one sequence or sample rule over what the scans of all files have noted for it: see `correlate`. */
  correlate(rule: ScanRule, parts: readonly TermMatchColumns[], options?: CorrelateOptions): Correlation {
    return correlate(rule, parts, options);
  },

  /** The events at places of a file: see `readPlaces`. */
  readPlaces(
    file: File,
    places: readonly RecordLocation[],
    seekable: boolean,
    readSettings: ReadSettings,
    passwords: readonly string[],
  ): Promise<(SeenEvent | null)[]> {
    return readPlaces(file, places, seekable, readSettings, passwords);
  },

  /** Whether an archive holds rules, evidence or both. */
  classifyArchive(file: File): Promise<ArchiveClass> {
    return classifyArchive(file);
  },

  /** Whether a password opens a member of an archive. */
  opensArchive(file: File, password: string): Promise<boolean> {
    return opensArchive(file, password);
  },
};

/** A file that cannot be read is no matter of how it is scanned: the scan tells of it. */
async function isShared(file: File, rules: ScanRules, readSettings: ReadSettings): Promise<boolean> {
  try {
    return await isSplittable(file, rules, readSettings);
  } catch {
    return false;
  }
}

export type ScanWorkerApi = typeof scanner;

Comlink.expose(scanner);
