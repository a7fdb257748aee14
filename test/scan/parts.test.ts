import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBlob } from "../../src/bytes/index.ts";
import { epochMillis } from "../../src/time/epoch-millis.ts";
import { Fingerprint } from "../../src/scan/fingerprint.ts";
import { hashFile } from "../../src/scan/index.ts";
import { TextSearch } from "../../src/scan/text-search.ts";
import { requiredTexts } from "../../src/scan/prefilter.ts";
import { timestampMillis } from "../../src/time/timestamp-bytes.ts";
import { utf8 } from "../support/read.ts";
import { seedRules } from "../support/seed.ts";

describe("TextSearch", () => {
  it("finds the same as indexOf, ignoring case", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "B", "b", "A", "-"), { maxLength: 60 }),
        fc.array(fc.constantFrom("a", "b", "-"), { minLength: 1, maxLength: 4 }),
        fc.nat(10),
        (text, word, from) => {
          const buffer = utf8(text.join(""));
          const found: number[] = [];
          new TextSearch(word.join("")).find(buffer, from, buffer.length, (at) => found.push(at));
          const expected: number[] = [];
          const lower = text.join("").toLowerCase();
          for (
            let at = lower.indexOf(word.join(""), from);
            at >= 0;
            at = lower.indexOf(word.join(""), at + 1)
          ) {
            expected.push(at);
          }
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 2000, seed: 6 },
    );
  });
});

describe("requiredTexts", () => {
  it("uses the longest part of the built-in rule's path that appears verbatim in the bytes", () => {
    expect(requiredTexts(seedRules().conditions)).toEqual(["windows error reporting"]);
  });

  it("is null if a rule can match without a text", () => {
    expect(requiredTexts([...seedRules().conditions, { requiredTexts: [] }])).toBeNull();
  });
});

describe("timestampMillis", () => {
  const of = (text: string): number => timestampMillis(utf8(text), 0, text.length);

  it("agrees with the general parser on every day and fraction", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1900-01-01"), max: new Date("2200-01-01"), noInvalidDate: true }),
        fc.integer({ min: 0, max: 9 }),
        fc.nat(999_999_999),
        (date, places, fraction) => {
          const seconds = date.toISOString().slice(0, 19);
          const text =
            places === 0
              ? `${seconds}Z`
              : `${seconds}.${String(fraction).padStart(9, "0").slice(0, places)}Z`;
          const fast = of(text);
          if (!Number.isNaN(fast)) expect(fast).toBe(epochMillis(text));
          else expect(text.slice(5, 10)).toBe("02-29");
        },
      ),
      { numRuns: 3000, seed: 7 },
    );
  });

  it.each([
    "2024-01-01T00:00:00",
    "2024-01-01 00:00:00Z",
    "2024-13-01T00:00:00Z",
    "2024-01-01T00:00:00.1x3Z",
    "x",
  ])("leaves %s to the general parser", (text) => expect(of(text)).toBeNaN());
});

describe("hashFile and Fingerprint", () => {
  it("compute the hashes of FIPS 180-4, whatever the pieces", async () => {
    const { sha256, bytes } = await hashFile(new Blob(["abc"]), () => undefined);
    expect({ sha256, bytes }).toEqual({
      sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      bytes: 3,
    });
    const million = new Blob(["a".repeat(1_000_000)]);
    const long = await hashFile(million, () => undefined);
    expect(long.sha256).toBe("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    const fingerprint = new Fingerprint();
    for await (const chunk of readBlob(million)) fingerprint.add(chunk);
    expect(long.fingerprint).toBe(fingerprint.finish());
  });

  it("the fingerprint does not depend on the pieces, and detects a shift", () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 31) & 0xff);
    const of = (content: Uint8Array, size: number): string => {
      const fingerprint = new Fingerprint();
      for (let at = 0; at < content.length; at += size) fingerprint.add(content.subarray(at, at + size));
      return fingerprint.finish();
    };
    const whole = of(bytes, 5000);
    for (const size of [1, 7, 63, 64, 65, 1000]) expect(of(bytes, size)).toBe(whole);
    expect(of(bytes.subarray(1), 5000)).not.toBe(whole);
    expect(of(bytes.with(64 * 20, 77), 5000)).not.toBe(whole);
  });
});
