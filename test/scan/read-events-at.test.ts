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
// What a careless reader would take for something else: a repeated key, an event that holds a list of hits, blanks.
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
    ["lines behind a mark", `\ufeff${lines}`, true],
    ["a list", `[${[...texts, ...odd].join(",\n ")}]`, true],
    ["documents over several lines", pretty, true],
    ["the hits of a response", response, true],
    ["gzip", gzipSync(lines), false],
    ["UTF-16", utf16(lines), false],
    ["UTF-16, big-endian", utf16(pretty, true), false],
    ["UTF-16 without a mark", utf16(lines).slice(2), false],
    ["gzip of UTF-16", gzipSync(utf16(lines)), false],
  ])("gives the events as the scan saw them: %s", async (_, content, seekable) => {
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
    // Whatever is seekable can be read through as well.
    expect(await readEventsAt(file, [seen[7]!.place], false)).toEqual([seen[7]]);
    expect(await readEventsAt(file, [], seekable)).toEqual([]);
  });

  it("reads what stands far apart in pieces of its own", async () => {
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

  it("gives the locations that a sequence's events have", async () => {
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

  describe("of a file that is not what it was", () => {
    const file = new Blob([lines]);
    const locationsOf = async (): Promise<RecordLocation[]> =>
      (await scanAll(file)).findings.map(({ place }) => place);

    it.each([true, false])("gives null for what is gone, and the rest", async (seekable) => {
      const locations = await locationsOf();
      const third = locations[2]!;
      const bytes = new TextEncoder().encode(lines);
      // A brace lost in one record; the file cut short in another.
      bytes[third.offset + third.length - 1] = 0x20;
      const last = locations.at(-1)!;
      const changed = new Blob([bytes.subarray(0, last.offset + 10)]);
      const seen = await readEventsAt(changed, locations, seekable);
      expect(seen.map((event) => event !== null)).toEqual(
        locations.map((location) => location !== third && location !== last),
      );
    });

    it.each([true, false])("gives nothing that begins or ends elsewhere", async (seekable) => {
      const locations = await locationsOf();
      const shifted = new Blob([`\n${lines}`]);
      expect((await readEventsAt(shifted, locations, seekable)).every((event) => event === null)).toBe(true);
      const longer = { ...locations[0]!, length: locations[0]!.length + 1 + locations[1]!.length };
      expect(await readEventsAt(file, [longer], seekable)).toEqual([null]);
      const inner = { offset: 1, length: 5, line: 1 };
      const beyond = { offset: 10 * lines.length, length: 5, line: 1 };
      expect(await readEventsAt(file, [inner, beyond], seekable)).toEqual([null, null]);
    });

    it.each([true, false])("gives null where it cannot be read", async (seekable) => {
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

    it("gives null for what is no event any more", async () => {
      const [location] = await locationsOf();
      const other = new Blob([
        JSON.stringify({ x: "" }).replace('""', JSON.stringify("y".repeat(location!.length - 8))),
      ]);
      expect(other.size).toBe(location!.length);
      expect(await readEventsAt(other, [location!], true)).toEqual([null]);
    });
  });
});
