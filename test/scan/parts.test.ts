import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBlob } from "../../src/bytes/index.ts";
import { parseInstant } from "../../src/time/index.ts";
import { Fingerprint } from "../../src/scan/fingerprint.ts";
import { hashFile } from "../../src/scan/index.ts";
import { TextSearch, Utf16Search } from "../../src/scan/text-search.ts";
import type { TextEncoding } from "../../src/formats/index.ts";
import { requiredTexts } from "../../src/scan/prefilter.ts";
import { TextFilter } from "../../src/scan/text-filter.ts";
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

describe("Utf16Search", () => {
  it("finds the same as indexOf at even and odd positions, ignoring case", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a\0", "B\0", "b\0", "A\0", "\0\0", "\0", "b", "-\0", "\u00ff\u0001"), {
          maxLength: 60,
        }),
        fc.array(fc.constantFrom("a", "b", "-"), { minLength: 1, maxLength: 4 }),
        fc.nat(10),
        (text, word, from) => {
          const content = text.join("");
          const buffer = Uint8Array.from(content, (c) => c.charCodeAt(0));
          const search = new Utf16Search(word.join(""));
          const found: number[] = [];
          search.find(buffer, from, buffer.length, (at) => found.push(at));
          const expected: number[] = [];
          const sought = word.map((c) => `${c}\0`).join("");
          const lower = content.toLowerCase();
          for (let at = lower.indexOf(sought, from); at >= 0; at = lower.indexOf(sought, at + 1))
            expected.push(at);
          expect(found).toEqual(expected);
          expect(search.isIn(buffer, from, buffer.length)).toBe(expected.length > 0);
        },
      ),
      { numRuns: 5000, seed: 6 },
    );
  });
});

describe("requiredTexts", () => {
  it("has every part of the built-in rule's path that appears verbatim in the bytes, the longest first", () => {
    const path = ["windows error reporting", "software", "microsoft", "localdumps", "dumptype"];
    expect(requiredTexts(seedRules().conditions)).toEqual([[[path, path]]]);
  });

  it("is null if a rule can match without a text", () => {
    expect(requiredTexts([...seedRules().conditions, { requiredTexts: [] }])).toBeNull();
  });
});

describe("TextFilter", () => {
  const PATH = "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps\\DumpType";
  const wants = (text: string, encoding: TextEncoding) => {
    const bytes = encoding === "utf-8" ? utf8(text) : new Uint8Array(Buffer.from(text, "utf16le"));
    const filter = new TextFilter(requiredTexts(seedRules().conditions)!, encoding);
    // The record is the middle third of what has arrived.
    const content = new Uint8Array(3 * bytes.length).fill(0x20);
    content.set(bytes, bytes.length);
    filter.appended(content, 1000, 0, content.length);
    return filter.wants(1000 + bytes.length, 1000 + 2 * bytes.length, content, 1000);
  };

  it.each(["utf-8", "utf-16le"] as const)(
    "wants records with all that the rule requires, in %s",
    (encoding) => {
      expect(wants(PATH, encoding)).toBe(true);
      expect(wants(PATH.replace("HKLM", "\\REGISTRY\\MACHINE").toUpperCase(), encoding)).toBe(true);
      expect(wants(PATH.replace("DumpType", "DumpCount"), encoding)).toBe(false);
      expect(wants(PATH.replace("Windows Error Reporting", "WER"), encoding)).toBe(false);
    },
  );

  it("looks for no text across the border of two records", () => {
    const filter = TextFilter.of("border");
    const content = utf8("a border");
    filter.appended(content, 0, 0, content.length);
    expect(filter.wants(0, 5, content, 0)).toBe(false);
    expect(filter.wants(5, 8, content, 0)).toBe(false);
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
          if (!Number.isNaN(fast)) expect(fast).toBe(parseInstant(text)!.ms);
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
