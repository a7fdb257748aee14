import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { licenceModule } from "./licence-module.ts";
import { collectLicences, packageOf } from "./licences.ts";

/**
 * Provides `virtual:build-info` (which build this is) and `virtual:licences` (third-party licences) to the page and the
 * unit tests, and fails the build if a package is in the page without its licence.
 */
export function buildInfo(root: string): Plugin {
  const sources = new Map([
    ["virtual:build-info", () => exported({ version: packageVersion(root), commit: commitOf(root) })],
    ["virtual:licences", () => licenceModule(collectLicences(root))],
  ]);
  return {
    name: "loupe:build-info",
    resolveId: (id) => (sources.has(id) ? `\0${id}` : undefined),
    load: (id) => (id.startsWith("\0virtual:") ? sources.get(id.slice(1))?.() : undefined),
    generateBundle(_options, bundle) {
      const listed = new Set(collectLicences(root).map(({ name }) => name));
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        for (const id of chunk.moduleIds) {
          const name = packageOf(id);
          if (name && !listed.has(name))
            this.error(`${name} is in the bundle but not in the list of licences.`);
        }
      }
    },
  };
}

function exported(values: Record<string, unknown>): string {
  return Object.entries(values)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
    .join("");
}

function packageVersion(root: string): string {
  return (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
}

/**
 * The commit that the page is built from, with "+changes" if the work tree differs from it. It is "unknown" without
 * git, without a commit, or if the folder merely lies inside another repository (an unpacked archive).
 */
export function commitOf(root: string): string {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    if (realpathSync(git("rev-parse", "--show-toplevel")) !== realpathSync(root)) return "unknown";
    const commit = git("rev-parse", "HEAD");
    return git("status", "--porcelain") ? `${commit}+changes` : commit;
  } catch {
    return "unknown";
  }
}
