import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvidenceReader } from "../../src/formats/index.ts";
import { readBytes, utf8 } from "../support/read.ts";

/* Content that ends early: every record that is whole in what could be read is read, however it arrived. */

const events = Array.from({ length: 30 }, (_, n) => ({
  "@timestamp": "2024-01-01T00:00:00Z",
  n,
  pad: "ä".repeat(n),
}));
const lines = events.map((event) => `${JSON.stringify(event)}\n`).join("");

/** Reads content as if the file could not be read on after it. */
function readStart(content: Uint8Array, size: number) {
  const numbers: unknown[] = [];
  const problems: string[] = [];
  const reader = new EvidenceReader({
    record: ({ value }) => void numbers.push((value as { n?: unknown }).n),
    skipped: () => undefined,
    notAnObject: () => undefined,
    problem: ({ code }) => void problems.push(code),
  });
  for (let at = 0; at < content.length; at += size) {
    reader.append(content.subarray(at, at + size));
    while (reader.work());
  }
  reader.end(false);
  return { numbers, problems };
}

/** How many of some records end at or before an offset. */
const wholeBefore = (ends: readonly number[], offset: number): number =>
  ends.filter((end) => end <= offset).length;

const encoded = utf8(lines);
const endsOfLines = [...encoded.keys()].filter((i) => encoded[i] === 0x0a);

describe("content that ends early", () => {
  it.each([
    ["lines", encoded, endsOfLines],
    [
      "a list",
      utf8(`[${events.map((event) => JSON.stringify(event)).join(",")}]`),
      endsOfLines.map((end) => end + 1),
    ],
  ])("has all its whole records read, and nothing reported as damage: %s", (_, content, ends) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: content.length }),
        fc.integer({ min: 1, max: 4096 }),
        (cut, size) => {
          const { numbers, problems } = readStart(content.subarray(0, cut), size);
          expect(numbers).toEqual(events.slice(0, wholeBefore(ends, cut)).map(({ n }) => n));
          expect(problems).toEqual([]);
        },
      ),
      { numRuns: 200, seed: 11 },
    );
  });

  it("has the last record of gzip data without its trailer read", () => {
    const packed = gzipSync(lines);
    for (let missing = 1; missing <= 8; missing++) {
      const { values, problems } = readBytes(packed.subarray(0, packed.length - missing), 50);
      expect(values).toEqual(events);
      expect(problems.map(({ code }) => code)).toEqual(["bad-gzip"]);
    }
  });
});
