import { describe, expect, it } from "vitest";
import {
  type Finding,
  type PackedFindings,
  prescanFile,
  scanFile,
  ScanRules,
  type ScanReceiver,
} from "../../src/scan/index.ts";
import { ruleOf } from "../rules/run/helpers.ts";
import { ndjson } from "../support/scan.ts";

/* A rule that matches most of a file: reading it twice would cost twice as much and save nothing. */

const RULES = new ScanRules(
  [
    {
      rule: ruleOf({ rule_id: "a", type: "eql", query: 'any where process.name == "tool.exe"' }),
      exceptions: [],
    },
  ],
  0,
);
/** A file of one piece is over before anyone asks. */
const PADDING = "x".repeat(600);
const event = (name: string, n: number) => ({ "@timestamp": n, message: PADDING, process: { name, pid: n } });
/** One in so many events matches. */
const content = (oneIn: number) =>
  new Blob([
    ndjson(Array.from({ length: 3000 }, (_, n) => event(n % oneIn === 0 ? "tool.exe" : "other.exe", n))),
  ]);

class Received implements ScanReceiver {
  readonly findings: Finding[] = [];
  calls = 0;

  batch(findings: readonly Finding[]): void {
    this.calls++;
    this.findings.push(...findings);
  }
}

const PRESCAN = { prescan: true, prescanFrom: 0 };

describe("a prescan", () => {
  it("ends before it has handed over anything where the rules match most of the file", async () => {
    const received = new Received();
    expect(await prescanFile(content(1), RULES, received, PRESCAN)).toBeNull();
    expect(received.calls).toBe(0);
  });

  it("goes on where they match few events", async () => {
    const received = new Received();
    expect(await prescanFile(content(20), RULES, received, PRESCAN)).toMatchObject({ exact: false });
    expect(received.findings).toHaveLength(150);
  });

  it.each([1, 2, 20])("finds the same as reading every record, if one in %i matches", async (oneIn) => {
    const [first, whole] = [new Received(), new Received()];
    const result = await scanFile(content(oneIn), RULES, first, PRESCAN);
    await scanFile(content(oneIn), RULES, whole);
    expect(result.exact).toBe(oneIn < 20);
    expect(first.findings).toEqual(whole.findings);
  });
});

describe("a scan that packs its findings", () => {
  const pack = (findings: readonly Finding[]): Promise<PackedFindings> =>
    Promise.resolve({ count: findings.length, size: 1, skipped: 0, linesBefore: 0 });

  it("hands over one batch at a time, while it goes on to the next, and all before it ends", async () => {
    const sizes: number[] = [];
    let underWay = 0;
    const receiver: ScanReceiver = {
      async batch(findings, _problems, _progress, packed) {
        expect([findings.length, ++underWay]).toEqual([0, 1]);
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (packed !== undefined) sizes.push(packed.count);
        underWay--;
      },
    };
    await scanFile(content(1), RULES, receiver, { pack });
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.max(...sizes)).toBe(1000);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(3000);
  });

  it("fails if its receiver does", async () => {
    const receiver: ScanReceiver = { batch: () => Promise.reject(new Error("full")) };
    await expect(scanFile(content(1), RULES, receiver, { pack })).rejects.toThrow("full");
  });
});
