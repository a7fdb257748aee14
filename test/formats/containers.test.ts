import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { comparable, readBytes, utf8 } from "../support/read.ts";

const doc = (n: number): unknown => ({ "@timestamp": "2024-01-01T00:00:00Z", n, text: "größer 🔍 C:\\Temp" });
const docs = Array.from({ length: 20 }, (_, n) => doc(n));
const ndjson = docs.map((d) => JSON.stringify(d)).join("\r\n");

function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function utf16(text: string, bigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(text, "utf16le");
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
}

describe("gzip", () => {
  it("is unpacked, with one member or several, padded or not", () => {
    const one = gzipSync(ndjson);
    const half = ndjson.indexOf("\n", ndjson.length / 2) + 1;
    const two = join(gzipSync(ndjson.slice(0, half)), gzipSync(ndjson.slice(half)));
    expect(readBytes(one)).toMatchObject({ values: docs, problems: [], format: "NDJSON, gzip" });
    expect(readBytes(two)).toMatchObject({ values: docs, problems: [], format: "NDJSON, gzip (2 members)" });
    expect(readBytes(join(two, new Uint8Array(512)))).toMatchObject({ values: docs, problems: [] });
  });

  it("gives locations in the unpacked content", () => {
    const { records } = readBytes(gzipSync(ndjson));
    const { offset, length } = records[3]!.place;
    expect(utf8(ndjson).subarray(offset, offset + length)).toEqual(utf8(JSON.stringify(doc(3))));
  });

  it("unpacks more than fits into one output buffer", () => {
    const many = Array.from({ length: 20000 }, (_, n) => JSON.stringify(doc(n))).join("\n");
    expect(readBytes(gzipSync(many), 1000).values).toHaveLength(20000);
  });

  it("keeps what comes before damage, and locates the damage", () => {
    const member = gzipSync(ndjson);
    const broken = new Uint8Array(member);
    broken[broken.length - 6]! ^= 1; // the checksum
    const damaged = readBytes(broken);
    expect(damaged.values).toEqual(docs);
    expect(damaged.lost).toMatchObject([{ code: "bad-gzip" }]);
    const cut = readBytes(member.subarray(0, member.length - 20));
    expect(cut.lost.map((p) => p.code)).toContain("bad-gzip");
    const trailing = readBytes(join(member, utf8("what is this")));
    expect(trailing.values).toEqual(docs);
    expect(trailing.lost).toMatchObject([{ code: "bad-gzip", offset: member.length }]);
  });

  it("gives the same result however the bytes are cut, whole or damaged", () => {
    const file = join(gzipSync(ndjson), gzipSync(`\n${ndjson}`));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.nat(file.length - 1),
        fc.nat(255),
        (size, at, byte) => {
          expect(comparable(readBytes(file, size))).toEqual(comparable(readBytes(file)));
          const broken = file.with(at, byte);
          // zlib may notice damage a few bytes sooner or later; the values read must be the same.
          expect(readBytes(broken, size).values).toEqual(readBytes(broken).values);
        },
      ),
      { numRuns: 100, seed: 4 },
    );
  });

  it("reads an empty member as an empty file", () => {
    expect(readBytes(gzipSync(""))).toMatchObject({ values: [], problems: [{ code: "empty" }] });
  });
});

describe("UTF-16", () => {
  it.each([
    ["little endian", false, "UTF-16LE"],
    ["big endian", true, "UTF-16BE"],
  ])("is read in %s order, with and without a byte order mark", (_, bigEndian, name) => {
    for (const mark of ["", "\uFEFF"]) {
      const bytes = utf16(mark + ndjson, bigEndian);
      const result = readBytes(bytes);
      expect(result).toMatchObject({ values: docs, problems: [], format: `NDJSON, ${name}` });
      for (const { place, value } of result.records) {
        const slice = bytes.slice(place.offset, place.offset + place.length);
        const text = Buffer.from(bigEndian ? Buffer.from(slice).swap16() : slice).toString("utf16le");
        expect(JSON.parse(text)).toEqual(value);
      }
    }
  });

  it("gives the same result however the bytes are cut", () => {
    const bytes = utf16(`\uFEFF${ndjson}\n{"torn`, false);
    const whole = comparable(readBytes(bytes));
    for (let size = 1; size < 40; size++) expect(comparable(readBytes(bytes, size))).toEqual(whole);
  });

  it("reports unpaired surrogates and half units", () => {
    const bytes = utf16('{"@timestamp":"x","a":"?"}', false);
    bytes[bytes.lastIndexOf(0x3f) + 1] = 0xd8;
    const { values, problems } = readBytes(bytes);
    expect(values).toEqual([{ "@timestamp": "x", a: "\uFFFD" }]);
    expect(problems).toMatchObject([{ code: "bad-utf16", severity: "warning" }]);
    const odd = readBytes(new Uint8Array([...utf16('{"@timestamp":"x"}\n', false), 0x20]));
    expect(odd.problems.map(({ code }) => code)).toContain("bad-utf16");
  });

  it("locates a response's diagnostics in the file", () => {
    const text = `\n\n{"hits":{"total":{"value":9},"hits":[{"_source":{"@timestamp":"x"}}]}}`;
    expect(readBytes(utf16(text, false)).problems).toMatchObject([
      { code: "incomplete-response", offset: 4, line: 3 },
    ]);
  });

  it("is read inside gzip", () => {
    expect(readBytes(gzipSync(utf16(ndjson, false)))).toMatchObject({
      values: docs,
      format: "NDJSON, UTF-16LE, gzip",
    });
  });
});
