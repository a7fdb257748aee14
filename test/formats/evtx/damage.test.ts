import { describe, expect, it } from "vitest";
import type { WindowsEvent } from "../../../src/formats/windows-event.ts";
import { ChunkWriter } from "./chunk-writer.ts";
import { element, type Element, type Fragment, slot } from "./nodes.ts";
import { type EvtxResult, readEvtx } from "./read-evtx.ts";
import { bytesOf, value } from "./values.ts";
import { dataTemplate, event, evtxFile, HEADER } from "./writer.ts";

const CHUNK = 65536;
const template = dataTemplate(["n", "text"]);
/** The time in the header of every record that the writer writes. */
const WRITTEN = "2024-12-30T02:40:00.0000000Z";

/** About 200 bytes once the templates are known; the text is long enough to cross a sector. */
function numbered(n: number, text = "x".repeat(40)): Fragment {
  return event(n, { root: template, values: [value.uint32(n), value.string(text)] });
}

function written(from: number, to: number): ChunkWriter {
  const writer = new ChunkWriter();
  for (let n = from; n <= to; n++) writer.add(n, numbered(n));
  return writer;
}

const ids = ({ events }: EvtxResult): number[] => events.map(({ recordId }) => Number(recordId));
const codes = ({ problems }: EvtxResult): string[] =>
  problems.map(({ code, severity }) => (severity === "error" ? `${code}!` : code));
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** A log of three chunks with ten records each. */
function threeChunks(): { file: Uint8Array; writers: ChunkWriter[] } {
  const writers = [written(1, 10), written(11, 20), written(21, 30)];
  return { file: evtxFile(writers.map((writer) => writer.finish())), writers };
}

describe("damage to the file's header", () => {
  it.each([
    ["its signature", 0],
    ["a field", 44],
    ["the checksum", 124],
  ])("%s: all chunks are read nevertheless", (_, at) => {
    const { file } = threeChunks();
    file[at]! ^= 0xff;
    const result = readEvtx(file);
    expect(ids(result)).toEqual(range(1, 30));
    expect(codes(result)).toEqual(["evtx-header"]);
  });

  it("a missing header: the chunks are found where they are", () => {
    const { file } = threeChunks();
    expect(ids(readEvtx(file.subarray(HEADER)))).toEqual(range(1, 30));
    expect(ids(readEvtx(file.subarray(HEADER - 100)))).toEqual(range(1, 30));
  });

  it("reports which checksums are meaningless", () => {
    const { file } = threeChunks();
    file[120] = 4;
    file[HEADER + 2060]! ^= 1;
    expect(codes(readEvtx(file))).toEqual(["evtx-checksum"]);
    file[120] = 0;
    expect(codes(readEvtx(file))).toEqual(["evtx-checksum"]);
    expect(readEvtx(file).problems[0]).toMatchObject({ offset: HEADER, severity: "warning" });
  });
});

describe("damage to a chunk's header", () => {
  it.each([
    ["its signature", 3, "evtx-chunk"],
    ["the free-space offset", 48, "evtx-checksum"],
    ["the free-space offset, upwards", 50, "evtx-checksum"],
    ["the last id", 32, "evtx-checksum"],
    ["the header's size", 40, "evtx-checksum"],
    ["the records' checksum", 52, "evtx-checksum"],
    ["its own checksum", 124, "evtx-checksum"],
    ["the table of names", 200, "evtx-checksum"],
  ])("%s: the log's records are read, and no older ones", (_, at, code) => {
    const writer = written(11, 20).addStale(21, numbered(21)).addStale(3, numbered(3));
    const file = evtxFile([written(1, 10).finish(), writer.finish()]);
    file[HEADER + CHUNK + at]! ^= 0x41;
    const result = readEvtx(file);
    expect(ids(result)).toEqual(range(1, 20));
    expect(codes(result)).toContain(code);
    expect(result.lost).toEqual([]);
    expect(result.problems[0]!.offset).toBe(HEADER + CHUNK);
  });

  it("a wiped chunk is reported if the header or a later chunk shows that it was one", () => {
    const { file } = threeChunks();
    file.fill(0, HEADER + CHUNK, HEADER + 2 * CHUNK);
    const result = readEvtx(file);
    expect(ids(result)).toEqual([...range(1, 10), ...range(21, 30)]);
    expect(result.problems).toMatchObject([
      { code: "evtx-chunk", severity: "error", offset: HEADER + CHUNK },
    ]);
    file.fill(0xcc, HEADER + 2 * CHUNK);
    expect(codes(readEvtx(file))).toEqual(["evtx-chunk!", "evtx-chunk!"]);
  });

  it("residue after the last chunk is not a loss", () => {
    const { file } = threeChunks();
    const longer = new Uint8Array(file.length + 3 * CHUNK);
    longer.set(file);
    expect(readEvtx(longer).problems).toEqual([]);
    longer.fill(0xab, file.length + CHUNK + 100, file.length + CHUNK + 300);
    const result = readEvtx(longer);
    expect(ids(result)).toEqual(range(1, 30));
    expect(result.problems).toMatchObject([
      { code: "evtx-chunk", severity: "info", offset: file.length + CHUNK },
    ]);
  });

  it("a log that is mostly blank is read in one piece", () => {
    const { file } = threeChunks();
    const longer = new Uint8Array(file.length + 1024 * CHUNK);
    longer.set(file);
    expect(ids(readEvtx(longer, { piece: longer.length }))).toEqual(range(1, 30));
  });
});

describe("older records after the used space", () => {
  const stale = (): Uint8Array =>
    evtxFile([written(11, 12).addStale(5, numbered(5)).addStale(6, numbered(6)).finish()]);

  it("are not part of the log", () => {
    expect(ids(readEvtx(stale()))).toEqual([11, 12]);
    expect(readEvtx(stale()).problems).toEqual([]);
  });

  it("are handed over on request, and marked", () => {
    const { places, events } = readEvtx(stale(), { carve: true });
    expect(events.map(({ recordId }) => recordId)).toEqual(["11", "12", "5", "6"]);
    expect(places.map(({ carved }) => carved)).toEqual([undefined, undefined, true, true]);
  });

  /** Chunks written through one buffer: after its records, each chunk contains what the one before had there. */
  const throughOneBuffer = (...writers: readonly ChunkWriter[]): Uint8Array[] => {
    let before: Uint8Array | undefined;
    return writers.map((writer) => {
      const chunk = writer.finish();
      const used = new DataView(chunk.buffer).getUint32(48, true);
      if (before !== undefined) chunk.set(before.subarray(used), used);
      before = chunk;
      return chunk;
    });
  };

  it("are not deleted records if they are copies of the log's, as an export leaves them", () => {
    const file = evtxFile(throughOneBuffer(written(1, 10), written(11, 14), written(15, 17)));
    const carved = readEvtx(file, { carve: true });
    expect(ids(carved)).toEqual(range(1, 17));
    expect(carved.problems).toMatchObject([{ code: "evtx-record", severity: "info" }]);
    // Six after the records of the second chunk; these and the second chunk's last one after the records of the third.
    expect(carved.problems[0]!.data).toEqual({ kind: "carved-copies", records: 13 });
    expect(ids(readEvtx(file, { carve: true, piece: 1000 }))).toEqual(range(1, 17));
  });

  it("are carved if they differ from the log's record: one of the two was changed", () => {
    const file = evtxFile(throughOneBuffer(written(1, 10), written(11, 14)));
    const writer = written(1, 10);
    file[HEADER + writer.records[7]!.end - 24]! ^= 1; // a letter of the eighth record's text, in the first chunk
    const { events, places } = readEvtx(file, { carve: true });
    const twice = events.filter(({ recordId }) => recordId === "8");
    expect(twice.map(({ eventData }) => eventData?.[1]?.value)).toHaveLength(2);
    expect(twice[0]!.eventData?.[1]?.value).not.toBe(twice[1]!.eventData?.[1]?.value);
    expect(places.filter(({ carved }) => carved).map(({ recordId }) => recordId)).toEqual(["8"]);
  });

  it("are handed over once, however many chunks contain them", () => {
    const first = written(11, 12).addStale(5, numbered(5)).addStale(6, numbered(6));
    const file = evtxFile(throughOneBuffer(first, written(13, 14)));
    const result = readEvtx(file, { carve: true });
    expect(ids(result)).toEqual([11, 12, 5, 6, 13, 14]);
    expect(result.problems).toMatchObject([{ code: "evtx-record", severity: "info" }]);
  });

  it("are not read with names that now belong to other records", () => {
    const one = { root: element("EventData", {}, element("Only", {}, slot(0))), values: [value.uint32(1)] };
    const chunk = written(11, 12).addStale(5, event(5, one)).addStale(6, numbered(6));
    const file = evtxFile([chunk.finish()]);
    const at = Buffer.from(file).indexOf(Buffer.from("Only", "utf16le"));
    expect(ids(readEvtx(file, { carve: true }))).toEqual([11, 12, 5, 6]);
    file[at] = "o".charCodeAt(0);
    const result = readEvtx(file, { carve: true });
    expect(ids(result)).toEqual([11, 12, 6]);
    expect(result.problems).toMatchObject([{ code: "evtx-record", severity: "warning" }]);
    expect(result.problems[0]!.data).toEqual({ kind: "carved-unreadable", records: 1 });
  });

  it("are counted if they cannot be read", () => {
    const file = evtxFile([
      written(11, 12)
        .addStale(5, { root: element("Event", {}), values: [] })
        .finish(),
    ]);
    const at = Buffer.from(file).lastIndexOf("**\0\0", undefined, "latin1");
    file[at + 24 + 4 + 6]! ^= 1; // where its template should be
    const result = readEvtx(file, { carve: true });
    expect(ids(result)).toEqual([11, 12]);
    expect(result.problems).toMatchObject([{ code: "evtx-record", severity: "warning" }]);
  });

  it("are also looked for in the remains of chunks after the log's last one", () => {
    const file = evtxFile([written(1, 10).finish(), written(11, 20).finish()], { chunks: 1 });
    file.fill(0, HEADER + CHUNK, HEADER + CHUNK + 512 + 100);
    expect(ids(readEvtx(file))).toEqual(range(1, 10));
    const carved = readEvtx(file, { carve: true });
    expect(carved.places.filter((place) => place.carved)).toHaveLength(0); // their template is gone
    expect(codes(carved)).toEqual(["evtx-record", "evtx-chunk"]);
  });
});

describe("records of which an inner template is gone", () => {
  it("keep all that their own template names", () => {
    const inner = dataTemplate(["n", "text"]);
    const writer = new ChunkWriter();
    for (const id of [1, 2])
      writer.add(id, event(id, { root: inner, values: [value.uint32(id), value.string(`t${id}`)] }));
    const file = evtxFile([writer.finish()]);
    const whole = readEvtx(file);
    // The second instance that brings its definition is the inner one; its text begins with a fragment's header.
    const instances = [
      ...Buffer.from(file)
        .toString("latin1")
        .matchAll(/\x0c\x01([^]{4})[^]{8}\1/g),
    ];
    file[instances[1]!.index + 10 + 24]! ^= 0xff;
    const result = readEvtx(file);
    const withoutData = ({ eventData: _, ...rest }: WindowsEvent): object => rest;
    expect(result.events.map(withoutData)).toEqual(whole.events.map(withoutData));
    expect(result.events.map(({ eventData }) => eventData)).toEqual(
      [1, 2].map((id) => [
        { name: "", value: String(id) },
        { name: "", value: `t${id}` },
      ]),
    );
    expect(result.places.every(({ damaged }) => damaged)).toBe(true);
    expect(result.problems.filter(({ code }) => code === "evtx-record")).toHaveLength(2);
  });
});

describe("records whose template is gone", () => {
  /** Three chunks; the header of one and its first record, which defines the templates, are overwritten. */
  const overwritten = (chunk: number): { file: Uint8Array; writers: ChunkWriter[] } => {
    const { file, writers } = threeChunks();
    const start = HEADER + chunk * CHUNK;
    file.fill(0xcc, start, start + writers[chunk]!.records[0]!.end - 40);
    return { file, writers };
  };
  const intact = readEvtx(threeChunks().file);
  /** The last byte of the GUID of the events' template: it is in the first record. */
  const GUID_END = 512 + 24 + 4 + 10 + 4 + 15;

  it("are read with the template of two damaged chunks that have the same, not with one chunk's", () => {
    for (const others of [1, 2]) {
      const { file, writers } = overwritten(0);
      for (let chunk = 1; chunk <= 2; chunk++) {
        const at = HEADER + chunk * CHUNK;
        if (chunk > others) file.fill(0xcc, at, at + CHUNK);
        else file[at + writers[chunk]!.records[9]!.end - 5]! ^= 1;
      }
      const { places } = readEvtx(file);
      const borrowed = places.filter(({ borrowedTemplate }) => borrowedTemplate);
      expect(borrowed.map(({ recordId }) => Number(recordId))).toEqual(others === 2 ? range(2, 10) : []);
    }
  });

  it.each([0, 1, 2])(
    "are read with the same template of another chunk, before or after: chunk %i",
    (chunk) => {
      const { file, writers } = overwritten(chunk);
      for (const piece of [1 << 20, 5000]) {
        const result = readEvtx(file, { piece });
        const first = 10 * chunk + 1;
        expect(ids(result)).toEqual(range(1, 30).filter((id) => id !== first));
        expect(result.events).toEqual(intact.events.filter(({ recordId }) => Number(recordId) !== first));
        const borrowed = result.places.filter(({ borrowedTemplate }) => borrowedTemplate);
        expect(borrowed.map(({ recordId }) => Number(recordId))).toEqual(range(first + 1, first + 9));
        expect(borrowed[0]!.offset).toBe(HEADER + chunk * CHUNK + writers[chunk]!.records[1]!.start);
        expect(
          result.problems.filter(({ data }) => "kind" in data && data.kind === "borrowed-template"),
        ).toHaveLength(9);
        expect(result.lost).toMatchObject([{ code: "evtx-chunk", data: { kind: "beginning", chunk } }]);
        const i = result.places.findIndex(({ borrowedTemplate }) => borrowedTemplate);
        expect(result.records[i]!.text).toBe(intact.records[ids(intact).indexOf(first + 1)]!.text);
      }
    },
  );

  it("are told one by one where no other chunk has it, with their header and what is left", () => {
    const writer = written(1, 10);
    const file = evtxFile([writer.finish()]);
    file.fill(0xcc, HEADER, HEADER + writer.records[0]!.end - 40);
    const result = readEvtx(file);
    expect(ids(result)).toEqual(range(2, 10));
    expect(result.places.map(({ offset, damaged }) => [offset, damaged])).toEqual(
      writer.records.slice(1).map(({ start }) => [HEADER + start, true]),
    );
    expect(result.lost.map(({ code, offset }) => [code, offset])).toEqual([
      ["evtx-chunk", HEADER],
      ...writer.records.slice(1).map(({ start }) => ["evtx-record", HEADER + start]),
    ]);
    const { systemTime, eventData } = result.events[0]!;
    expect(systemTime).toBe(WRITTEN);
    const values = eventData!.map(({ name, value }) => [name, value]);
    // The payload's own template is gone, too: its values come first.
    expect(values.slice(0, 2)).toEqual([
      ["", "2"],
      ["", "x".repeat(40)],
    ]);
    expect(values.slice(2)).toEqual(
      ["13", intact.events[1]!.systemTime!, "2", "host", "", ""].map((value) => ["", value]),
    );
    expect(result.records[0]!.text).toContain(`<Data>${"x".repeat(40)}</Data>`);
  });

  it("have the named data of a payload whose own template is intact", () => {
    const writer = new ChunkWriter()
      .add(1, event(1, { root: element("UserData", {}, "a"), values: [] }))
      .add(2, numbered(2));
    const chunk = writer.finish();
    // The definition of the events' template, from its tokens on. Names of the payload are in the second record.
    chunk.fill(0xcc, 512 + 24 + 4 + 10 + 24, 512 + 24 + 4 + 10 + 24 + 8);
    const { events, lost } = readEvtx(evtxFile([chunk]));
    expect(lost.map(({ code }) => code)).toEqual(["evtx-record", "evtx-record"]);
    expect(events[1]!.eventData!.slice(0, 2)).toEqual([
      { name: "n", value: "2" },
      { name: "text", value: "x".repeat(40) },
    ]);
  });

  it("keep the texts of an event that has no template, if only its names are gone", () => {
    const alone = element("Event", {}, element("System", {}, element("EventID", {}, "77")), "text");
    const writer = new ChunkWriter()
      .add(1, { root: alone, values: null })
      .add(2, { root: alone, values: null });
    const file = evtxFile([writer.finish()]);
    file.fill(0xcc, HEADER, HEADER + writer.records[0]!.end - 8);
    const { events, places } = readEvtx(file);
    expect(events).toEqual([
      {
        recordId: "2",
        systemTime: WRITTEN,
        eventData: [
          { name: "", value: "77" },
          { name: "", value: "text" },
        ],
      },
    ]);
    expect(places).toMatchObject([
      { damaged: true, recordId: "2", offset: HEADER + writer.records[1]!.start },
    ]);
  });

  it("are not read with a template that may be another: two in the file begin with the same ID", () => {
    const { file, writers } = overwritten(2);
    writers[1]!.bytes[GUID_END] = 0x51;
    writers[1]!.seal();
    file.set(writers[1]!.bytes, HEADER + CHUNK);
    const { places, lost } = readEvtx(file);
    expect(places.filter(({ borrowedTemplate }) => borrowedTemplate)).toEqual([]);
    expect(lost).toHaveLength(10);
  });

  it("are not read with templates that differ, from chunks that fail their checksums", () => {
    const { file } = overwritten(1);
    for (const chunk of [0, 2]) file[HEADER + chunk * CHUNK + GUID_END]! ^= 1 + chunk;
    const { places, lost } = readEvtx(file);
    expect(places.filter(({ borrowedTemplate }) => borrowedTemplate)).toEqual([]);
    expect(lost).toHaveLength(10);
  });

  it("are read with an earlier intact chunk's template if their own was changed", () => {
    const { file } = threeChunks();
    const at = Buffer.from(file).indexOf(Buffer.from("Test-Provider", "utf16le"), HEADER + CHUNK);
    file[at] = "J".charCodeAt(0);
    const result = readEvtx(file);
    expect(result.events).toEqual(intact.events);
    expect(result.places.filter(({ borrowedTemplate }) => borrowedTemplate)).toHaveLength(10);
    expect(result.lost).toEqual([]);
  });

  it("are not read with a template that expects values of other types", () => {
    const other = new ChunkWriter();
    for (let n = 11; n <= 20; n++) {
      other.add(n, event(n, { root: template, values: [value.string("n"), value.string("text")] }));
    }
    const file = evtxFile([written(1, 10).finish(), other.finish()]);
    const start = HEADER + CHUNK;
    file.fill(0xcc, start, start + other.records[0]!.end - 40);
    const { events, places } = readEvtx(file);
    expect(places.filter(({ borrowedTemplate }) => borrowedTemplate)).toEqual([]);
    expect(places.filter(({ damaged }) => damaged)).toHaveLength(9);
    expect(
      events
        .at(-1)!
        .eventData!.map(({ value }) => value)
        .slice(0, 2),
    ).toEqual(["n", "text"]);
  });
});

describe("damage to records", () => {
  it("a changed value shows in the chunk's checksum", () => {
    const { file, writers } = threeChunks();
    const { end } = writers[1]!.records[4]!;
    file[HEADER + CHUNK + end - 20]! ^= 1;
    const result = readEvtx(file);
    expect(ids(result)).toEqual(range(1, 30));
    expect(result.problems).toMatchObject([
      { code: "evtx-checksum", severity: "warning", offset: HEADER + CHUNK },
    ]);
  });

  it.each([
    ["signature", 0, 0x55],
    ["size, smaller", 4, 0x20],
    ["size, zero", 4, 0],
    ["size, absurd", 6, 0x7f],
  ])("a record with a damaged %s is read completely", (_, at, byte) => {
    const { file, writers } = threeChunks();
    const { start } = writers[1]!.records[4]!;
    file[HEADER + CHUNK + start + at] = byte;
    if (at === 4) file[HEADER + CHUNK + start + 5] = 0;
    const result = readEvtx(file);
    expect(ids(result)).toEqual(range(1, 30));
    expect(codes(result)).toEqual(["evtx-checksum"]);
  });

  it("a record with a damaged copy of its size is read completely, even the last one", () => {
    for (const n of [4, 9]) {
      const { file, writers } = threeChunks();
      file[HEADER + CHUNK + writers[1]!.records[n]!.end - 3]! ^= 0xff;
      expect(ids(readEvtx(file))).toEqual(range(1, 30));
    }
  });

  it("overwritten sectors: everything before and after is read, the loss is located and counted", () => {
    const writer = written(1, 30);
    const first = writer.records.findIndex(
      ({ start, end }) => Math.ceil((start + 24) / 512) * 512 < end - 8 && start > 2048,
    );
    const { start } = writer.records[first]!;
    const sector = Math.ceil((start + 24) / 512) * 512;
    const file = evtxFile([writer.finish()]);
    file.fill(0, HEADER + sector, HEADER + sector + 1024);
    const behind = writer.records.findIndex((record) => record.start >= sector + 1024);
    const result = readEvtx(file);
    expect(ids(result)).toEqual([...range(1, first + 1), ...range(behind + 1, 30)]);
    expect(result.places[first]).toMatchObject({ damaged: true, length: sector - start });
    expect(result.lost).toMatchObject([
      { code: "evtx-record", offset: HEADER + start },
      { code: "evtx-record", offset: HEADER + sector, data: { kind: "gap", missing: behind - first - 1 } },
    ]);
    expect(result.records[first]!.text).toMatch(/^<Event/);
  });

  /** A chunk in which the content of record 15 is that of record 5 from an older generation, of the same length. */
  const spliced = (): { file: Uint8Array; start: number } => {
    const [older, writer] = [written(1, 10), written(11, 20)];
    const { start, end } = writer.records[4]!;
    const chunk = writer.finish();
    chunk.set(older.finish().subarray(start + 24, end), start + 24);
    return { file: evtxFile([chunk]), start: HEADER + start };
  };

  it("a record spliced from two generations is kept, marked and reported", () => {
    const { file, start } = spliced();
    const result = readEvtx(file);
    expect(ids(result)).toEqual([...range(11, 14), 5, ...range(16, 20)]);
    expect(result.places.filter(({ spliced }) => spliced)).toMatchObject([{ offset: start, recordId: "15" }]);
    expect(codes(result)).toEqual(["evtx-checksum", "evtx-record!"]);
    expect(result.lost[0]).toMatchObject({ offset: start });
    expect(result.lost[0]!.data).toEqual({ kind: "spliced", chunk: 0, recordId: "15", inEvent: "5" });
  });

  it("different numbers in events are not damage if the checksum is right, or if all of them differ", () => {
    const renumbered = written(11, 14).add(15, numbered(5)).add(16, numbered(16));
    expect(codes(readEvtx(evtxFile([renumbered.finish()])))).toEqual([]);
    const exported = new ChunkWriter();
    for (let n = 1; n <= 10; n++) exported.add(n, numbered(100 + n));
    const chunk = exported.finish();
    chunk[exported.records[3]!.end - 30]! ^= 1;
    expect(codes(readEvtx(evtxFile([chunk])))).toEqual(["evtx-checksum"]);
  });

  it("an event with only its record header left still has its record number", () => {
    // A text of such a length that the next record begins 48 bytes before the end of a sector.
    const before = range(0, 300)
      .map((length) => written(1, 2).add(3, numbered(3, "y".repeat(length))))
      .find(({ next }) => next % 512 === 512 - 48)!;
    const at = before.next;
    const file = evtxFile([before.add(4, numbered(4)).finish()]);
    file.fill(0, HEADER + at + 48, HEADER + at + 48 + 512);
    const { events, records, places } = readEvtx(file);
    expect(events[3]).toEqual({ recordId: "4", systemTime: WRITTEN });
    expect(places[3]).toMatchObject({ damaged: true, recordId: "4", length: 48 });
    expect(records[3]!.text).toBe(
      `<Event><System><TimeCreated SystemTime='${WRITTEN}'/><EventRecordID>4</EventRecordID></System></Event>`,
    );
  });

  it("damage to the chunk's header as well loses no other record", () => {
    const { file, writers } = threeChunks();
    const { start, end } = writers[1]!.records[4]!;
    file[HEADER + CHUNK + 48] = 1;
    file.fill(0, HEADER + CHUNK + start, HEADER + CHUNK + end);
    const result = readEvtx(file);
    expect(ids(result)).toEqual(range(1, 30).filter((n) => n !== 15));
    expect(result.lost).toMatchObject([{ code: "evtx-record", offset: HEADER + CHUNK + start }]);
  });

  it("bytes inserted into a full chunk lose no record behind them, not even the last", () => {
    const full = new ChunkWriter();
    let n = 1;
    while (full.next < CHUNK - 400) full.add(n, numbered(n++));
    const file = evtxFile([full.finish(), written(n, n + 5).finish()]);
    const { start } = full.records[9]!;
    for (const length of [8, 100, 3000]) {
      const at = HEADER + start + 60;
      const noise = new Uint8Array(length).fill(0x2a);
      const longer = new Uint8Array(Buffer.concat([file.subarray(0, at), noise, file.subarray(at)]));
      const result = readEvtx(longer, { carve: length === 100 });
      const whole = result.places.filter(({ damaged }) => !damaged).map(({ recordId }) => Number(recordId));
      expect(whole).toEqual(range(1, n + 5).filter((id) => id !== 10));
      expect(result.places.at(-1)!.offset).toBe(readEvtx(file).places.at(-1)!.offset + length);
    }
  });

  it("a missing byte loses one record, and none after it that refers to positions", () => {
    const { file, writers } = threeChunks();
    const { start } = writers[1]!.records[4]!;
    const at = HEADER + CHUNK + start + 60;
    const shorter = new Uint8Array(Buffer.concat([file.subarray(0, at), file.subarray(at + 1)]));
    const result = readEvtx(shorter);
    expect(ids(result)).toEqual(range(1, 30).filter((n) => n !== 15));
    expect(result.lost).toMatchObject([{ code: "evtx-record", offset: HEADER + CHUNK + start }]);
    expect(codes(result)).toEqual(["evtx-checksum", "evtx-record!"]);
    expect(result.places.at(-1)!.offset).toBe(HEADER + 2 * CHUNK + writers[2]!.records[9]!.start - 1);
  });
});

describe("a file that ends too early", () => {
  it("inside a chunk: the records before the end are read", () => {
    const { file, writers } = threeChunks();
    const end = HEADER + 2 * CHUNK + writers[2]!.records[4]!.end;
    const result = readEvtx(file.subarray(0, end + 50));
    expect(ids(result)).toEqual(range(1, 25));
    expect(codes(result)).toContain("evtx-truncated!");
    expect(result.problems.find(({ code }) => code === "evtx-truncated")!.offset).toBe(end + 50);
  });

  it("inside unused space: nothing is lost", () => {
    const { file } = threeChunks();
    const result = readEvtx(file.subarray(0, file.length - 1000));
    expect(ids(result)).toEqual(range(1, 30));
    expect(codes(result)).toEqual(["evtx-truncated"]);
  });

  it("between chunks: the header shows how many are missing", () => {
    const { file } = threeChunks();
    const result = readEvtx(file.subarray(0, HEADER + CHUNK));
    expect(ids(result)).toEqual(range(1, 10));
    expect(codes(result)).toEqual(["evtx-truncated!"]);
  });

  it("because it could not be read: that is not reported as damage", () => {
    const { file } = threeChunks();
    const result = readEvtx(file.subarray(0, file.length - 1000), { complete: false });
    expect(ids(result)).toEqual(range(1, 30));
    expect(result.problems).toEqual([]);
  });

  it("anywhere: never throws", () => {
    const { file } = threeChunks();
    for (const length of [0, 1, 8, 127, 128, 4095, 4096, 4097, 4104, 4200, 4607, 4608, 4640, 70_000]) {
      expect(() => readEvtx(file.subarray(0, length)), `${length} bytes`).not.toThrow();
    }
  });
});

describe("hostile records", () => {
  /** Puts a record between two intact ones, and returns what the reader makes of the three. */
  function between(content: Fragment | Uint8Array): EvtxResult {
    const writer = new ChunkWriter().add(1, numbered(1)).add(2, content).add(3, numbered(3));
    const result = readEvtx(evtxFile([writer.finish()]));
    expect(ids(result).filter((id) => id !== 2)).toEqual([1, 3]);
    return result;
  }

  /** An instance of the template at an offset, with one empty value. */
  const instanceAt = (offset: number, id = 0): Uint8Array => {
    const bytes = bytesOf("0f010100 0c01 00000000 00000000 01000000 00000000");
    new DataView(bytes.buffer).setUint32(6, id, true);
    new DataView(bytes.buffer).setUint32(10, offset, true);
    return bytes;
  };

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array(0)],
    ["no binary XML", bytesOf("ffffffff")],
    ["a template outside the chunk", instanceAt(0xffff_fff0)],
    ["a template in the chunk's header", instanceAt(0)],
    ["a template that is itself", instanceAt(0x200)],
    ["more values than the record holds", bytesOf("0f010100 0c01 00000000 00000000 ffffffff")],
    ["an element that never ends", bytesOf("0f010100 01 00000000 00020000")],
    ["a name outside the chunk", bytesOf("0f010100 01 00000000 f0ffff7f 03 00")],
    ["a text longer than the record", bytesOf("0f010100 01 00000000 00020000 02 0501 ffff")],
  ])("%s: reported, and nothing else is lost", (_, content) => {
    expect(between(content).lost).toMatchObject([{ code: "evtx-record" }]);
  });

  it("a template that contains an instance of itself", () => {
    const writer = new ChunkWriter().add(1, numbered(1));
    const at = writer.next + 24 + 4 + 10;
    const bytes = bytesOf(
      "0f010100 0c01 07000000 00000000 00000000 07000000 000000000000000000000000 0c000000 0f010100 0c01 07000000 00000000",
    );
    new DataView(bytes.buffer).setUint32(10, at, true);
    new DataView(bytes.buffer).setUint32(bytes.length - 4, at, true);
    writer.add(2, bytes).add(3, numbered(3));
    const result = readEvtx(evtxFile([writer.finish()]));
    expect(ids(result)).toEqual([1, 2, 3]);
    expect(result.places[1]).toMatchObject({ damaged: true });
    expect(result.lost).toMatchObject([{ code: "evtx-record" }]);
  });

  it("elements a hundred deep", () => {
    let deep: Element = element("e", {}, "x");
    for (let i = 0; i < 200; i++) deep = element("e", {}, deep);
    expect(between({ root: deep, values: null }).lost).toMatchObject([{ code: "evtx-record" }]);
  });

  it("values a hundred deep", () => {
    const wrap = element("w", {}, slot(0));
    let deep: Fragment = { root: element("w", {}, "x"), values: [] };
    for (let i = 0; i < 100; i++) deep = { root: wrap, values: [value.fragment(deep)] };
    expect(between({ root: wrap, values: [value.fragment(deep)] }).lost).toMatchObject([
      { code: "evtx-record" },
    ]);
  });

  it.each<[string, Element]>([
    ["on the fast path", element("EventData", {}, ...range(1, 1500).map(() => element("Data", {}, slot(0))))],
    ["on the general path", element("UserData", {}, ...range(1, 3000).map(() => slot(0)))],
  ])("a value repeated until memory would be full, %s", (_, root) => {
    const strings = event(2, { root, values: [value.raw(0x81, "0000".repeat(10_000))] });
    expect(between(strings).lost).toMatchObject([{ code: "evtx-record" }]);
    const long = event(2, { root, values: [value.string("x".repeat(12_000))] });
    expect(between(long).lost).toMatchObject([{ code: "evtx-record" }]);
  });
});
