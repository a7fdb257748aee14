import { Session, type Profiler } from "node:inspector";
import { readFileSync } from "node:fs";
import { join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { chargedMethods } from "./charged-methods.ts";

/*
 * Counts work instead of measuring time: how often each block of Loupe's code and of its dependencies ran, plus the
 * characters, bytes and items that the engine's own searches and copies read. The same input gives the same count on
 * any machine.
 *
 * V8's profiler counts the blocks, but only in code that is compiled after it started: import this module before
 * anything that you measure. A regular expression counts with the length it matched or searched. Backtracking is not
 * counted.
 *
 * Put tests that count work into files of their own, called work.test.ts: each runs in a process of its own (the project
 * `work` in vite.config.ts). `npm run coverage` uses the same counters,
 * and each measurement resets them.
 */

const root = join(import.meta.dirname, "../..");
const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
};
const counted = [
  join(root, "src", sep),
  join(import.meta.dirname, "counted-example.ts"), // for the test of this module
  ...Object.keys(dependencies).map((name) => join(root, "node_modules", name, sep)),
];

/** @param url of a script: the URL of a file, or only its path if Vite has compiled it */
function isCounted(url: string): boolean {
  const path = url.startsWith("file:") ? fileURLToPath(url) : normalize(url);
  return counted.some((start) => path.startsWith(start));
}

const session = new Session();
session.connect();

/** Asks the profiler of this thread, which answers synchronously. */
function ask(
  method: "Profiler.getBestEffortCoverage" | "Profiler.takePreciseCoverage",
): Profiler.ScriptCoverage[] {
  let answer: Profiler.ScriptCoverage[] | undefined;
  session.post(method, (error: Error | null, { result }: { result: Profiler.ScriptCoverage[] }) => {
    if (error) throw new Error(`${method}: ${error.message}`);
    answer = result;
  });
  return answer!;
}

session.post("Profiler.enable");
const early = ask("Profiler.getBestEffortCoverage").find(({ url }) => isCounted(url));
if (early)
  throw new Error(`Import support/work.ts first: ${early.url} is loaded already, and would not be counted.`);
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });

function takeBlocks(): number {
  let sum = 0;
  for (const { url, functions } of ask("Profiler.takePreciseCoverage")) {
    if (!isCounted(url)) continue;
    for (const { ranges } of functions) for (const { count } of ranges) sum += count;
  }
  return sum;
}

/** Returns the work of a synchronous call. */
export function work(act: () => unknown): number {
  takeBlocks(); // discards earlier counts
  const native = chargedMethods();
  try {
    act();
  } finally {
    native.restore();
  }
  return takeBlocks() + native.charged();
}

/** Returns the work of an asynchronous call. Nothing else may run meanwhile. */
export async function workAsync(act: () => Promise<unknown>): Promise<number> {
  takeBlocks(); // discards earlier counts
  const native = chargedMethods();
  try {
    await act();
  } finally {
    native.restore();
  }
  return takeBlocks() + native.charged();
}

/**
 * Returns the factor by which the work grows with four times the input: four if it is linear, sixteen if quadratic.
 *
 * @param act does what is measured, for an input of about the given size
 */
export function growth(size: number, act: (size: number) => unknown): number {
  act(size); // tables made on first use are not work for the input
  const once = work(() => act(size));
  return ratio(
    work(() => act(4 * size)),
    once,
  );
}

export async function growthAsync(size: number, act: (size: number) => Promise<unknown>): Promise<number> {
  await act(size);
  const once = await workAsync(() => act(size));
  return ratio(await workAsync(() => act(4 * size)), once);
}

function ratio(more: number, less: number): number {
  if (less === 0) throw new Error("Nothing was counted: what is measured must be code of src.");
  return more / less;
}

/** Growth up to this factor is no worse than that of sorting. */
export const LINEAR = 5.5;
