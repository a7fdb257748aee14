import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * `npm run coverage`: how much of each folder of src the unit tests cover. The figure is informational. The browser
 * tests run the built page and are not counted, so the figure for `src/ui` says little.
 */

interface Counted {
  readonly total: number;
  readonly covered: number;
}

/** Istanbul's coverage-summary.json: maps a file's path, or "total", to its counts. */
export type CoverageSummary = Readonly<Record<string, Readonly<Record<Measure, Counted>>>>;

type Measure = "lines" | "branches" | "functions";
const measures: readonly Measure[] = ["lines", "branches", "functions"];

/** Returns one line per folder of `src`, with files directly in `src` under `src` itself, and a total. */
export function folderTable(summary: CoverageSummary, src: string): string {
  const files = Object.entries(summary).filter(([path]) => path !== "total");
  const folders = new Map<string, typeof files>();
  for (const file of files) {
    const [folder = "", ...rest] = relative(src, file[0]).split(sep);
    const name = rest.length > 0 ? `src/${folder}` : "src";
    folders.set(name, [...(folders.get(name) ?? []), file]);
  }
  const names = [...folders.keys()].sort();
  const rows = names.map((name) => row(name, folders.get(name)!));
  return table([["folder", "files", ...measures], ...rows, row("all", files)]);
}

function row(name: string, files: readonly (readonly [string, CoverageSummary[string]])[]): string[] {
  return [
    name,
    String(files.length),
    ...measures.map((measure) => share(files.map(([, of]) => of[measure]))),
  ];
}

function share(counts: readonly Counted[]): string {
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  const covered = counts.reduce((sum, count) => sum + count.covered, 0);
  return total === 0 ? "-" : `${((100 * covered) / total).toFixed(1)} %`;
}

/** Aligns names to the left and figures to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_cell, i) => Math.max(...rows.map((cells) => cells[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ");
  return rows.map(line).join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = join(import.meta.dirname, "..");
  const { status } = spawnSync(
    process.execPath,
    [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "unit", "--coverage"],
    { cwd: root, stdio: "inherit", env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8" } },
  );
  const summary = JSON.parse(
    readFileSync(join(root, "coverage/coverage-summary.json"), "utf8"),
  ) as CoverageSummary;
  console.log(`\n${folderTable(summary, join(root, "src"))}\n\nLine by line: coverage/index.html`);
  process.exitCode = status ?? 1;
}
