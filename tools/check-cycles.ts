import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Finds files that import each other, including imports of types: they can be read, tested and moved only together.
 * ESLint's own rules ignore type imports, and most cycles begin with one.
 *
 * @param files texts by path, with forward slashes
 * @returns each cycle once, as the paths along it
 */
export function importCycles(files: ReadonlyMap<string, string>): string[][] {
  const imports = new Map<string, string[]>();
  for (const [path, text] of files) {
    const targets = [...text.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"?]+)/g)].map(([, target]) =>
      posix.join(posix.dirname(path), target!),
    );
    imports.set(
      path,
      [...new Set(targets)].filter((target) => files.has(target) && target !== path),
    );
  }
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (done.has(path)) return;
    const start = trail.indexOf(path);
    if (start >= 0) {
      cycles.push(trail.slice(start));
      return;
    }
    for (const target of imports.get(path)!) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return cycles;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = join(import.meta.dirname, "..");
  const files = new Map<string, string>();
  for (const folder of ["src", "workers"]) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (!/\.(?:ts|svelte)$/.test(name)) continue;
      const path = join(folder, name).replaceAll("\\", "/");
      files.set(path, readFileSync(join(root, path), "utf8"));
    }
  }
  const cycles = importCycles(files);
  for (const cycle of cycles) console.error(`Files import each other: ${[...cycle, cycle[0]].join(" -> ")}`);
  console.log(`${files.size} files looked at, ${cycles.length} import cycles`);
  if (cycles.length > 0) process.exitCode = 1;
}
