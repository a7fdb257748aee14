import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Licence {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, or the licence's own name if SPDX has no identifier for it. */
  readonly licence: string;
  readonly text: string;
}

/**
 * Packages that svelte and others need for their compilers, not for the page. All other production dependencies are
 * listed. The build fails if a package in the bundle is missing from the list, so a wrong entry here cannot go
 * unnoticed.
 */
const compileTime = new Set([
  "@jridgewell/gen-mapping",
  "@jridgewell/remapping",
  "@jridgewell/resolve-uri",
  "@jridgewell/sourcemap-codec",
  "@jridgewell/trace-mapping",
  "@sveltejs/acorn-typescript",
  "@types/estree",
  "@typescript-eslint/types",
  "acorn",
  "aria-query",
  "axobject-query",
  "esrap",
  "is-reference",
  "locate-character",
  "magic-string",
  "zimmerframe",
]);

/** The rule is not a package, but its query is third-party work under its own licence. */
function elasticRule(root: string): Licence {
  return {
    name: "Elastic detection rule query (Full User-Mode Dumps Enabled System-Wide)",
    version: "",
    licence: "Elastic License 2.0",
    text:
      "The query of this rule, with the rule's name, identifier and settings, comes from Elastic's public collection of " +
      "detection rules and is used under the Elastic License 2.0. That licence covers the rule only; it does not extend to " +
      "Loupe's own code. Its terms, published at www.elastic.co/licensing/elastic-license:\n\n" +
      readFileSync(join(root, "src/rules/builtin/ELASTIC-LICENSE-2.0.txt"), "utf8"),
  };
}

interface LockedPackage {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
  readonly peer?: boolean;
}

/**
 * Returns the licences of everything in the built page, by name.
 *
 * @param root folder of package-lock.json and node_modules
 * @throws Error if a package has no licence text: the page must not be distributed without it
 */
export function collectLicences(root: string): Licence[] {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  const packages = Object.entries(lock.packages)
    .filter(([path, entry]) => path !== "" && !entry.dev && !entry.devOptional && !entry.optional)
    .map(([path, entry]) => ({ name: packageOf(path)!, path, entry }))
    .filter(({ name }) => !compileTime.has(name))
    .map(({ name, path, entry }) => ({
      name,
      version: entry.version,
      licence: entry.license ?? "see text",
      text: licenceText(join(root, path), name),
    }));
  return [...packages, elasticRule(root)].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** `…/node_modules/@scope/name/file.js` -> `@scope/name`; undefined for a path outside node_modules. */
export function packageOf(path: string): string | undefined {
  return /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1]?.replaceAll("\\", "/");
}

function licenceText(folder: string, name: string): string {
  const file = readdirSync(folder)
    .sort()
    .find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  if (!file)
    throw new Error(`${name} comes without a licence file: what it may be used for has to be cleared first.`);
  return readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trimEnd() + "\n";
}
