import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { trackedFiles } from "./check-tree.ts";

/** A path of the repository, as documents write it: `src/kql/`, `test/bench/run.ts`. */
const PATH = /^(?:docs|public|src|test|tools|workers)\/[\w./-]+$/;

/**
 * Finds what a document names but the repository does not have: targets of relative links, and paths written as code.
 * Code blocks are ignored, since they contain commands and drawings.
 *
 * @param documents Markdown by path, with forward slashes
 * @param exists whether the repository has a file or a folder with this path
 * @returns one sentence per fault
 */
export function documentFaults(
  documents: ReadonlyMap<string, string>,
  exists: (path: string) => boolean,
): string[] {
  const faults: string[] = [];
  for (const [document, text] of documents) {
    const prose = text.replace(/^```[^]*?^```/gm, "");
    for (const [, target = ""] of prose.matchAll(/\]\(([^()\s]+)\)/g)) {
      if (/^[a-z]+:/i.test(target)) continue;
      const [path = ""] = target.split("#");
      const resolved = path === "" ? document : posix.join(posix.dirname(document), path);
      if (!exists(resolved)) faults.push(`${document} links to ${target}, which does not exist`);
    }
    for (const [, code = ""] of prose.matchAll(/`([^`\n]+)`/g)) {
      if (PATH.test(code) && !exists(code)) faults.push(`${document} names ${code}, which does not exist`);
    }
  }
  return faults;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = dirname(import.meta.dirname);
  const documents = new Map(
    trackedFiles(root)
      .filter((path) => path.endsWith(".md"))
      .map((path) => [path, readFileSync(join(root, path), "utf8")] as const),
  );
  const faults = documentFaults(documents, (path) => existsSync(join(root, path)));
  for (const fault of faults) console.error(fault);
  console.log(`${documents.size} documents looked at, ${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}
