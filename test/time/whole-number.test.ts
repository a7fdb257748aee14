import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wholeNumber } from "../../src/time/whole-number.ts";

const INT64 = fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n);

describe("wholeNumber", () => {
  it.each([
    ["-9214364837600035000", -9214364837600034816n],
    ["9232379236109517000", 0x8020000000000000n],
    ["-9214364837600034816", -9214364837600034816n],
    ["-9.214364837600035e+18", -9214364837600034816n],
    ["-9.214364837600035E18", -9214364837600034816n],
    ["9232379236109517000.0", 0x8020000000000000n],
    ["0x8020000000000000", 0x8020000000000000n],
    ["133601234567890123", 133601234567890123n],
    ["17.0", 17n],
    ["0", 0n],
  ])("reads %s", (text, number) => expect(wholeNumber(text)).toBe(number));

  it.each(["", "-", "1.5", "0x", "0x80200000000000000", "abc", "1e99999", "1,000", "١٢", "0b1", " 1"])(
    "%j is not a whole number",
    (text) => expect(wholeNumber(text)).toBeNull(),
  );

  it("gives back the double that a pipeline in JavaScript has made of a number", () => {
    fc.assert(
      fc.property(INT64, (number) => {
        const double = JSON.parse(String(number)) as number;
        expect(wholeNumber(JSON.stringify(double))).toBe(BigInt(double));
      }),
    );
  });

  it("keeps every other number as written", () => {
    fc.assert(
      fc.property(INT64, (number) => {
        const text = String(number);
        if (String(Number(text)) !== text) expect(wholeNumber(text)).toBe(number);
        expect(wholeNumber(`0x${BigInt.asUintN(64, number).toString(16)}`)).toBe(BigInt.asUintN(64, number));
      }),
    );
  });
});
