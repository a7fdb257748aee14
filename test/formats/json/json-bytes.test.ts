import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { integerEnd, plainEnd, wordEnd } from "../../../src/formats/json/json-bytes.ts";
import { utf8 } from "../../support/read.ts";

function isPlain(c: number): boolean {
  return c >= 0x20 && c < 0x80 && c !== 0x22 && c !== 0x5c;
}

describe("plainEnd", () => {
  it("finds the first byte that is not plain", () => {
    // Includes neighbours of the relevant bytes, so that a borrow from one byte to the next would show.
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(
        0x1f,
        0x20,
        0x21,
        0x22,
        0x23,
        0x5b,
        0x5c,
        0x5d,
        0x7f,
        0x80,
        0x9f,
        0xa0,
        0xa2,
        0xdc,
        0xff,
      ),
      fc.integer({ min: 0x61, max: 0x7a }),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), fc.nat(40), (bytes, start) => {
        const at = Math.min(start, bytes.length);
        const padded = Uint8Array.from([...bytes, 0x22, 0x22, 0x22, 0x22]);
        const expected = padded.findIndex((c, i) => i >= at && !isPlain(c));
        expect(plainEnd(new DataView(padded.buffer), at)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("wordEnd and integerEnd", () => {
  it.each([
    ["true,", 4],
    ["false}", 5],
    ["null]", 4],
    ["tru", 0],
    ["nul,", 0],
    ["x", 0],
    [",", 0],
  ])("skip only a whole word: %s", (text, end) => {
    expect(wordEnd(utf8(text), 0)).toBe(end);
  });

  it.each([
    ["120,", 3],
    ["1", 1],
    ["x", 0],
  ])("skip digits: %s", (text, end) => {
    expect(integerEnd(utf8(text), 0)).toBe(end);
  });
});
