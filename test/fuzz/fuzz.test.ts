import { describe, expect, it } from "vitest";
import { FUZZED, fuzzerOf } from "./fuzzers.ts";
import { Tally } from "./tally.ts";

/*
 * Damaged files, rules and queries: nothing throws or hangs, no result depends on how bytes arrive, and every loss is
 * reported. `npm run fuzz` does the same at any size.
 */

/** The same mutants in every run; enough to exercise each mutator. */
const FIXED = 60;
/** Mutants that no run had before. */
const NEW = 20;

describe.each(FUZZED)("damaged %s", (name) => {
  const fresh = Math.floor(Math.random() * 1_000_000_000);

  it.each([
    ["fixed seeds", 1, FIXED],
    ["seeds from a random one", fresh, NEW],
  ])("never breaks anything, and is never lost silently: %s", async (_, first, count) => {
    const fuzzer = fuzzerOf(name);
    const tally = new Tally(name);
    for (let seed = first; seed < first + count; seed++) await fuzzer.run(seed, tally);
    const failures = tally.failures.map(
      ({ failure, seed, trace }) =>
        `${failure}: npm run fuzz -- --only ${name} --seed ${seed} --count 1\n${trace}`,
    );
    expect(failures, tally.line).toEqual([]);
    expect(tally.mutants).toBe(count);
  });
});
