import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { trackedFiles } from "./check-tree.ts";

/** A path of the repository, as documents write it: `src/kql/`, `test/bench/run.ts`. */
const PATH = /^(?:docs|public|src|test|tools|workers)\/[\w./-]+$/;
/** The end of a path, in a text about its folder: `csv-reader.ts`, `csv/dialect.ts`. */
const TAIL = /^[\w-][\w./-]*\.(?:ts|js|svelte)$/;
/** A name in the code, which a sentence would not have: `toEcs`, `AlertRow`, `COLUMNS`. */
const NAME = /^(?=.*[a-z_$0-9][A-Z]|[A-Z][A-Z0-9_]+$|[A-Z][a-z])[A-Za-z_$][\w$]*$/;
/** A name and its file: "`COLUMNS` in `columns.ts`", "`AlertRow` (`src/case/model.ts`)". */
const NAME_IN_FILE = /`([A-Za-z_$][\w$]*)`\s(?:in\s|\()`([\w./-]+\.(?:ts|js|svelte))`/g;
/** The files whose names and words documents refer to. */
const CODE = /^(?:(?:src|test|tools|workers)\/.*|[^/]+)\.(?:ts|js|svelte|json)$/;

/**
 * Finds what a document names but the repository does not have: targets of relative links, and paths and names of the
 * code, written as code. Code blocks are ignored, since they contain commands and drawings.
 *
 * @param documents Markdown by path, with forward slashes
 * @param exists whether the repository has a file or a folder with this path
 * @param code the texts of the code by path; a name exists if it occurs in one of them
 * @returns one sentence per fault
 */
export function documentFaults(
  documents: ReadonlyMap<string, string>,
  exists: (path: string) => boolean,
  code: ReadonlyMap<string, string>,
): string[] {
  const faults: string[] = [];
  const wordsOf = (text: string): string[] => text.match(/[\w$]+/g) ?? [];
  const names = new Set([...code.values()].flatMap((text) => [...new Set(wordsOf(text))]));
  const endingIn = (tail: string): string[] =>
    [...code.keys()].filter((path) => `/${path}`.endsWith(`/${tail}`));
  for (const [document, text] of documents) {
    const prose = text.replace(/^```[^]*?^```/gm, "");
    for (const [, target = ""] of prose.matchAll(/\]\(([^()\s]+)\)/g)) {
      if (/^[a-z]+:/i.test(target)) continue;
      const [path = ""] = target.split("#");
      const resolved = path === "" ? document : posix.join(posix.dirname(document), path);
      if (!exists(resolved)) faults.push(`${document} links to ${target}, which does not exist`);
    }
    for (const [, span = ""] of prose.matchAll(/`([^`\n]+)`/g)) {
      const isMissing = PATH.test(span)
        ? !exists(span)
        : TAIL.test(span)
          ? endingIn(span).length === 0
          : NAME.test(span) && !names.has(span);
      if (isMissing) faults.push(`${document} names ${span}, which does not exist`);
    }
    for (const [, name = "", path = ""] of prose.matchAll(NAME_IN_FILE)) {
      const files = endingIn(path);
      if (files.length > 0 && !files.some((file) => wordsOf(code.get(file)!).includes(name)))
        faults.push(`${document} names ${name} in ${path}, which does not contain it`);
    }
  }
  return faults;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = dirname(import.meta.dirname);
  const tracked = trackedFiles(root).filter((path) => existsSync(join(root, path)));
  const texts = (wanted: RegExp): ReadonlyMap<string, string> =>
    new Map(
      tracked
        .filter((path) => wanted.test(path))
        .map((path) => [path, readFileSync(join(root, path), "utf8")] as const),
    );
  const documents = texts(/\.md$/);
  const faults = documentFaults(documents, (path) => existsSync(join(root, path)), texts(CODE));
  for (const fault of faults) console.error(fault);
  console.log(`${documents.size} documents looked at, ${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}
