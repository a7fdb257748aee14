import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Artifacts outside the repository, with what independent tools read from them. */
export const ROOT = "../shared/artifacts";
export const isPresent = existsSync(join(ROOT, "expected"));

/** The files with expected values whose names begin like this, as `folder/name`. */
export function expectedFiles(...starts: readonly string[]): string[] {
  if (!isPresent) return [];
  return readdirSync(join(ROOT, "expected"))
    .filter((name) => starts.some((start) => name.startsWith(start)))
    .map((name) => name.replace(/\.json$/, "").replaceAll("__", "/"))
    .sort();
}

export function expectedOf<T>(name: string): T {
  return JSON.parse(readFileSync(join(ROOT, "expected", `${name.replaceAll("/", "__")}.json`), "utf8")) as T;
}

export function fileOf(path: string): Uint8Array<ArrayBuffer> {
  const full = join(ROOT, path);
  const bytes = existsSync(full) ? readFileSync(full) : gunzipSync(readFileSync(`${full}.gz`));
  return new Uint8Array(bytes);
}

/** The logs beside a hive, found without case as Windows names them. */
export function logsOf(path: string): Uint8Array[] {
  const folder = dirname(join(ROOT, path));
  const logs = readdirSync(folder).filter((name) =>
    [`${basename(path)}.log1`, `${basename(path)}.log2`].includes(
      name.toLowerCase().replace(basename(path).toLowerCase(), basename(path)),
    ),
  );
  return logs.sort().map((name) => new Uint8Array(readFileSync(join(folder, name))));
}
