import { describe, expect, it } from "vitest";
import { ChunkWriter } from "./chunk-writer.ts";
import { type EvtxResult, readEvtx } from "./read-evtx.ts";
import { value } from "./values.ts";
import { dataTemplate, event, evtxFile, HEADER, TIME } from "./writer.ts";

const CHUNK = 65536;
const SECOND = 10_000_000n;
const template = dataTemplate(["n", "text"]);

/** A chunk whose records were written a minute after each other. */
function written(from: number, to: number, payload = template, since = TIME): ChunkWriter {
  const writer = new ChunkWriter();
  for (let n = from; n <= to; n++) {
    const values = [value.uint32(n), value.string("x".repeat(40 + (n % 30)))];
    writer.add(n, event(n, { root: payload, values }), since + BigInt(n) * 60n * SECOND);
  }
  return writer;
}

const swapped = (file: Uint8Array, a: number, b: number, c: number): Uint8Array =>
  new Uint8Array(
    Buffer.concat([file.subarray(0, a), file.subarray(b, c), file.subarray(a, b), file.subarray(c)]),
  );
const ids = ({ events }: EvtxResult): number[] =>
  events.map(({ recordId }) => Number(recordId)).sort((a, b) => a - b);
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const names = ({ events }: EvtxResult, id: number): string[] | undefined =>
  events.find(({ recordId }) => Number(recordId) === id)?.eventData?.map(({ name }) => name);

describe("records that are not in their place", () => {
  const writers = [written(1, 20), written(21, 40), written(41, 60)];
  const chunks = writers.map((writer) => writer.finish());
  const tenth = writers[0]!.records[9]!;

  it.each([
    ["after a later chunk's records", HEADER + 2 * CHUNK + 50_000, 10],
    ["across the end of a chunk", HEADER + 3 * CHUNK - 400, 4],
    ["after the last chunk", HEADER + 3 * CHUNK, 2],
  ])("%s: all but the torn one are read, marked and reported", (_, to, displaced) => {
    const file = swapped(evtxFile(chunks), HEADER + tenth.start + 100, HEADER + 60_000, to);
    const result = readEvtx(file);
    expect(ids(result).filter((id) => id !== 10)).toEqual(range(1, 60).filter((id) => id !== 10));
    expect(names(result, 15)).toEqual(["n", "text"]);
    // Others are read as those of a chunk without its beginning.
    expect(result.places.filter(({ carved }) => carved).length).toBe(displaced);
    const displacedNotes = result.problems.filter(({ data }) => "kind" in data && data.kind === "displaced");
    expect(displacedNotes).toMatchObject([{ severity: "warning", data: { records: displaced } }]);
    for (const piece of [1000, 65536, 70_000]) {
      const again = readEvtx(file, { piece });
      expect([again.places, again.problems]).toEqual([result.places, result.problems]);
    }
    // Carving finds them as well, but none twice.
    expect(ids(readEvtx(file, { carve: true })).filter((id) => id !== 10)).toEqual(
      range(1, 60).filter((id) => id !== 10),
    );
  });

  it("find their template where it was, in the chunk that they were written to", () => {
    const [own, other] = [dataTemplate(["a", "b"]), dataTemplate(["c", "d"])];
    const first = written(1, 20, own);
    const at = first.records[9]!;
    const log = evtxFile([first.finish(), written(21, 40, other).finish()]);
    const file = swapped(log, HEADER + at.start + 100, HEADER + CHUNK + 20_000, HEADER + CHUNK + 60_000);
    const result = readEvtx(file);
    for (const id of range(11, 20)) expect(names(result, id), String(id)).toEqual(["a", "b"]);
  });

  it("are not taken from an earlier log with the same numbers", () => {
    const older = written(1, 20, template, TIME - 86_400n * SECOND);
    const newer = written(1, 8).finish();
    const last = written(15, 20).finish();
    // The older log's records still follow the newer ones', and some of the newer are overwritten.
    const [from] = [older.records[8]!.start];
    older.finish();
    newer.set(older.bytes.subarray(from, 20_000), from + 20_000);
    const torn = written(1, 8).records[4]!;
    newer.fill(0xaa, torn.start, torn.end + 200);
    const result = readEvtx(evtxFile([newer, last]));
    expect(ids(result)).toEqual([1, 2, 3, 4, 7, 8, ...range(15, 20)]);
    expect(result.problems.map(({ data }) => "kind" in data && data.kind)).not.toContain("displaced");
  });

  it("are not looked for in an intact log", () => {
    const first = written(1, 8);
    first.addStale(5, event(5, { root: template, values: [value.uint32(5), value.string("old")] }));
    const result = readEvtx(evtxFile([first.finish(), written(12, 20).finish()]));
    expect(result.places.some(({ carved }) => carved)).toBe(false);
    expect(result.problems).toEqual([]);
  });
});
