import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvidenceReader } from "../../src/formats/evidence-reader.ts";
import type { RecordHandler } from "../../src/formats/handler.ts";
import { openSplit } from "../../src/formats/split.ts";
import { WindowsEventRecord } from "../../src/formats/windows-event.ts";
import { feed } from "../support/feed.ts";
import { comparable, readBytes, type ReadResult } from "../support/read.ts";
import { eventXml } from "./event-xml/read-xml.ts";

const document = (n: number) => ({
  "@timestamp": "2024-05-14T02:01:17.249Z",
  event: { category: ["registry"], code: String(n) },
  text: "größer 値が変更されました 🔍",
});

/** Each form writes events with these numbers. */
const FORMS: Readonly<Record<string, (ids: readonly number[]) => string>> = {
  ndjson: (ids) => ids.map((n) => `${JSON.stringify(document(n))}\r\n`).join(""),
  "documents over lines": (ids) => ids.map((n) => `${JSON.stringify(document(n), null, 2)}\n`).join(""),
  "event XML": (ids) => ids.map((n) => `${eventXml(n)}\r\n`).join(""),
  "a table": (ids) =>
    `"@timestamp","event.category","event.code","x"\r\n` +
    ids.map((n) => `"2024-05-14T02:01:17.249Z","registry",${n},"値が\r\n変更"\r\n`).join(""),
};

const ENCODERS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8 with its mark": (text) => Buffer.from(`\uFEFF${text}`),
  "UTF-16LE": (text) => Buffer.from(text, "utf16le"),
  "UTF-16LE with its mark": (text) => Buffer.from(`\uFEFF${text}`, "utf16le"),
  "UTF-16BE": (text) => Buffer.from(text, "utf16le").swap16(),
  "UTF-16BE with its mark": (text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
};

function idOf(value: unknown): number {
  if (value instanceof WindowsEventRecord) return Number(value.event.recordId);
  const source = value as Record<string, unknown>;
  return Number((source["event"] as Record<string, unknown> | undefined)?.["code"] ?? source["event.code"]);
}
const ids = ({ values }: ReadResult): number[] => values.map(idOf);

interface Part {
  readonly form: string;
  readonly encoding: string;
  readonly ids: readonly number[];
}

const bytesOf = (parts: readonly Part[]): Uint8Array =>
  Buffer.concat(parts.map(({ form, encoding, ids }) => ENCODERS[encoding]!(FORMS[form]!(ids))));

/** The bytes that are in no record, as text, and each record as the bytes at its place are decoded. */
function expectPlaces(parts: readonly Part[], result: ReadResult): void {
  let [start, next] = [0, 0];
  for (const { form, encoding, ids } of parts) {
    const bytes = ENCODERS[encoding]!(FORMS[form]!(ids));
    for (let i = 0; i < ids.length; i++, next++) {
      const { place, text } = result.records[next]!;
      const slice = bytes.subarray(place.offset - start, place.offset - start + place.length);
      const copy = Buffer.from(slice);
      const decoded = encoding.startsWith("UTF-8")
        ? copy.toString("utf8")
        : (encoding.startsWith("UTF-16BE") ? copy.swap16() : copy).toString("utf16le");
      expect(decoded).toBe(text);
    }
    start += bytes.length;
  }
}

const isUnmarked = (encoding: string, before = "UTF-8"): boolean =>
  /^UTF-16..$/.test(encoding) && before.startsWith("UTF-16") && !before.startsWith(encoding);

const part = fc.record({
  form: fc.constantFrom(...Object.keys(FORMS)),
  encoding: fc.constantFrom(...Object.keys(ENCODERS)),
  count: fc.integer({ min: 1, max: 3 }),
});
const file = fc
  .array(part, { minLength: 2, maxLength: 4 })
  .filter((parts) => new Set(parts.map(({ encoding }) => /UTF-(?:8|16..)/.exec(encoding)![0])).size > 1)
  // Without its mark, the other byte order is read as text with a missing byte.
  .filter((parts) => !parts.some(({ encoding }, i) => isUnmarked(encoding, parts[i - 1]?.encoding)))
  .map((parts) =>
    parts.map(({ form, encoding, count }, i) => ({
      form,
      encoding,
      ids: Array.from({ length: count }, (_, n) => 100 * (i + 1) + n),
    })),
  );

describe("a file in several encodings", () => {
  it("accounts for every byte: each event at its place, in pieces of any size", () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 3000 }), (parts, size) => {
        const bytes = bytesOf(parts);
        const result = readBytes(bytes);
        expect(ids(result)).toEqual(parts.flatMap((one) => one.ids));
        expect(result.problems).toEqual([]);
        expectPlaces(parts, result);
        expect(comparable(readBytes(bytes, size))).toEqual(comparable(result));
      }),
      { numRuns: 150, seed: 12 },
    );
  });

  it("names them", () => {
    const [a, b] = [FORMS["ndjson"]!([1]), FORMS["ndjson"]!([2])];
    const appended = Buffer.concat([Buffer.from(a), Buffer.from(b, "utf16le")]);
    expect(readBytes(appended).format).toBe("NDJSON, UTF-8 + UTF-16LE");
    const other = Buffer.concat([Buffer.from(`\uFEFF${a}`, "utf16le"), Buffer.from(b)]);
    expect(readBytes(other).format).toBe("NDJSON, UTF-16LE + UTF-8");
  });

  it("reads on at the next line where no line break is between them", () => {
    const [a, b] = [FORMS["event XML"]!([1]).trimEnd(), FORMS["event XML"]!([2])];
    expect(ids(readBytes(Buffer.concat([Buffer.from(a), Buffer.from(b, "utf16le")])))).toEqual([1, 2]);
    expect(ids(readBytes(Buffer.concat([Buffer.from(a, "utf16le"), Buffer.from(b)])))).toEqual([1, 2]);
  });

  it("reads UTF-8 on from its next line, where it goes on in the middle of one", () => {
    const plain = FORMS["event XML"]!([1, 2, 3, 4]);
    const wide = Buffer.from(FORMS["event XML"]!([5, 6]), "utf16le");
    const cut = plain.indexOf("<System>", plain.indexOf("\n"));
    const bytes = Buffer.concat([
      Buffer.from(plain.slice(0, plain.indexOf("\n") + 1)),
      wide,
      Buffer.from(plain.slice(cut)),
    ]);
    const result = readBytes(bytes);
    expect(ids(result)).toEqual([1, 5, 6, 3, 4]);
    expect(result.lost.length).toBeGreaterThan(0);
    for (const size of [1, 33, 1000]) expect(comparable(readBytes(bytes, size))).toEqual(comparable(result));
  });

  it("reads the lines after UTF-16 in the middle of a line, in the byte order of the file", () => {
    const lines = FORMS["ndjson"]!([0, 1, 2, 3]);
    const plain = Buffer.from(lines);
    const wide = Buffer.from(lines, "utf16le");
    for (const [bytes, stray] of [
      [plain, Buffer.from(`"x":"y"}\n{"z": "value"`, "utf16le")],
      [plain, Buffer.from(`"x":"y"}\n{"z": "value"`, "utf16le").swap16()],
      [wide, Buffer.from(`"x":"y"}\n{"z": "some text of another file, which has no zero"`)],
    ] as const) {
      for (let at = 2; at < bytes.length / 4 - 6; at++) {
        const middle = bytes.length / 4 + at;
        const damaged = Buffer.concat([bytes.subarray(0, middle), stray, bytes.subarray(middle)]);
        const result = readBytes(damaged);
        const found = result.values.filter((value) => !Number.isNaN(idOf(value)));
        expect(found, `${at}`).toEqual([0, 2, 3].map(document));
        if (at % 20 === 0) {
          for (const size of [1, 7, 100])
            expect(comparable(readBytes(damaged, size))).toEqual(comparable(result));
        }
      }
    }
  });

  it("keeps an encoding that the file declares", () => {
    const first = `<?xml version="1.0" encoding="iso-8859-1"?>\n${eventXml(1).replace("</Event>", "<!--ü--></Event>")}\n`;
    const bytes = Buffer.concat([
      Buffer.from(first, "latin1"),
      Buffer.from(FORMS["ndjson"]!([2]), "utf16le"),
      Buffer.from(`${eventXml(3).replace("</Event>", "<!--ü--></Event>")}\n`, "latin1"),
    ]);
    const result = readBytes(bytes);
    expect(ids(result)).toEqual([1, 2, 3]);
    expect(result.records.map(({ text }) => text.includes("ü"))).toEqual([true, false, true]);
    expect(result.problems).toEqual([]);
    expect(result.format).toContain("ISO-8859-1".replace("ISO-8859-1", "WINDOWS-1252 + UTF-16LE"));
  });

  it("reads both byte orders of UTF-16, whichever is first", () => {
    const texts = [[1, 2], [3], [4]].map((numbers) => FORMS["ndjson"]!(numbers));
    const [a, b, c] = texts as [string, string, string];
    const little = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, "utf16le");
    const big = (text: string): Buffer => little(text).swap16();
    for (const parts of [
      [little(a), big(b), little(c)],
      [big(a), little(b), big(c)],
      [big(a.trimEnd()), little(b.trimEnd()), big(c)],
      [Buffer.from(a), little(b), big(c)],
    ]) {
      const bytes = Buffer.concat(parts);
      const result = readBytes(bytes);
      expect(ids(result)).toEqual([1, 2, 3, 4]);
      expect(result.records.every(({ text }) => text.includes("größer 値が変更されました 🔍"))).toBe(true);
      expect(result.problems).toEqual([]);
      expect(result.format).toMatch(/^NDJSON, .*UTF-16(?:LE \+ UTF-16BE|BE \+ UTF-16LE)$/);
      for (const size of [1, 2, 17, 100])
        expect(comparable(readBytes(bytes, size))).toEqual(comparable(result));
    }
  });

  it("reads the other byte order without a mark as text with a missing byte, and reports it", () => {
    const [a, b] = [FORMS["ndjson"]!([1, 2]), FORMS["ndjson"]!([3])];
    const [little, big] = [Buffer.from(a, "utf16le"), Buffer.from(b, "utf16le").swap16()];
    for (const bytes of [Buffer.concat([little, big]), Buffer.concat([big, little])]) {
      const result = readBytes(bytes);
      const isWhole = ids(result).length === 3;
      expect(isWhole || result.lost.length > 0).toBe(true);
      expect(result.problems.map(({ code }) => code)).toContain("bad-utf16");
    }
  });

  it("says what is damaged in its UTF-16, with its place", () => {
    const [a, b, c] = [FORMS["ndjson"]!([1]), FORMS["ndjson"]!([2]), FORMS["ndjson"]!([3])];
    const wide = Buffer.from(b + c, "utf16le");
    const bytes = Buffer.concat([Buffer.from(a), wide.subarray(0, 21), wide.subarray(22), Buffer.from(a)]);
    const result = readBytes(bytes);
    expect(ids(result)).toEqual(expect.arrayContaining([1, 3, 1]));
    const [slip] = result.problems.filter(({ code }) => code === "bad-utf16");
    expect(slip?.offset).toBeGreaterThan(Buffer.byteLength(a));
    expect(slip?.offset).toBeLessThan(Buffer.byteLength(a) + 30);
    for (const size of [1, 5, 64]) expect(comparable(readBytes(bytes, size))).toEqual(comparable(result));
  });

  it("leaves a value with zero bytes in a record as it is", () => {
    const value = Buffer.from('{"@timestamp":"a long value"}', "utf16le").toString("latin1");
    const xml = eventXml(1).replace("</Event>", `<UserData><a>${value}</a></UserData></Event>\n`);
    const result = readBytes(Buffer.from(xml + eventXml(2)));
    expect(ids(result)).toEqual([1, 2]);
    expect(result.problems).toMatchObject([{ code: "bad-xml", data: { kind: "zero-bytes" } }]);
    expect(result.format).toBe("event XML");
  });

  it("is not taken for UTF-8 where its text has no zero bytes", () => {
    // Each character has two bytes that are ASCII by themselves.
    const wide = "\u4e2d\u4e3d\u4e41\u4e51".repeat(30);
    const text = `${JSON.stringify({ ...document(1), a: wide })}\r\n${wide}\r\n${JSON.stringify(document(2))}\r\n`;
    const result = readBytes(Buffer.from(text, "utf16le"));
    expect(ids(result)).toEqual([1, 2]);
    expect(result.format).toBe("NDJSON, UTF-16LE");
  });

  it("is read by the prescan of NDJSON as well, with the same places", () => {
    const parts: Part[] = [
      { form: "ndjson", encoding: "UTF-8", ids: [1, 2] },
      { form: "ndjson", encoding: "UTF-16LE", ids: [3, 4] },
      { form: "ndjson", encoding: "UTF-8", ids: [5] },
    ];
    const bytes = bytesOf(parts);
    const whole = readBytes(bytes);
    for (const size of [7, 1000, 1_000_000]) {
      const found: unknown[] = [];
      const handler: RecordHandler = {
        record: ({ place }) => void found.push(place),
        skipped: () => undefined,
        notAnObject: () => undefined,
        problem: () => undefined,
      };
      const filter = { appended: () => undefined, wants: () => true };
      const reader = new EvidenceReader(handler, { filter: () => filter, passed: () => undefined });
      feed(reader as never, bytes, size);
      expect(reader.isPrescanning).toBe(true);
      expect(found).toEqual(whole.records.map(({ place }) => place));
    }
  });

  it("is not read in splits", () => {
    const handler = { record: () => undefined, skipped: () => undefined, notAnObject: () => undefined };
    for (const encoding of ["utf8", "utf16le"] as const) {
      const split = openSplit({ kind: "lines" }, { ...handler, problem: () => undefined });
      split.begins(0);
      feed(split, Buffer.from(FORMS["ndjson"]!([1, 2]), encoding));
      expect(split.isSound).toBe(encoding === "utf8");
    }
  });
});
