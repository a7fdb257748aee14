import { describe, expect, it } from "vitest";
import { sortRows } from "../../src/columns/index.ts";
import { mulberry32 } from "../bench/random.ts";

/** What a stable sort by comparison gives. */
function reference(rows: Uint32Array, keys: readonly number[], descending: boolean): number[] {
  const rank = (row: number): number => (Number.isNaN(keys[row]!) ? Infinity : keys[row]!);
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) < rank(b) ? -sign : sign));
}

const KINDS: readonly (readonly [string, (random: () => number) => number])[] = [
  ["codes", (random) => Math.floor(random() * 20)],
  ["times", (random) => (random() < 0.1 ? NaN : Math.floor(1.7e12 + random() * 1e9))],
  ["numbers of either sign", (random) => (random() - 0.5) * 10 ** Math.floor(random() * 20 - 5)],
  ["zeros of either sign", (random) => [0, -0, 1, -1][Math.floor(random() * 4)]!],
  ["equal numbers", () => 5],
];

describe("sorting rows", () => {
  for (const [kind, make] of KINDS) {
    it.each([0, 1, 100, 10_000])(`by ${kind} is stable and the same as comparing, with %d rows`, (count) => {
      const random = mulberry32(count + 1);
      const keys = Array.from({ length: 3 * count }, () => make(random));
      const rows = Uint32Array.from({ length: count }, () => Math.floor(random() * 3 * count));
      for (const descending of [false, true]) {
        const sorted = sortRows(rows, (row) => keys[row]!, { descending });
        expect([...sorted]).toEqual(reference(rows, keys, descending));
      }
    });
  }
});
