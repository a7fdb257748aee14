import { describe, expect, it } from "vitest";
import { mulberry32 } from "../../bench/random.ts";
import { expectEqual } from "../../support/expect-equal.ts";
import { ChunkWriter, type WrittenRecord } from "./chunk-writer.ts";
import { dependent, element, type Element, type Fragment, slot } from "./nodes.ts";
import { readEvtx } from "./read-evtx.ts";
import { value } from "./values.ts";
import { dataTemplate, event, evtxFile, HEADER } from "./writer.ts";

const CHUNK = 65536;
const RECORDS = 8;
const CHUNKS = 3;

/** Random numbers that are the same in every run. */
function randomNumbers(seed: number): (below: number) => number {
  const random = mulberry32(seed);
  return (below) => Math.floor(random() * below);
}

const DATA = dataTemplate(["a", "b", "c"]);
const DEPENDENT = element(
  "EventData",
  {},
  dependent(0, element("Data", { Name: "d" }, slot(0))),
  element("Binary", {}, slot(1)),
);
const USER = element("UserData", {}, element("Thing", { id: slot(0) }, slot(1)));
const ALONE: Element = element(
  "Event",
  {},
  element("System", {}, element("EventID", {}, "1")),
  element("EventData", {}, element("Data", { Name: "x" }, "alone")),
);

/** Every form that a record can have, in turn. */
function content(id: number): Fragment {
  const strings = value.raw(0x81, "610000006200000063000000");
  switch (id % 4) {
    case 0:
      return event(id, { root: DATA, values: [value.string(`text ${id}`), value.uint32(id), strings] });
    case 1:
      return event(id, { root: DEPENDENT, values: [value.none(), value.raw(0x0e, "00112233445566778899")] });
    case 2:
      return event(id, { root: USER, values: [value.uint16(id), value.string("y".repeat(300))] });
    default:
      return { root: ALONE, values: null };
  }
}

interface Placed extends WrittenRecord {
  readonly chunk: number;
}

function log(): { file: Uint8Array; records: Placed[] } {
  const records: Placed[] = [];
  const chunks: Uint8Array[] = [];
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    const writer = new ChunkWriter();
    for (let i = 0; i < RECORDS; i++) writer.add(chunk * RECORDS + i + 1, content(chunk * RECORDS + i + 1));
    // Older records that the log no longer counts. The first continues the log's own record numbers.
    writer.addStale((chunk + 1) * RECORDS + 1, content(900)).addStale(901, content(901));
    records.push(...writer.records.map((record) => ({ ...record, chunk })));
    chunks.push(writer.finish());
  }
  return { file: evtxFile(chunks), records };
}

const { file, records } = log();
const original = readEvtx(file);
const intact = new Map(original.places.map(({ recordId }, i) => [recordId!, original.records[i]!]));
const USED = Math.max(...records.map(({ end }) => end)) + 400;

/** A random position, mostly in used space: most of a chunk is empty. */
function anyPlace(random: (below: number) => number): number {
  const kind = random(10);
  if (kind === 0) return random(file.length);
  if (kind === 1) return random(HEADER);
  return HEADER + random(CHUNKS) * CHUNK + random(kind === 2 ? 512 : USED);
}

const chunkOf = (at: number): number => Math.floor((at - HEADER) / CHUNK);

/** A random position inside a record. */
function inRecords(random: (below: number) => number): number {
  const { chunk, start, end } = records[random(records.length)]!;
  return HEADER + chunk * CHUNK + start + 1 + random(end - start - 1);
}

/** The records that need none of the bytes. */
function undamaged(at: number, length: number): Placed[] {
  return records.filter(({ chunk, needs }) => {
    const offset = at - HEADER - chunk * CHUNK;
    return !needs.some(([from, to]) => from < offset + length && offset < to);
  });
}

/** Whether a checksum covers the byte. */
function isCovered(at: number, what: string): boolean {
  if (at < 120 || (at >= 124 && at < 128)) return true;
  const offset = (at - HEADER) % CHUNK;
  if (offset === 0 && what === "too many") return false; // between two chunks
  const last = records.filter(({ chunk }) => chunk === Math.floor((at - HEADER) / CHUNK)).at(-1);
  return at >= HEADER && (offset < 120 || (offset >= 124 && offset < last!.end));
}

/** @param moved how far everything after the position has moved */
function check(mutant: Uint8Array, at: number, what: string, moved = 0, length = 1): void {
  const result = readEvtx(mutant);
  const found = new Map(result.places.map(({ offset }, i) => [offset, i]));
  for (const { id } of undamaged(at, length)) {
    const expected = intact.get(String(id))!;
    const { offset } = expected.place;
    const i = found.get(offset < at ? offset : offset + moved);
    if (i === undefined) throw new Error(`${what} at ${at}: record ${id} is lost`);
    expectEqual(result.records[i]!.value, expected.value, () => `${what} at ${at}: record ${id}`);
  }
  expect(result.records.length, `${what} at ${at}: no record is made up`).toBeLessThanOrEqual(records.length);
  if (isCovered(at, what)) expect(result.problems.length, `${what} at ${at} is told`).toBeGreaterThan(0);
}

describe("a log with one damaged byte", () => {
  it("undamaged: is what the writer wrote", () => {
    expect(original.problems).toEqual([]);
    expect(original.records).toHaveLength(CHUNKS * RECORDS);
  });

  it("changed: every record that does not need it is read as before", () => {
    const random = randomNumbers(1);
    const mutant = file.slice();
    for (let n = 0; n < 300; n++) {
      const at = anyPlace(random);
      const before = mutant[at]!;
      mutant[at] = before ^ (1 + random(255));
      check(mutant, at, "changed");
      mutant[at] = before;
    }
  });

  it("missing: every record that does not need it is read as before", () => {
    const random = randomNumbers(2);
    const mutant = new Uint8Array(file.length - 1);
    for (let n = 0; n < 300; n++) {
      const at = anyPlace(random);
      mutant.set(file.subarray(0, at));
      mutant.set(file.subarray(at + 1), at);
      check(mutant, at, "missing", -1);
    }
  });

  it("inserted: every record that does not need the position is read as before", () => {
    const random = randomNumbers(3);
    const mutant = new Uint8Array(file.length + 1);
    for (let n = 0; n < 300; n++) {
      const at = anyPlace(random);
      mutant.set(file.subarray(0, at));
      mutant[at] = random(256);
      mutant.set(file.subarray(at), at + 1);
      // A byte between two records belongs to neither, but it moves what the second one needs.
      check(mutant, at, "too many", 1);
    }
  });

  it("a missing range: every record that does not need it is read as before", () => {
    const random = randomNumbers(5);
    for (let n = 0; n < 300; n++) {
      const at = inRecords(random);
      const length = 1 + random(random(2) === 0 ? 40 : 1500);
      // Records of two chunks may not be damaged at once: that is a test of its own.
      if (chunkOf(at) !== chunkOf(at + length)) continue;
      const mutant = new Uint8Array(Buffer.concat([file.subarray(0, at), file.subarray(at + length)]));
      check(mutant, at, `${length} missing`, -length, length);
    }
  });

  it("an inserted range: every record that does not need the position is read as before", () => {
    const random = randomNumbers(6);
    for (let n = 0; n < 300; n++) {
      const at = inRecords(random);
      const bytes = new Uint8Array(1 + random(random(2) === 0 ? 40 : 1500)).map(() => random(256));
      const mutant = new Uint8Array(Buffer.concat([file.subarray(0, at), bytes, file.subarray(at)]));
      check(mutant, at, `${bytes.length} too many`, bytes.length);
    }
  });

  it("many damaged bytes: nothing throws, nothing hangs, other chunks are read as before", () => {
    const random = randomNumbers(4);
    for (let n = 0; n < 300; n++) {
      const mutant = file.slice();
      const damaged = random(CHUNKS);
      const start = HEADER + damaged * CHUNK;
      for (let k = random(40); k >= 0; k--) {
        const at = start + random(USED);
        if (random(3) > 0) mutant[at] = random(256);
        else mutant.fill(random(2) * random(256), at, Math.min(start + CHUNK, at + random(1000)));
      }
      const { places } = readEvtx(mutant, { carve: n % 2 === 0 });
      const read = new Set(places.filter(({ carved }) => carved !== true).map(({ recordId }) => recordId));
      const lost = records.filter(({ id, chunk }) => chunk !== damaged && !read.has(String(id)));
      expect(lost).toEqual([]);
    }
  });
});
