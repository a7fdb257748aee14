import * as Comlink from "comlink";
import { type BulkOfFile, bulkOfFile, type BulkReceiver, type BulkRequest } from "../src/export/index.ts";
import type { RecordLocation } from "../src/formats/index.ts";
import { readTogether, type RuleFile, type RuleFileResult } from "../src/rules/files/index.ts";
import {
  type ArchiveClass,
  classifyArchive,
  correlate,
  type CorrelateOptions,
  type Correlation,
  fingerprintOf,
  hashFile,
  opensArchive,
  readEventsAt,
  type ReadSettings,
  type ScanRule,
  searchWords,
  type SeenEvent,
  type TermMatchColumns,
  type WordReceiver,
  type WordSearchResult,
} from "../src/scan/index.ts";

/** Milliseconds between two messages about how far a file is read. */
const PROGRESS_EVERY_MS = 250;

/** What a case needs from its files and rules apart from the scan. All of it reads; none of it keeps state. */
export const caseWorker = {
  /** Reads files of rules: see `readTogether`. */
  readRules(files: readonly RuleFile[]): Promise<RuleFileResult[]> {
    return readTogether(files);
  },

  /** Whether an archive holds rules, evidence or both. */
  classifyArchive(file: File): Promise<ArchiveClass> {
    return classifyArchive(file);
  },

  /** Whether a password opens a member of an archive. */
  opensArchive(file: File, password: string): Promise<boolean> {
    return opensArchive(file, password);
  },

  /** The fingerprint of a whole file, by which it is recognised: see `fingerprintOf`. */
  fingerprintOf(file: File): Promise<string> {
    return fingerprintOf(file);
  },

  /** The SHA-256 of a whole file, in lower-case hexadecimal. */
  async sha256Of(file: File): Promise<string> {
    return (await hashFile(file, () => undefined)).sha256;
  },

  /** Runs one correlation rule over the term matches of all files: see `correlate`. */
  correlate(
    rule: ScanRule,
    parts: readonly TermMatchColumns[],
    options?: CorrelateOptions,
  ): Promise<Correlation> {
    return Promise.resolve(correlate(rule, parts, options));
  },

  /** Searches a file for words: see `searchWords`. */
  async searchWords(
    file: File,
    searches: readonly (readonly string[])[],
    receiver: WordReceiver & Partial<Comlink.ProxyMethods>,
    readSettings: ReadSettings,
    passwords: readonly string[],
  ): Promise<WordSearchResult> {
    try {
      return await searchWords(file, searches, receiver, { readSettings, passwords });
    } finally {
      receiver[Comlink.releaseProxy]?.();
    }
  },

  /** Writes the events of a file for a cluster: see `bulkOfFile`. */
  async bulkOfFile(
    file: File,
    request: BulkRequest,
    receiver: BulkReceiver & Partial<Comlink.ProxyMethods>,
  ): Promise<BulkOfFile> {
    let lastProgressAt = performance.now();
    try {
      return await bulkOfFile(file, request, {
        part: (bytes) => receiver.part(Comlink.transfer(bytes, [bytes.buffer])),
        async progress(bytes) {
          const now = performance.now();
          if (now - lastProgressAt < PROGRESS_EVERY_MS) return;
          lastProgressAt = now;
          await receiver.progress(bytes);
        },
      });
    } finally {
      receiver[Comlink.releaseProxy]?.();
    }
  },

  /** Reads the events at locations of a file: see `readEventsAt`. */
  readEventsAt(
    file: File,
    locations: readonly RecordLocation[],
    seekable: boolean,
    readSettings: ReadSettings,
    passwords: readonly string[],
  ): Promise<(SeenEvent | null)[]> {
    return readEventsAt(file, locations, seekable, readSettings, passwords);
  },
};

export type CaseWorkerApi = typeof caseWorker;
