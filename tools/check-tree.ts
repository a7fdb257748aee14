import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Checks what the linters do not: no file may contain a path of one person's machine, and the lock file must not name a
 * registry (each user installs from their own; its hashes ensure that the packages are the same).
 *
 * @returns one sentence per fault
 */
export function treeFaults(files: ReadonlyMap<string, string>, machinePaths: readonly string[]): string[] {
  const faults: string[] = [];
  // A path in one of the usual home folders, or one known from this machine; not the end of a longer path or of an
  // address.
  const home = /(?<![\w.:-])\/(?:home|Users)\/[a-z][\w.-]*\//;
  const known = machinePaths.map((path) => new RegExp(`(?<![\\w.-])${escape(path)}(?![\\w-])`));
  for (const [name, text] of files) {
    const place = [home, ...known].map((pattern) => pattern.exec(text)).find((found) => found !== null);
    if (place) faults.push(`${name} names a path of one machine: ${place[0]}`);
    if (name === "package-lock.json" && /"resolved": *"https?:/.test(text))
      faults.push(`${name} names a registry`);
  }
  return faults;
}

function escape(text: string): string {
  return text.replace(/[^\w/]/g, "\\$&");
}

/** The entries of the top level, including ignored output. Add a name only for a file that belongs nowhere else. */
const topLevel = new Set([
  ...[".ci", ".git", ".gitignore", ".npmrc", ".prettierignore", ".prettierrc.json"],
  ...["ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md"],
  ...[
    "eslint.config.js",
    "index.html",
    "package-lock.json",
    "package.json",
    "tsconfig.json",
    "vite.config.ts",
  ],
  ...["docs", "public", "src", "test", "tools", "workers"],
  ...[".svelte-kit", "coverage", "dist", "node_modules", "screenshots"],
]);

/** Logs and the output of V8's profilers, which say nothing about Loupe. */
const leftover = /\.(?:log|cpuprofile|heapprofile|heapsnapshot)$/i;

/**
 * Finds stray files: unexpected entries at the top level, and tracked logs and profiles. Git ignores logs and profiles,
 * but `git add --force` still adds them, and at the top level even ignored ones are in the way.
 *
 * @param entries the names on the top level
 * @param tracked the paths of all tracked files
 * @returns one sentence per fault
 */
export function strayFaults(entries: readonly string[], tracked: readonly string[]): string[] {
  return [
    ...entries
      .filter((name) => !topLevel.has(name))
      .map((name) => `${name} is not expected at the top level`),
    ...tracked
      .filter((path) => leftover.test(path))
      .map((path) => `${path} is tracked, but it is a log or a profile`),
  ];
}

/** Returns the tracked files; none without git, as in an unpacked archive, but the top level is still checked. */
export function trackedFiles(root: string): string[] {
  try {
    return execFileSync("git", ["ls-files", "-z"], {
      cwd: root,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
      stdio: ["ignore", "pipe", "ignore"],
    })
      .split("\0")
      .filter(Boolean);
  } catch {
    return [];
  }
}

/** Returns the repository's text files by their path from its root. */
function repositoryTexts(root: string, folder = ""): Map<string, string> {
  const texts = new Map<string, string>();
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) {
      if (notOurs.has(entry.name)) continue;
      for (const [name, text] of repositoryTexts(root, path)) texts.set(name, text);
    } else if (entry.isFile()) {
      const text = readFileSync(join(root, path), "latin1");
      if (!text.includes("\0")) texts.set(path, text);
    }
  }
  return texts;
}

const notOurs = new Set([".git", "node_modules", "dist", "coverage", ".svelte-kit", "screenshots"]);

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = join(import.meta.dirname, "..");
  const texts = repositoryTexts(root);
  const machinePaths = [root, homedir()].filter((path) => path.length > 1);
  const faults = [...treeFaults(texts, machinePaths), ...strayFaults(readdirSync(root), trackedFiles(root))];
  for (const fault of faults) console.error(fault);
  console.log(`${texts.size} text files looked at, ${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}
