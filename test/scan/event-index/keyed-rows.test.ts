import fc from "fast-check";
import { expect, it } from "vitest";
import { KeyedRows } from "../../../src/scan/event-index/keyed-rows.ts";

it("gives the same rows as a Map of texts would, and completes them", () => {
  const code = fc.oneof(fc.nat(3), fc.nat(100_000));
  const row = fc.tuple(fc.tuple(code, code), fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 3000, size: "max" }), (rows) => {
      const table = new KeyedRows(3, 2);
      const keys = new Map<string, number>();
      const expected: number[][] = [];
      for (const [key, codes] of rows) {
        const known = keys.get(key.join(" "));
        const at = known ?? expected.length;
        if (known === undefined) {
          keys.set(key.join(" "), at);
          expected.push([...codes]);
        } else expected[at] = expected[at]!.map((each, i) => each || codes[i]!);
        expect(table.rowOf(key, codes)).toBe(at);
      }
      expect([...table.codes]).toEqual(expected.flat());
    }),
    { numRuns: 60 },
  );
});
