import { spawn } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ensureBrowsers } from "./browsers.ts";

/**
 * `npm test`: everything that must pass before a change is accepted, the quick checks first. Stops at the first
 * failure.
 */
const root = join(import.meta.dirname, "..");

const steps: readonly (readonly [heading: string, run: () => Promise<void> | void])[] = [
  ["tree", () => run("tsx", "tools/check-tree.ts")],
  ["import cycles", () => run("tsx", "tools/check-cycles.ts")],
  ["documents", () => run("tsx", "tools/check-docs.ts")],
  // Each of these keeps one core busy.
  [
    "types, lint and format",
    async () => {
      await Promise.all([
        run("svelte-check", "--tsconfig", "tsconfig.json"), // the page, tools and tests
        run("tsc", "-p", "src/tsconfig.core.json"), // the core, without a DOM
        run("eslint", "."),
        run("prettier", "--check", "--cache", "--cache-strategy", "content", "."),
      ]);
    },
  ],
  ["unit tests", () => run("vitest", "run", "--project", "unit", "--project", "work")],
  ["build, twice the same", () => run("tsx", "tools/check-build.ts")],
  ["browsers", ensureBrowsers],
  ["browser tests", () => run("vitest", "run", "--project", "browser")],
];

/** vitest cannot stop a test in an endless loop, and waits for it. So every step has a time limit. */
const limit = 30 * 60_000;

/** vitest's totals, repeated at the end of the output. */
const totals: string[] = [];
const times: string[] = [];

for (const [heading, step] of steps) {
  console.log(`\n== ${heading}`);
  const start = performance.now();
  try {
    await step();
  } catch (error) {
    console.error(`\n== ${heading}: FAILED. ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
  times.push(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${heading}`);
  console.log(times.at(-1));
}
console.log(`\n== all passed\n${times.join("\n")}\n${totals.join("\n")}`);

/** Runs a program of node_modules/.bin and passes its output on as it comes. */
function run(program: string, ...args: string[]): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(join(root, "node_modules/.bin", program), args, {
      cwd: root,
      env: { ...process.env, TZ: "UTC", LC_ALL: "C.UTF-8" },
      stdio: ["ignore", "pipe", "inherit"],
      shell: process.platform === "win32", // the programs are .cmd files there
      detached: process.platform !== "win32", // its own process group, so that its child processes can be ended with it
    });
    const end = () => {
      if (process.platform === "win32") child.kill();
      else process.kill(-child.pid!, "SIGKILL");
    };
    const interrupted = () => {
      end();
      process.exit(130);
    };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      end();
    }, limit);
    process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      process.stdout.write(text);
      output += text;
    });
    child.on("error", fail);
    child.on("close", (code) => {
      clearTimeout(timer);
      process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
      totals.push(...(stripVTControlCharacters(output).match(/^\s*(?:Test Files|Tests) .*$/gm) ?? []));
      if (code === 0) done();
      else fail(new Error(late ? `${program} did not come to an end.` : `${program} ended with ${code}.`));
    });
  });
}
