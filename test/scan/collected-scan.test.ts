import { describe, expect, it } from "vitest";
import { collectScan, type Finding, scanFile, type ScanReceiver } from "../../src/scan/index.ts";
import { seedRules } from "../support/seed.ts";
import { registryDocument } from "../support/documents.ts";
import { ndjson } from "../support/scan.ts";

const content = new Blob([ndjson([registryDocument(), {}, registryDocument()])]);

describe("a scan that is collected", () => {
  it("has all that it would have handed over, in order", async () => {
    const findings: Finding[] = [];
    const receiver: ScanReceiver = { batch: (found) => void findings.push(...found) };
    const result = await scanFile(content, seedRules(), receiver, { index: true });
    const collected = await collectScan((given) => scanFile(content, seedRules(), given, { index: true }));
    const { milliseconds } = collected!.result;
    expect(collected!.result).toEqual({ ...result, milliseconds });
    expect(collected!.batches.flatMap(([found]) => found)).toEqual(findings);
    expect(findings).toHaveLength(2);
    expect(collected!.parts.map(({ count }) => count)).toEqual([2]);
  });

  it("ends with nothing if it is too much", async () => {
    const pack = () => Promise.resolve({ count: 2, size: 2 ** 30, skipped: 0, linesBefore: 0 });
    expect(await collectScan((given) => scanFile(content, seedRules(), given, { pack }))).toBeNull();
  });

  it("fails if the scan does", async () => {
    await expect(collectScan(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  });
});
