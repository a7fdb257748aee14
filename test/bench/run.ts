import { linkSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowsers } from "../../tools/browsers.ts";
import { openLoupe } from "../browser/support/index.ts";
import { describeHostile, measureHostile } from "./hostile.ts";
import { sampleMemory } from "./memory.ts";
import { generatePack } from "./pack-events.ts";
import { describeReaders, measureReaders } from "./readers.ts";
import { rulePack } from "./rule-pack.ts";
import { describeScans, measureScans, pidOf } from "./scans.ts";
import { describeStart, measureStart } from "./start.ts";

/**
 * `npm run bench`: how fast the built page starts (start.ts); how fast it scans, as a ratio to the browser's own bare
 * read of the same file, and how much memory it needs; how fast the readers of event logs and tables are compared with
 * libraries (readers.ts); and what hostile texts cost (hostile.ts). Ratios can be compared across machines, rates cannot.
 * With `--json` it prints one JSON object.
 */

/** Reads and scans take turns, so that a slow minute of the machine affects both. The best of each counts. */
const ROUNDS = 3;

/** The number of rules that run together, about as many as Elastic's for Windows events. */
const RULES = 300;
const PACK_MIB = 256;

interface PackFigures {
  readonly mebibytes: number;
  readonly rules: number;
  readonly events: number;
  readonly alerts: number;
  readonly parseMiBps: number;
  readonly scanMiBps: number;
  /** Ratio of the scan's rate to that of JSON.parse alone. */
  readonly ratio: number;
  /** The same for the first file of a session, during which the browser also compiles the scan's code. */
  readonly firstScanMiBps: number;
  readonly firstRatio: number;
  readonly peakRendererMiB: number;
}

/** Measures a scan of one file with all rules of a pack at once, compared with JSON.parse alone of the same lines. */
async function measurePack(folder: string): Promise<PackFigures> {
  const path = join(folder, "pack.ndjson");
  const paths = [path, join(folder, "second.ndjson"), join(folder, "third.ndjson")];
  const events = generatePack(path, PACK_MIB * 1048576);
  const rules = rulePack(RULES).map((text, i) => {
    const file = join(folder, `rule-${i}.toml`);
    writeFileSync(file, text);
    return file;
  });
  for (const other of paths.slice(1)) linkSync(path, other);
  const mebibytes = statSync(path).size / 1048576;
  let parse = Infinity;
  let first = Infinity;
  let scan = Infinity;
  let peak = 0;
  let alerts = 0;
  for (let round = 0; round < ROUNDS; round++) {
    parse = Math.min(parse, await yardstickOf("parse-lines.html", path));
    const loupe = await openLoupe("chromium", { alone: true });
    try {
      const memory = sampleMemory(pidOf(loupe));
      await loupe.show("rules");
      const input = await loupe.page.$<"input">("[data-testid=rule-input]" as never);
      await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...rules);
      await loupe.page.waitForSelector(`[data-testid=rule-count][data-running="${RULES + 1}"]`, {
        timeout: 60_000,
      });
      await loupe.show("alerts");
      await loupe.addPaths(paths);
      await loupe.waitForScan(600_000);
      peak = Math.max(peak, memory.stop());
      const rows = await loupe.evidenceRows();
      for (const row of rows)
        if (row["records"] !== String(events)) throw new Error(`${row["records"]} events, not ${events}`);
      alerts = Number(rows[0]!["alerts"]);
      const [firstTime, ...others] = rows.map((row) => Number(row["scanMs"]));
      first = Math.min(first, firstTime!);
      scan = Math.min(scan, ...others);
    } finally {
      await loupe.close();
    }
  }
  const rate = (milliseconds: number): number => Math.round((1000 * mebibytes) / milliseconds);
  return {
    mebibytes: Math.round(mebibytes),
    rules: RULES,
    events,
    alerts,
    parseMiBps: rate(parse),
    scanMiBps: rate(scan),
    ratio: Math.round((100 * parse) / scan) / 100,
    firstScanMiBps: rate(first),
    firstRatio: Math.round((100 * parse) / first) / 100,
    peakRendererMiB: peak,
  };
}

/** Returns the milliseconds that a page of this folder needs for a file. */
async function yardstickOf(page: string, path: string): Promise<number> {
  const yardstick = await openLoupe("chromium", { alone: true, html: join(import.meta.dirname, page) });
  try {
    const input = await yardstick.page.$<"input">("input" as never);
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
    const milliseconds = await yardstick.page.waitForFunction(
      () => document.querySelector("output")?.dataset["milliseconds"],
      { timeout: 300_000 },
    );
    return Number(await milliseconds.jsonValue());
  } finally {
    await yardstick.close();
  }
}

async function main(): Promise<void> {
  ensureBrowsers();
  const folder = mkdtempSync(join(tmpdir(), "loupe-bench-"));
  const json = process.argv.includes("--json");
  try {
    const start = await measureStart();
    if (!json) console.log(describeStart(start));
    const scans = await measureScans(folder);
    if (!json) console.log(describeScans(scans));
    const pack = await measurePack(folder);
    const readers = await measureReaders(folder);
    const hostile = await measureHostile(folder);
    if (json)
      console.log(JSON.stringify({ browser: "chromium", start, scans, pack, ...readers, hostile }, null, 2));
    else {
      console.log(
        `${pack.rules} event rules over ${pack.mebibytes} MiB NDJSON, ${pack.events} events, ${pack.alerts} alerts: ` +
          `JSON.parse alone ${pack.parseMiBps} MiB/s, scan ${pack.scanMiBps} MiB/s, ratio ${pack.ratio} ` +
          `(first file of a session ${pack.firstScanMiBps} MiB/s, ratio ${pack.firstRatio}); ` +
          `peak memory of the page ${pack.peakRendererMiB} MiB`,
      );
      console.log(describeReaders(readers));
      console.log(describeHostile(hostile));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
