import { linkSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectQuiet, exportCsv, ledgerText, rowOf, until } from "./fixtures/page.ts";
import { drop, tomlFile } from "./fixtures/rules.ts";
import { browserNames, type Loupe, openLoupe } from "./support/index.ts";

/* A large file whose every record must be decoded is split between workers, which must not show anywhere. */

const LINES = 40_000;
/** Matching lines, counted from 1. */
const MATCHES = [1, 15_000, 15_001, 28_000, LINES];
const DAMAGED = 30_000;
const FILLER = "x".repeat(900);

const folder = mkdtempSync(join(tmpdir(), "loupe-shared-"));
const path = join(folder, "large.ndjson");
/** Enough for a stop to come during the scan, however fast the machine. */
const queued = Array.from({ length: 6 }, (_, n) => join(folder, `queued-${n}.ndjson`));
const offsets: number[] = [];

function line(n: number): string {
  if (n === DAMAGED) return "{ not a record\n";
  const document = {
    "@timestamp": new Date(Date.UTC(2024, 4, 1) + n * 1000).toISOString(),
    event: { category: ["process"], type: ["start"] },
    host: { name: `H${n % 7}` },
    process: { name: "x.exe", args_count: MATCHES.includes(n) ? 77 : n % 70, command_line: FILLER },
  };
  return `${JSON.stringify(document)}\n`;
}

beforeAll(() => {
  const lines = Array.from({ length: LINES }, (_, n) => line(n + 1));
  let offset = 0;
  for (const [n, text] of lines.entries()) {
    if (MATCHES.includes(n + 1)) offsets.push(offset);
    offset += text.length;
  }
  writeFileSync(path, lines.join(""));
  for (const link of queued) linkSync(path, link);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(browserNames)("a large file in %s", (name) => {
  let loupe: Loupe;
  beforeAll(async () => {
    loupe = await openLoupe(name);
  });
  afterAll(async () => {
    await loupe.close();
  });

  it("is scanned like a small one: every alert, line and problem is at its location", async () => {
    await drop(loupe, [
      tomlFile({ id: "count", query: "process where process.args_count == 77" }),
      tomlFile({
        id: "far",
        query:
          'sequence by process.name [process where process.args_count == 77 and host.name == "H1"] [process where process.args_count == 77 and host.name == "H2"]',
      }),
    ]);
    await loupe.addPaths([path]);
    expect(await loupe.waitForScan(60_000), await loupe.describe()).toBe("done");
    const hosts = MATCHES.map((n) => n % 7);
    // From line 1 (H1) to line 40,000 (H2), as far apart as possible.
    expect(hosts).toContain(1);
    expect(hosts).toContain(2);
    const { rows } = await exportCsv(loupe);
    const found = rows.filter((row) => row["kibana.alert.rule.rule_id"] === "count");
    expect(found.map((row) => Number(row["log.offset"]))).toEqual(offsets);
    expect(rows.filter((row) => row["kibana.alert.rule.rule_id"] === "far")).toHaveLength(1);
    expect(await rowOf(loupe, "large.ndjson")).toMatchObject({
      state: "done",
      records: String(LINES - 1),
      problems: "1",
    });
    expect(await ledgerText(loupe, "large.ndjson")).toContain("30,000");
    expectQuiet(loupe);
  });

  it("can be stopped, and is scanned completely when added again", async () => {
    await loupe.click("new-case");
    await until(async () => (await loupe.evidenceRows()).length === 0, "the new case is empty");
    await drop(loupe, [tomlFile({ id: "count", query: "process where process.args_count == 77" })]);
    await loupe.addPaths(queued);
    await loupe.click("cancel-scan");
    await until(async () => (await loupe.waitForScan(60_000)) === "cancelled", "the scan has stopped");
    expect(await rowOf(loupe, "queued-5.ndjson")).toMatchObject({ state: "cancelled" });
    await loupe.addPaths([path]);
    expect(await loupe.waitForScan(60_000), await loupe.describe()).toBe("done");
    expect(await rowOf(loupe, "queued-5.ndjson")).toMatchObject({ state: "cancelled" });
    expect(await rowOf(loupe, "large.ndjson")).toMatchObject({
      state: "done",
      alerts: String(MATCHES.length),
    });
    expectQuiet(loupe);
  });
});
