import * as Comlink from "comlink";
import { buffersOfAlerts, packAlerts, type PackedAlerts } from "../src/case/index.ts";
import {
  buffersOf,
  type CollectedScan,
  collectScan,
  type FileHash,
  hashFile,
  hashesQuickly,
  type HuntLimit,
  type Pass,
  prescanFile,
  type ReadSettings,
  scanFile,
  type ScanOptions,
  type ScanReceiver,
  type ScanResult,
  type ScanRule,
  type ScanRules,
  scanSplits,
  isPrescannedBy,
  splitKindOf,
  type SplitKind,
  type SplitQueue,
} from "../src/scan/index.ts";
import { RulesInUse } from "./rules-in-use.ts";

/** Milliseconds between two progress messages of a hash. */
const PROGRESS_EVERY_MS = 250;

/** What a pass that examines every record gives besides alerts. */
const BY_PRODUCTS: ScanOptions = { index: true, nearMisses: true };

/** What one worker does with files, in either pass. */
export function createScanner() {
  const inUse = new RulesInUse();
  /** A hunt only looks for its query. */
  const others = (evidenceId = ""): ScanOptions => {
    const { byId, lean } = inUse;
    if (lean !== null) return { lean };
    return { ...BY_PRODUCTS, pack: (findings) => packAlerts(findings, evidenceId, byId) };
  };
  return {
    /**
     * Sets the rules for the scans that follow.
     *
     * @param hunt where the rule is the query of a hunt: see `LeanFindings`
     */
    use(rules: readonly ScanRule[], hunt?: HuntLimit): Promise<void> {
      inUse.use(rules, hunt);
      return Promise.resolve();
    },

    /**
     * Looks for what the query of a hunt matches, which was given as the rule. The first rows come within a second; a
     * sequence needs an exact scan, as a prescan knows no term matches.
     *
     * @param queue see `scan`
     * @param only see `ScanOptions`
     * @returns null where the file was split: then the queue has the results
     */
    async hunt(
      file: File,
      readSettings: ReadSettings,
      receiver: ScanReceiver & Partial<Comlink.ProxyMethods>,
      queue: (SplitQueue & Partial<Comlink.ProxyMethods>) | null,
      passwords: readonly string[],
      only?: Float64Array,
    ): Promise<ScanResult | null> {
      try {
        const rules = inUse.compiled;
        const prescan = rules.correlationRules.length === 0;
        const pass = prescan ? "scan" : "validation";
        const sharing = only === undefined ? queue : null;
        if (sharing !== null && (await share(file, rules, readSettings, sharing, pass, others())))
          return null;
        const result = await scanFile(file, rules, receiver, {
          ...{ readSettings, prescan, passwords },
          ...(only !== undefined && { only }),
          ...others(),
        });
        return Comlink.transfer(result, buffersOf(result.termMatches));
      } finally {
        receiver[Comlink.releaseProxy]?.();
        queue?.[Comlink.releaseProxy]?.();
      }
    },

    /**
     * Scans one file with the rules that were given last, as a prescan where its format allows one. The receiver's
     * answers are awaited, so the page sets the pace.
     *
     * @param id of the file's evidence, for its alerts
     * @param queue hands out splits to this worker and others; null where the file is too small to be shared
     * @param passwords for the encrypted members of an archive
     * @returns null where the file was split: then the queue has the results
     */
    async scan(
      file: File,
      id: string,
      readSettings: ReadSettings,
      receiver: ScanReceiver & Partial<Comlink.ProxyMethods>,
      queue: (SplitQueue & Partial<Comlink.ProxyMethods>) | null,
      passwords: readonly string[],
    ): Promise<ScanResult | null> {
      try {
        const rules = inUse.compiled;
        const shares = async (pass: Pass): Promise<boolean> =>
          queue !== null && (await share(file, rules, readSettings, queue, pass, others(id)));
        if (await shares("scan")) return null;
        const hash = hashesQuickly(file.size);
        const options = { readSettings, hash, ...others(id), passwords };
        const prescanned = await prescanFile(file, rules, transferring(receiver), options);
        // Where a prescan saves nothing, every worker may as well take part in reading all of it.
        if (prescanned === null && (await shares("validation"))) return null;
        const result = prescanned ?? (await scanFile(file, rules, transferring(receiver), options));
        return Comlink.transfer(result, buffersOf(result.termMatches));
      } finally {
        receiver[Comlink.releaseProxy]?.();
        queue?.[Comlink.releaseProxy]?.();
      }
    },

    /**
     * Scans a small file with the rules that were given last, and answers once, with all of it.
     *
     * @returns null if it has too much for one answer: then `scan` has to do it
     */
    async scanSmall(
      file: File,
      id: string,
      readSettings: ReadSettings,
      passwords: readonly string[],
    ): Promise<CollectedScan | null> {
      const options = { readSettings, hash: true, ...others(id), passwords };
      const collected = await collectScan((receiver) => scanFile(file, inUse.compiled, receiver, options));
      if (collected === null) return null;
      const buffers = collected.parts.map(({ bytes }) => bytes.buffer);
      return Comlink.transfer(collected, [...buffers, ...buffersOf(collected.result.termMatches)]);
    },

    /** Scans splits of a file that another worker has begun. */
    async help(
      file: File,
      id: string | undefined,
      readSettings: ReadSettings,
      queue: SplitQueue & Partial<Comlink.ProxyMethods>,
    ): Promise<void> {
      try {
        await scanSplits(file, inUse.compiled, queue, { readSettings, ...others(id) }, Comlink.transfer);
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

    /**
     * Validates every record of a file that was only prescanned. A file that is not shared is hashed as well, unless that
     * takes longer than reading it.
     *
     * @param queue see `scan`
     * @returns null where the file was split: then the queue has the results
     */
    async validate(
      file: File,
      id: string,
      readSettings: ReadSettings,
      receiver: ScanReceiver & Partial<Comlink.ProxyMethods>,
      queue: (SplitQueue & Partial<Comlink.ProxyMethods>) | null,
    ): Promise<ScanResult | null> {
      try {
        const rules = inUse.compiled;
        if (queue !== null && (await share(file, rules, readSettings, queue, "validation", others(id))))
          return null;
        const hash = hashesQuickly(file.size);
        const options = { readSettings, hash, ...others(id) };
        const result = await scanFile(file, rules, transferring(receiver), options);
        return Comlink.transfer(result, buffersOf(result.termMatches));
      } finally {
        receiver[Comlink.releaseProxy]?.();
        queue?.[Comlink.releaseProxy]?.();
      }
    },
  };
}

/** Hands over packed findings without copying them. */
function transferring(receiver: ScanReceiver): ScanReceiver {
  return {
    batch: (findings, problems, progress, packed) => {
      if (packed === undefined) return receiver.batch(findings, problems, progress);
      const buffers = buffersOfAlerts(packed as PackedAlerts);
      return receiver.batch(findings, problems, progress, Comlink.transfer(packed, buffers));
    },
    events: (part) => receiver.events?.(part),
    forgetEvents: () => receiver.forgetEvents?.(),
  };
}

/** Scans a file in splits, with others; returns false if it has to be scanned from start to end. */
async function share(
  file: File,
  rules: ScanRules,
  readSettings: ReadSettings,
  queue: SplitQueue,
  pass: Pass,
  others: ScanOptions,
): Promise<boolean> {
  const kind = await kindOf(file, readSettings);
  if (kind === null) return false;
  if (pass === "scan" && isPrescannedBy(rules, readSettings) && !(await queue.sharesPrescans())) return false;
  await queue.begin(kind, rules.correlationRules, pass);
  await scanSplits(file, rules, queue, { readSettings, ...others }, Comlink.transfer);
  return true;
}

/** A file that cannot be read cannot be split: the scan reports it. */
async function kindOf(...of: Parameters<typeof splitKindOf>): Promise<SplitKind | null> {
  try {
    return await splitKindOf(...of);
  } catch {
    return null;
  }
}

export type ScanWorkerApi = ReturnType<typeof createScanner>;
