import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * What the linters do not look at: nothing in the repository may speak of one person's machine, and the lock file may name no
 * registry (whoever installs uses their own; the hashes in it say what must arrive).
 *
 * @returns a sentence for each fault
 */
export function treeFaults(files: ReadonlyMap<string, string>, machinePaths: readonly string[]): string[] {
  const faults: string[] = [];
  // A path of one of the usual homes, or one that is known of this machine; not the end of a longer path or of an address.
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

/** The repository's text files, by their path from its root. */
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

const notOurs = new Set([".git", "node_modules", "dist", "coverage", ".svelte-kit"]);

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = join(import.meta.dirname, "..");
  const texts = repositoryTexts(root);
  const faults = treeFaults(
    texts,
    [root, homedir()].filter((path) => path.length > 1),
  );
  for (const fault of faults) console.error(fault);
  console.log(`${texts.size} text files looked at, ${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}
