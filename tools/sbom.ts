import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Returns the CycloneDX bill of materials of Loupe: the dependencies in package.json and everything that these depend
 * on.
 *
 * npm lists the packages. Only what follows from the lock file is kept, so that two builds give the same bytes: the
 * time, the random serial number, npm's own version, the folder's name (which npm uses as the project's) and addresses
 * are removed.
 *
 * The packages are selected here too: `npm sbom --omit=dev` (10 and 11) drops every package that some development
 * dependency also needs, including svelte and all its dependencies.
 *
 * @param root folder of package.json and package-lock.json
 * @returns JSON text ending in a line feed
 */
export function softwareBill(root: string): string {
  const project = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Project;
  return normaliseBill(npmSbom(root), project);
}

export interface Project {
  readonly name: string;
  readonly version: string;
  /** Exact versions, because npm's reference is `name@version`. */
  readonly dependencies: Readonly<Record<string, string>>;
}

interface NpmComponent {
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly hashes?: unknown;
  readonly licenses?: unknown;
}

export interface NpmBill {
  readonly specVersion: string;
  readonly metadata: { readonly component: NpmComponent };
  readonly components: readonly NpmComponent[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** Reduces npm's bill to what describes the product and follows from the lock file, in a fixed order. */
export function normaliseBill(bill: NpmBill, { name, version, dependencies }: Project): string {
  const own = bill.metadata.component;
  const direct = Object.entries(dependencies).map(([dependency, exact]) => `${dependency}@${exact}`);
  const below = new Map(bill.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  below.set(own["bom-ref"], direct);
  const kept = closure(own["bom-ref"], below);
  const stable = {
    $schema: `http://cyclonedx.org/schema/bom-${bill.specVersion}.schema.json`,
    bomFormat: "CycloneDX",
    specVersion: bill.specVersion,
    version: 1,
    metadata: { component: { ...component(own), type: "application", name, version } },
    components: bill.components
      .filter((candidate) => kept.has(candidate["bom-ref"]))
      .sort((a, b) => order(a["bom-ref"], b["bom-ref"]))
      .map(component),
    dependencies: [...kept].sort(order).map((ref) => ({ ref, dependsOn: [...below.get(ref)!].sort(order) })),
  };
  return JSON.stringify(stable, null, 2) + "\n";
}

function closure(from: string, below: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set([from]);
  for (const ref of reached) {
    const next = below.get(ref);
    if (!next)
      throw new Error(
        `npm's bill of materials has no ${ref}: package.json and package-lock.json do not agree.`,
      );
    for (const dependency of next) reached.add(dependency);
  }
  return reached;
}

function component(from: NpmComponent) {
  return {
    type: "library",
    "bom-ref": from["bom-ref"],
    name: from.name,
    version: from.version,
    purl: from.purl,
    ...(from.hashes ? { hashes: from.hashes } : {}),
    ...(from.licenses ? { licenses: from.licenses } : {}),
  };
}

/** By code unit: the order of localeCompare depends on the machine. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function npmSbom(root: string): NpmBill {
  // Vite sets NODE_ENV=production, which npm would treat as --omit=dev.
  const args = ["sbom", "--include=dev", "--sbom-format=cyclonedx", "--package-lock-only"];
  // `npm run` sets the path of npm; otherwise npm must be on the PATH.
  const own = process.env["npm_execpath"];
  const [command, prefix] = own?.endsWith("npm-cli.js") ? [process.execPath, [own]] : ["npm", []];
  const text = execFileSync(command, [...prefix, ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 << 20,
    stdio: ["ignore", "pipe", "pipe"], // npm's warnings are about the user's own settings; errors are part of the exception
  });
  return JSON.parse(text) as NpmBill;
}
