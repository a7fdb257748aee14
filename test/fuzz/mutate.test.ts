import { describe, expect, it } from "vitest";
import { mulberry32 } from "../bench/random.ts";
import { judge } from "./judge.ts";
import { type Mutant, mutate } from "./mutate.ts";
import type { Outcome } from "./scan-sample.ts";

const SAMPLE = Uint8Array.from({ length: 5000 }, (_, i) => i % 251);

describe("a mutant", () => {
  it("is what its parts say, and the same for the same seed", () => {
    const names = new Set<string>();
    for (let seed = 0; seed < 300; seed++) {
      const { bytes, parts, changes } = mutate(SAMPLE, SAMPLE.toReversed(), mulberry32(seed));
      const built = parts.flatMap((part) =>
        "bytes" in part ? [...part.bytes] : [...SAMPLE.subarray(part.from, part.to)],
      );
      expect(Buffer.from(bytes).equals(Buffer.from(built))).toBe(true);
      const again = mutate(SAMPLE, SAMPLE.toReversed(), mulberry32(seed));
      expect(Buffer.from(again.bytes).equals(Buffer.from(bytes))).toBe(true);
      for (const change of changes.split(", ")) names.add(change);
    }
    expect([...names].sort()).toEqual([
      "changed byte",
      "cut off",
      "doubled range",
      "flipped bit",
      "inserted range",
      "noise",
      "removed range",
      "spliced file",
      "swapped ranges",
      "zeros",
    ]);
  });
});

describe("the judge", () => {
  const outcome = (raws: readonly string[], lost = 0): Outcome =>
    ({
      findings: raws.map((raw, i) => ({ raw, place: { offset: 10 * i, length: 10 } })),
      problems: [],
      result: { readable: true, lost, remarks: 0, notEvents: 0, headerOnly: 0 },
    }) as unknown as Outcome;
  const sample = {
    name: "lines",
    bytes: new Uint8Array(30),
    between: 0,
    frame: ({ offset, length }: { offset: number; length: number }) => ({
      from: offset,
      to: offset + length,
    }),
  };
  const before = outcome(["a", "b", "c"]);
  const mutant = (...parts: Mutant["parts"]): Mutant => ({ bytes: new Uint8Array(0), changes: "", parts });
  const inB = mutant({ from: 0, to: 15 }, { bytes: Uint8Array.of(0) }, { from: 16, to: 30 });

  it.each<[string, Mutant, Outcome, ReturnType<typeof judge>]>([
    ["nothing lost", inB, outcome(["a", "b", "c"]), { inside: 0, outside: 0, bereft: 0, isSilent: false }],
    [
      "the damaged one changed",
      inB,
      outcome(["a", "x", "c"]),
      { inside: 1, outside: 0, bereft: 0, isSilent: false },
    ],
    [
      "the damaged one lost",
      inB,
      outcome(["a", "c"], 1),
      { inside: 1, outside: 0, bereft: 0, isSilent: false },
    ],
    [
      "the damaged one lost silently",
      inB,
      outcome(["a", "c"]),
      { inside: 1, outside: 0, bereft: 0, isSilent: true },
    ],
    ["another lost", inB, outcome(["a", "b"], 1), { inside: 0, outside: 1, bereft: 0, isSilent: false }],
    ["another lost silently", inB, outcome(["a", "b"]), { inside: 0, outside: 1, bereft: 0, isSilent: true }],
    [
      "two joined by a missing middle",
      mutant({ from: 0, to: 15 }, { from: 25, to: 30 }),
      outcome(["a", "x"]),
      { inside: 2, outside: 0, bereft: 0, isSilent: false },
    ],
    [
      "one removed whole, which nobody can see",
      mutant({ from: 0, to: 10 }, { from: 20, to: 30 }),
      outcome(["a", "c"]),
      { inside: 1, outside: 0, bereft: 0, isSilent: false },
    ],
  ])("%s", (_, changed, after, losses) => {
    expect(judge(sample, before, changed, after)).toEqual(losses);
  });
});
