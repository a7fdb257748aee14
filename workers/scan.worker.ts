import * as Comlink from "comlink";
import type { Place } from "../src/formats/index.ts";
import {
  buffersOf,
  correlate,
  type CorrelateOptions,
  type Correlation,
  type PackedSightings,
  readPlaces,
  type Reading,
  scanFile,
  type ScanReceiver,
  type ScanResult,
  type ScanRule,
  ScanRules,
  type SeenEvent,
} from "../src/scan/index.ts";

const scanner = {
  /**
   * Scans one file, with a quick look only where its format allows one. The receiver's answers are awaited, so the
   * page sets the pace.
   */
  async scan(
    file: File,
    rules: readonly ScanRule[],
    reading: Reading,
    receiver: ScanReceiver & Partial<Comlink.ProxyMethods>,
  ): Promise<ScanResult> {
    try {
      const options = { reading, preview: true };
      const result = await scanFile(file, new ScanRules(rules, Date.now()), receiver, options);
      return Comlink.transfer(result, buffersOf(result.sightings));
    } finally {
      receiver[Comlink.releaseProxy]?.();
    }
  },

  /** Runs one sequence or sample rule over what the scans of all files have noted for it: see `correlate`. */
  correlate(rule: ScanRule, parts: readonly PackedSightings[], options?: CorrelateOptions): Correlation {
    return correlate(rule, parts, options);
  },

  /** The events at places of a file: see `readPlaces`. */
  readPlaces(
    file: File,
    places: readonly Place[],
    seekable: boolean,
    reading: Reading,
  ): Promise<(SeenEvent | null)[]> {
    return readPlaces(file, places, seekable, reading);
  },
};

export type ScanWorkerApi = typeof scanner;

Comlink.expose(scanner);
