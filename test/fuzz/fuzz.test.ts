import { describe, expect, it } from "vitest";
import { FUZZED, fuzzerOf } from "./fuzzers.ts";
import { Tally } from "./tally.ts";

/*
 * Damaged files, rules and queries: nothing throws or hangs, no result depends on how bytes arrive, and every loss is
 * reported. `npm run fuzz` does the same at any size.
 */

/** The same mutants in every run, so that a failure is a change's doing; enough to exercise each mutator. */
const MUTANTS = 20;

describe.each(FUZZED)("damaged %s", (name) => {
  it("never breaks anything, and is never lost silently", async () => {
    const fuzzer = fuzzerOf(name);
    const tally = new Tally(name);
    for (let seed = 1; seed <= MUTANTS; seed++) await fuzzer.run(seed, tally);
    const failures = tally.failures.map(
      ({ failure, seed, trace }) =>
        `${failure}: npm run fuzz -- --only ${name} --seed ${seed} --count 1\n${trace}`,
    );
    expect(failures, tally.line).toEqual([]);
    expect(tally.mutants).toBe(MUTANTS);
  });
});
