import { join } from "node:path";
import { expect, it } from "vitest";
import { folderTable } from "../../tools/coverage.ts";

const src = join("/repository", "src");
const counted = (lines: [number, number], branches: [number, number], functions: [number, number]) => ({
  lines: { covered: lines[0], total: lines[1] },
  branches: { covered: branches[0], total: branches[1] },
  functions: { covered: functions[0], total: functions[1] },
});

it("sums the files of a folder and of its subfolders, weighted by size", () => {
  const summary = {
    total: counted([0, 0], [0, 0], [0, 0]), // ignored: the tool computes the sums itself
    [join(src, "main.ts")]: counted([0, 10], [0, 0], [0, 0]),
    [join(src, "ui", "App.svelte")]: counted([0, 90], [0, 5], [0, 9]),
    [join(src, "eql", "parser.ts")]: counted([90, 90], [8, 10], [9, 9]),
    [join(src, "eql", "regex", "nfa.ts")]: counted([0, 10], [8, 10], [0, 1]),
  };
  expect(folderTable(summary, src).split("\n")).toEqual([
    "folder   files   lines  branches  functions",
    "src          1   0.0 %         -          -",
    "src/eql      2  90.0 %    80.0 %     90.0 %",
    "src/ui       1   0.0 %     0.0 %      0.0 %",
    "all          4  45.0 %    64.0 %     47.4 %",
  ]);
});
