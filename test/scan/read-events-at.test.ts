import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { RecordLocation } from "../../src/formats/index.ts";
import type { ByteSource } from "../../src/bytes/index.ts";
import {
  correlate,
  eventOf,
  type Finding,
  readEventsAt,
  scanFile,
  ScanRules,
  type SeenEvent,
} from "../../src/scan/index.ts";
import { sequenceRule } from "./correlation-rules.ts";

const all = { rule: sequenceRule("any where true"), exceptions: [] };

async function scanAll(file: ByteSource): Promise<{ findings: Finding[]; seekable: boolean }> {
  const findings: Finding[] = [];
  const { seekable } = await scanFile(file, new ScanRules([all], 0), {
    batch: (found) => void findings.push(...found),
  });
  return { findings, seekable };
}

const documents = Array.from({ length: 40 }, (_, i) => ({
  "@timestamp": new Date(i * 1000).toISOString(),
  user: { name: i % 2 === 0 ? "Jürgen 漢字 😀" : "plain" },
  big: 1,
  n: i,
}));
const texts = documents.map((document) =>
  JSON.stringify(document).replace('"big":1', '"big":134067925761346018'),
);
// What a careless reader would misread: a repeated key, an event that contains a list of hits, blanks.
const odd = [
  '{"@timestamp":1,"a":1,"a":{"b":2},"a":3}',
  '{ "@timestamp" : 2, "hits" : { "hits" : [ { "_source" : { "@timestamp" : 3 } } ] } }',
  '{"event":{"kind":"event"},"response":{"hits":{"events":[]}}}',
];
const lines = [...texts, ...odd].map((text) => `${text}\n`).join("");

const utf16 = (text: string, bigEndian = false): Uint8Array<ArrayBuffer> => {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return Uint8Array.from(bigEndian ? bytes.swap16() : bytes);
};
const pretty = documents.map((document) => JSON.stringify(document, null, 2)).join("\n");
const response = JSON.stringify({
  took: 1,
  hits: {
    total: 40,
    hits: documents.map((_source, i) => ({ _index: `i${i}`, _source, hits: { hits: [{}] } })),
  },
});

describe("readEventsAt", () => {
  it.each<[string, BlobPart, boolean]>([
    ["lines", lines, true],
    ["lines after a byte order mark", `\ufeff${lines}`, true],
    ["a list", `[${[...texts, ...odd].join(",\n ")}]`, true],
    ["documents over several lines", pretty, true],
    ["the hits of a response", response, true],
    ["gzip", gzipSync(lines), false],
    ["UTF-16", utf16(lines), false],
    ["UTF-16, big-endian", utf16(pretty, true), false],
    ["UTF-16 without a byte order mark", utf16(lines).slice(2), false],
    ["gzip of UTF-16", gzipSync(utf16(lines)), false],
  ])("returns the same events as the scan: %s", async (_, content, seekable) => {
    const file = new Blob([content]);
    const scanned = await scanAll(file);
    expect(scanned.seekable).toBe(seekable);
    expect(scanned.findings.length).toBeGreaterThanOrEqual(40);
    const seen = scanned.findings.map(({ ruleId: _id, ...rest }): SeenEvent => rest);
    // In any order, some twice, and not all of them.
    const picked = [...seen.slice(3), ...seen.slice(5, 8)].reverse();
    expect(
      await readEventsAt(
        file,
        picked.map(({ place }) => place),
        seekable,
      ),
    ).toEqual(picked);
    // A seekable file can also be read from start to end.
    expect(await readEventsAt(file, [seen[7]!.place], false)).toEqual([seen[7]]);
    expect(await readEventsAt(file, [], seekable)).toEqual([]);
  });

  it("reads locations that are far apart in separate slices", async () => {
    const far = `${texts[0]}\n${" ".repeat(5 * 1024 * 1024)}\n${texts[1]}\n`;
    const slices: [number | undefined, number | undefined][] = [];
    const blob = new Blob([far]);
    const file: ByteSource = {
      size: blob.size,
      stream: () => {
        throw new Error("not as a whole");
      },
      slice(start, end) {
        slices.push([start, end]);
        return blob.slice(start, end);
      },
    };
    const { findings } = await scanAll(blob);
    const seen = await readEventsAt(
      file,
      findings.map(({ place }) => place),
      true,
    );
    expect(seen.map((event) => event!.raw)).toEqual(texts.slice(0, 2));
    expect(slices).toHaveLength(2);
  });

  it("reads the locations of a sequence's events", async () => {
    const file = new Blob([lines]);
    const rule = { rule: sequenceRule("sequence [any where n == 4] [any where n == 11]"), exceptions: [] };
    const { termMatches, seekable } = await scanFile(file, new ScanRules([rule], 0), {
      batch: () => undefined,
    });
    const { sequences } = correlate(rule, termMatches);
    const locations = sequences[0]!.events.map((event) => event!);
    const seen = await readEventsAt(file, locations, seekable);
    expect(seen.map((event) => eventOf(event!)["n"])).toEqual([4, 11]);
    expect(seen[1]!.place.line).toBe(12);
  });

  describe("of a changed file", () => {
    const file = new Blob([lines]);
    const locationsOf = async (): Promise<RecordLocation[]> =>
      (await scanAll(file)).findings.map(({ place }) => place);

    it.each([true, false])(
      "returns null for records that are gone, and the other events",
      async (seekable) => {
        const locations = await locationsOf();
        const third = locations[2]!;
        const bytes = new TextEncoder().encode(lines);
        // One record loses a brace, another is cut off with the end of the file.
        bytes[third.offset + third.length - 1] = 0x20;
        const last = locations.at(-1)!;
        const changed = new Blob([bytes.subarray(0, last.offset + 10)]);
        const seen = await readEventsAt(changed, locations, seekable);
        expect(seen.map((event) => event !== null)).toEqual(
          locations.map((place) => place !== third && place !== last),
        );
      },
    );

    it.each([true, false])("returns null for records that begin or end elsewhere", async (seekable) => {
      const locations = await locationsOf();
      const shifted = new Blob([`\n${lines}`]);
      expect((await readEventsAt(shifted, locations, seekable)).every((event) => event === null)).toBe(true);
      const longer = { ...locations[0]!, length: locations[0]!.length + 1 + locations[1]!.length };
      expect(await readEventsAt(file, [longer], seekable)).toEqual([null]);
      const inner = { offset: 1, length: 5, line: 1 };
      const beyond = { offset: 10 * lines.length, length: 5, line: 1 };
      expect(await readEventsAt(file, [inner, beyond], seekable)).toEqual([null, null]);
    });

    it.each([true, false])("returns null if the file cannot be read", async (seekable) => {
      const gone: ByteSource = {
        size: file.size,
        slice: () => gone,
        stream: () =>
          new ReadableStream({
            start(controller) {
              controller.error(new DOMException("gone", "NotReadableError"));
            },
          }),
      };
      expect(await readEventsAt(gone, await locationsOf(), seekable)).toEqual(
        (await locationsOf()).map(() => null),
      );
    });

    it("returns null for an object that is no longer an event", async () => {
      const [place] = await locationsOf();
      const other = new Blob([
        JSON.stringify({ x: "" }).replace('""', JSON.stringify("y".repeat(place!.length - 8))),
      ]);
      expect(other.size).toBe(place!.length);
      expect(await readEventsAt(other, [place!], true)).toEqual([null]);
    });
  });
});
