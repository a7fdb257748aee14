import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBrowsers } from "../../tools/browsers.ts";
import { type Loupe, openLoupe } from "../browser/support/index.ts";
import { generate, MATCHES } from "./generate.ts";
import { sampleMemory } from "./memory.ts";

/**
 * `npm run bench`: how fast the built page scans, as a ratio to the browser's own bare read of the same file, and what
 * memory it takes. Ratios compare across machines, rates do not. With `--json` it prints one JSON object.
 */
const SIZES = [256, 1024];
/** Reads and scans take turns, so that a slow minute of the machine hits both; the best of each counts. */
const ROUNDS = 3;

interface Figures {
  readonly mebibytes: number;
  readonly bareReadMiBps: number;
  readonly scanMiBps: number;
  readonly ratio: number;
  /** The pass that proves every record and computes the SHA-256, timed apart. */
  readonly secondPassMiBps: number;
  readonly peakRendererMiB: number;
  readonly peakBareReadMiB: number;
}

async function measure(path: string): Promise<Figures> {
  const bytes = statSync(path).size;
  const mebibytes = bytes / 1048576;
  let bare = Infinity;
  let scan = Infinity;
  let hash = Infinity;
  let peak = 0;
  let peakBare = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const yardstick = await openLoupe("chromium", { html: join(import.meta.dirname, "bare-read.html") });
    try {
      const memory = sampleMemory(pidOf(yardstick));
      const input = await yardstick.page.$<"input">("input" as never);
      await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
      const milliseconds = await yardstick.page.waitForFunction(
        () => document.querySelector("output")?.dataset["milliseconds"],
        { timeout: 300_000 },
      );
      bare = Math.min(bare, Number(await milliseconds.jsonValue()));
      peakBare = Math.max(peakBare, memory.stop());
    } finally {
      await yardstick.close();
    }
    const loupe = await openLoupe("chromium");
    try {
      const memory = sampleMemory(pidOf(loupe));
      await loupe.addPaths([path]);
      await loupe.page.waitForSelector('[data-testid=evidence-row][data-state="done"]', { timeout: 300_000 });
      peak = Math.max(peak, memory.stop());
      await loupe.waitForScan(300_000);
      const [row] = await loupe.evidenceRows();
      if (row?.["alerts"] !== String(MATCHES)) throw new Error(`${row?.["alerts"]} alerts, not ${MATCHES}`);
      scan = Math.min(scan, Number(row["scanMs"]));
      hash = Math.min(hash, Number(row["hashMs"]));
    } finally {
      await loupe.close();
    }
  }
  const rate = (milliseconds: number): number => Math.round((1000 * mebibytes) / milliseconds);
  return {
    mebibytes: Math.round(mebibytes),
    bareReadMiBps: rate(bare),
    scanMiBps: rate(scan),
    ratio: Math.round((100 * bare) / scan) / 100,
    secondPassMiBps: rate(hash),
    peakRendererMiB: peak,
    peakBareReadMiB: peakBare,
  };
}

function pidOf(loupe: Loupe): number {
  const pid = loupe.page.browser().process()?.pid;
  if (pid === undefined) throw new Error("The browser has no process of its own.");
  return pid;
}

async function main(): Promise<void> {
  ensureBrowsers();
  const folder = mkdtempSync(join(tmpdir(), "loupe-bench-"));
  const json = process.argv.includes("--json");
  try {
    const ndjson: Figures[] = [];
    for (const size of SIZES) {
      const path = join(folder, `${size}.ndjson`);
      generate(path, size * 1048576);
      const figures = await measure(path);
      ndjson.push(figures);
      rmSync(path);
      if (!json) {
        console.log(
          `${figures.mebibytes} MiB NDJSON: bare read ${figures.bareReadMiBps} MiB/s, scan ${figures.scanMiBps} MiB/s, ` +
            `ratio ${figures.ratio}; second pass (proof and SHA-256) ${figures.secondPassMiBps} MiB/s; ` +
            `peak memory of the page ${figures.peakRendererMiB} MiB, of the bare read ${figures.peakBareReadMiB} MiB`,
        );
      }
    }
    if (json) console.log(JSON.stringify({ browser: "chromium", ndjson }, null, 2));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
