import * as Comlink from "comlink";
import { scanFile, type ScanReceiver, type ScanResult, type ScanRule, ScanRules } from "../src/scan/index.ts";

const scanner = {
  /**
   * Scans one file, with a quick look only where its format allows one. The receiver's answers are awaited, so the
   * page sets the pace.
   */
  async scan(
    file: File,
    rules: readonly ScanRule[],
    receiver: ScanReceiver & Partial<Comlink.ProxyMethods>,
  ): Promise<ScanResult> {
    try {
      return await scanFile(file, new ScanRules(rules, Date.now()), receiver, { preview: true });
    } finally {
      receiver[Comlink.releaseProxy]?.();
    }
  },
};

export type ScanWorkerApi = typeof scanner;

Comlink.expose(scanner);
