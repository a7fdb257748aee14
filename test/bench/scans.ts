import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Loupe, openLoupe } from "../browser/support/index.ts";
import { generate } from "./generate.ts";
import { generateLog } from "./generate-log.ts";
import { generateCsv, generateXml } from "./generate-text.ts";
import { sampleMemory } from "./memory.ts";
import { MATCHES } from "./write-spread.ts";

/*
 * How fast the built page scans with the built-in rule: the time until all alerts are listed, and until everything is
 * done (counts, inventory, hash), each as a ratio of the browser's own bare read of the same bytes.
 */

/** Reads and scans take turns, so that a slow minute of the machine affects both. The best of each counts. */
const ROUNDS = 3;
const MIB = 1048576;

interface Form {
  readonly name: string;
  readonly mebibytes: number;
  /** How many files of that size together. */
  readonly files: number;
  readonly write: (path: string, bytes: number) => void;
}

const FORMS: readonly Form[] = [
  { name: "NDJSON", mebibytes: 256, files: 1, write: generate },
  { name: "NDJSON", mebibytes: 1024, files: 1, write: generate },
  { name: "EVTX", mebibytes: 256, files: 1, write: generateLog },
  { name: "EVTX", mebibytes: 20, files: 13, write: generateLog },
  { name: "event XML", mebibytes: 128, files: 1, write: generateXml },
  { name: "CSV", mebibytes: 128, files: 1, write: generateCsv },
];

export interface ScanFigures {
  readonly name: string;
  readonly mebibytes: number;
  readonly files: number;
  readonly bareReadMiBps: number;
  /** All alerts listed, and everything done: the time of the bare read in that of the scan. */
  readonly shownRatio: number;
  readonly doneRatio: number;
  readonly peakRendererMiB: number;
  readonly peakBareReadMiB: number;
}

/**
 * @param folder for temporary files
 * @throws Error if a scan finds other alerts than the file has: a wrong scan has no speed
 */
export async function measureScans(folder: string): Promise<ScanFigures[]> {
  const measured: ScanFigures[] = [];
  for (const form of FORMS) {
    const paths = Array.from({ length: form.files }, (_, n) => join(folder, `${form.name}-${n}`));
    for (const path of paths) form.write(path, form.mebibytes * MIB);
    measured.push(await measure(form, paths));
    for (const path of paths) rmSync(path);
  }
  return measured;
}

async function measure({ name, mebibytes, files }: Form, paths: readonly string[]): Promise<ScanFigures> {
  const [bare, shown, done] = [new Best(), new Best(), new Best()];
  let peak = 0;
  let peakBare = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const read = await bareRead(paths);
    bare.add(read.milliseconds);
    peakBare = Math.max(peakBare, read.peak);
    const scan = await scanned(paths);
    shown.add(scan.shown);
    done.add(scan.done);
    peak = Math.max(peak, scan.peak);
  }
  const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  const ratio = (milliseconds: number): number => Math.round((1000 * bare.value) / milliseconds) / 1000;
  return {
    name,
    mebibytes,
    files,
    bareReadMiBps: Math.round((1000 * bytes) / MIB / bare.value),
    shownRatio: ratio(shown.value),
    doneRatio: ratio(done.value),
    peakRendererMiB: peak,
    peakBareReadMiB: peakBare,
  };
}

class Best {
  value = Infinity;

  add(milliseconds: number): void {
    this.value = Math.min(this.value, milliseconds);
  }
}

/** Reads the files one after the other, as the disk has to. */
async function bareRead(paths: readonly string[]): Promise<{ milliseconds: number; peak: number }> {
  const page = await openLoupe("chromium", {
    alone: true,
    html: join(import.meta.dirname, "bare-read.html"),
  });
  try {
    const memory = sampleMemory(pidOf(page));
    const input = await page.page.$<"input">("input" as never);
    await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(...paths);
    const milliseconds = await page.page.waitForFunction(
      () => document.querySelector("output")?.dataset["milliseconds"],
      { timeout: 300_000 },
    );
    return { milliseconds: Number(await milliseconds.jsonValue()), peak: memory.stop() };
  } finally {
    await page.close();
  }
}

async function scanned(paths: readonly string[]): Promise<{ shown: number; done: number; peak: number }> {
  const loupe = await openLoupe("chromium", { alone: true });
  try {
    const memory = sampleMemory(pidOf(loupe));
    const expected = MATCHES * paths.length;
    await loupe.show("alerts");
    await loupe.page.evaluate(watch, expected);
    await loupe.addPaths(paths);
    await loupe.waitForScan(900_000);
    const peak = memory.stop();
    const alerts = await loupe.alertCount();
    if (alerts !== expected) throw new Error(`${alerts} alerts, not ${expected}`);
    const seen = await loupe.page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
    return { shown: seen.shown - seen.begun, done: seen.done - seen.begun, peak };
  } finally {
    await loupe.close();
  }
}

interface Seen {
  begun: number;
  shown: number;
  done: number;
}

/** Runs in the page: notes when the scan begins, when it has counted all alerts, and when it is done. */
function watch(expected: number): void {
  const seen = { begun: 0, shown: 0, done: 0 };
  (globalThis as unknown as { seen: typeof seen }).seen = seen;
  new MutationObserver(() => {
    const state = document.querySelector<HTMLElement>("[data-testid=scan-state]")?.dataset["state"];
    if (state === "scanning") seen.begun ||= performance.now();
    const alerts = document.querySelector<HTMLElement>("[data-testid=alert-count]")?.dataset["count"];
    if (Number(alerts) === expected) seen.shown ||= performance.now();
    if (state === "done" && seen.begun > 0) seen.done ||= performance.now();
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
}

export function pidOf(loupe: Loupe): number {
  const pid = loupe.page.browser().process()?.pid;
  if (pid === undefined) throw new Error("The browser has no process of its own.");
  return pid;
}

/** A table, for people. */
export function describeScans(figures: readonly ScanFigures[]): string {
  const rows = figures.map((of) => [
    of.name,
    of.files === 1 ? `${of.mebibytes} MiB` : `${of.files} files of ${of.mebibytes} MiB`,
    `${of.bareReadMiBps} MiB/s`,
    of.shownRatio.toFixed(2),
    of.doneRatio.toFixed(3),
    `${of.peakRendererMiB} MiB (bare read ${of.peakBareReadMiB})`,
  ]);
  const header = [
    "scan of",
    "size",
    "bare read",
    "alerts listed, of bare read",
    "done, of bare read",
    "peak memory",
  ];
  return [header, header.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
