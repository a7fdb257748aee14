import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { strayFaults, trackedFiles, treeFaults } from "../../tools/check-tree.ts";

const faults = (text: string, name = "a.ts") => treeFaults(new Map([[name, text]]), ["/srv/loupe"]);
// Assembled here, because the check would find it in this file too.
const home = ["", "home", "somebody", ""].join("/");

it.each([`x = "${home}a.ts"`, "see /srv/loupe/src", "cd /srv/loupe\n", `file://${home}a`])(
  "finds the path in %j",
  (text) => {
    expect(faults(text)).toHaveLength(1);
  },
);

it.each(["https://example.test" + home, "/srv/loupe-two/x", "a/srv/loupe/x", "C:\\Users\\somebody\\x"])(
  "finds no path in %j",
  (text) => {
    expect(faults(text)).toEqual([]);
  },
);

it("finds a registry in the lock file only", () => {
  const text = `{ "resolved": "https://registry.test/a.tgz" }`;
  expect(faults(text, "package-lock.json")).toEqual(["package-lock.json names a registry"]);
  expect(faults(text)).toEqual([]);
});

it.each([
  "isolate-0x1-1-v8.log",
  "npm-debug.log",
  "scan.cpuprofile",
  "x.heapprofile",
  "x.heapsnapshot",
  "notes.txt",
  "constructor",
])("rejects %s at the top level", (name) => {
  expect(strayFaults(["src", name], [])).toEqual([`${name} is not expected at the top level`]);
});

it.each([
  "test/isolate-0x1-1-v8.log",
  "src/scan/scan.cpuprofile",
  "docs/OLD.LOG",
  "a/x.heapprofile",
  "x.heapsnapshot",
])("rejects %s if it is tracked", (path) => {
  expect(strayFaults([], [path])).toEqual([`${path} is tracked, but it is a log or a profile`]);
});

it("accepts ignored output, sources, and files that only resemble logs", () => {
  const entries = [".git", "README.md", "coverage", "dist", "node_modules", "package.json", "src"];
  expect(strayFaults(entries, ["src/export/log.ts", "test/fixtures/hives/SYSTEM.LOG1"])).toEqual([]);
});

it(".gitignore covers what it rejects, and files added anyway are found", () => {
  const folder = mkdtempSync(join(tmpdir(), "loupe-tree-"));
  try {
    const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, stdio: "pipe" });
    git("init", "--quiet");
    copyFileSync(join(import.meta.dirname, "../../.gitignore"), join(folder, ".gitignore"));
    mkdirSync(join(folder, "src"));
    const left = [
      "isolate-0x1-1-v8.log",
      "src/npm-debug.log",
      "x.cpuprofile",
      "x.heapprofile",
      "x.heapsnapshot",
    ];
    for (const name of ["src/a.ts", ...left]) writeFileSync(join(folder, name), "");
    git("add", ".");
    expect(trackedFiles(folder)).toEqual([".gitignore", "src/a.ts"]);
    git("add", "--force", ".");
    expect(strayFaults([], trackedFiles(folder))).toHaveLength(left.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("finds no tracked files without git", () => {
  const folder = mkdtempSync(join(tmpdir(), "loupe-tree-"));
  expect(trackedFiles(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
