import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packValue, unpackValue } from "../../src/case-file/packed-value.ts";

const there = (value: unknown): unknown => {
  const { json, bytes } = packValue(value);
  return unpackValue(json, bytes)?.[0];
};

const leaves = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.double(),
  fc.constantFrom(NaN, -0, Infinity, -Infinity, null, undefined, true, false, 2 ** 53),
  fc.uint8Array(),
  fc.float64Array(),
  fc.uint32Array(),
  fc.uint16Array(),
);
const names = fc.oneof(
  fc.constantFrom("$", "$$", "of", "bytes", "constructor", "toString", "hasOwnProperty", ""),
  fc.string(),
);
const { values } = fc.letrec((tie) => ({
  values: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaves,
    fc.array(tie("values"), { maxLength: 4 }),
    fc
      .array(fc.tuple(names, tie("values")), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries.filter(([name]) => name !== "__proto__"))),
  ),
}));

describe("a packed value", () => {
  it("is the same when it is unpacked, whatever it is", () => {
    fc.assert(
      fc.property(values, (value) => {
        // Vitest would take a property named constructor for the object's class.
        expect(isDeepStrictEqual(there(value), value)).toBe(true);
      }),
    );
  });

  it("keeps texts that are no whole characters, and buffers", () => {
    expect(there("\ud800 \u0000")).toBe("\ud800 \u0000");
    expect(there([Uint8Array.of(1, 2).buffer])).toEqual([Uint8Array.of(1, 2).buffer]);
    expect(there(new Uint16Array([1, 2, 3]).subarray(1))).toEqual(new Uint16Array([2, 3]));
  });

  it("is without a property that would change what the object is", () => {
    const hostile = JSON.parse('{"a": 1, "__proto__": {"b": 2}}') as object;
    expect(there(hostile)).toStrictEqual({ a: 1 });
    expect(unpackValue('{"__proto__": {"isAdmin": true}}', new Uint8Array())).toBeUndefined();
    expect(unpackValue('{"$": "object", "of": {"__proto__": 1}}', new Uint8Array())).toBeUndefined();
  });

  it.each([
    ["text that is no JSON", "{"],
    ["an unknown mark", '{"$": "Function"}'],
    ["a mark of an inherited name", '{"$": "constructor", "bytes": 0}'],
    ["numbers that are not there", '{"$": "Uint8Array", "bytes": 9}'],
    ["part of a number", '{"$": "Uint32Array", "bytes": 3}'],
    ["a negative length", '{"$": "Uint8Array", "bytes": -1}'],
    ["bytes that nothing needs", "1"],
    ["lists in lists in lists", `${"[".repeat(100)}${"]".repeat(100)}`],
    ["lists that are nested as deep as a text can", `${"[".repeat(1e6)}${"]".repeat(1e6)}`],
  ])("is none with %s", (_what, json) => {
    expect(unpackValue(json, new Uint8Array(3))).toBeUndefined();
  });

  it("refuses what no store of a case has", () => {
    for (const value of [new Map(), new Date(0), 1n, () => 0, Symbol("s")])
      expect(() => packValue({ value })).toThrow(TypeError);
  });
});
