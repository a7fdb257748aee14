import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortByRank, sortRows } from "../../src/columns/index.ts";

describe("sorting by ranks", () => {
  it("gives the same order as sorting by numbers", () =>
    fc.assert(
      fc.property(
        fc.array(fc.nat(4)),
        fc.array(fc.nat(5), { minLength: 5, maxLength: 5 }),
        fc.boolean(),
        (codes, ranks, descending) => {
          const rows = Uint32Array.from(codes, (_, row) => codes.length - 1 - row);
          const [ofRow, ofCode] = [Uint32Array.from(codes), Uint32Array.from(ranks)];
          const expected = sortRows(rows, (row) => ofCode[ofRow[row]!]!, { descending });
          expect([...sortByRank(rows, ofRow, ofCode, { descending })]).toEqual([...expected]);
        },
      ),
    ));
});
