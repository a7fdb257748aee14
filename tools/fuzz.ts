import { parseArgs } from "node:util";
import { FUZZED, fuzzerOf, isFuzzed } from "../test/fuzz/fuzzers.ts";
import { Tally } from "../test/fuzz/tally.ts";

/**
 * `npm run fuzz -- [--seed N] [--count N] [--only evtx]`: damages files, rules and queries, and tells what that costs.
 * Each mutant has a seed of its own; `--seed N --count 1` repeats one.
 */
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    count: { type: "string", default: "500" },
    only: { type: "string", multiple: true, default: [...FUZZED] },
    notes: { type: "boolean", default: false },
  },
});
const first = Number(values.seed);
const count = Number(values.count);
const names = values.only.flatMap((each) => each.split(","));
const unknown = names.filter((name) => !isFuzzed(name));
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count) || count < 1 || unknown.length > 0) {
  console.error(`npm run fuzz -- [--seed N] [--count N] [--only ${FUZZED.join("|")}] [--notes]`);
  process.exit(2);
}

/** A mutant that takes longer hangs: a synchronous loop cannot be stopped from within. */
const PATIENCE_MS = 120_000;
/** Far more than any mutant needs. */
const MOST_MIB = 1024;

if (process.send === undefined) process.exit(await supervise());
else await work();

/** Runs each format in a process of its own, which can be ended. Returns the exit code. */
async function supervise(): Promise<number> {
  const { fork } = await import("node:child_process");
  console.log(`seed ${first}, ${count} mutants each`);
  let failed = false;
  for (const name of names.filter(isFuzzed)) {
    const child = fork(
      import.meta.filename,
      [
        "--seed",
        String(first),
        "--count",
        String(count),
        "--only",
        name,
        ...(values.notes ? ["--notes"] : []),
      ],
      { execArgv: [...process.execArgv, `--max-old-space-size=${MOST_MIB}`] },
    );
    let seed = first;
    const end = (): void => {
      console.error(`${name}: seed ${seed} has not come to an end in ${PATIENCE_MS / 1000} seconds`);
      child.kill("SIGKILL");
    };
    let timer = setTimeout(end, PATIENCE_MS);
    child.on("message", (begun: number) => {
      seed = begun;
      clearTimeout(timer);
      timer = setTimeout(end, PATIENCE_MS);
    });
    const code = await new Promise<number | null>((done) => child.on("exit", done));
    clearTimeout(timer);
    if (code !== 0) {
      failed = true;
      if (code !== 1) console.error(`${name}: the process ended at seed ${seed}`);
    }
  }
  return failed ? 1 : 0;
}

/** Fuzzes one format, and says after each second which seed it is at. */
async function work(): Promise<void> {
  const [name] = names;
  if (name === undefined || !isFuzzed(name)) throw new Error("one format for each process");
  const fuzzer = fuzzerOf(name);
  const tally = new Tally(name);
  for (let seed = first; seed < first + count; seed++) {
    process.send?.(seed);
    await fuzzer.run(seed, tally);
  }
  console.log(tally.line);
  for (const { failure, seed, trace } of tally.failures) {
    console.log(`  ${failure}: npm run fuzz -- --only ${name} --seed ${seed} --count 1\n    ${trace}`);
  }
  if (values.notes) for (const { seed, trace } of tally.notes) console.log(`  note: seed ${seed}: ${trace}`);
  process.disconnect();
  process.exitCode = tally.failures.length > 0 ? 1 : 0;
}
