import { describe, expect, it } from "vitest";
import { readUsn } from "../../../src/artifacts/index.ts";
import type { UsnRecord } from "../../../src/artifacts/index.ts";
import type { ByteSource } from "../../../src/bytes/index.ts";
import { all, blob, inPieces, kinds } from "../read-support.ts";
import { type UsnSpec, writeJournal } from "../usn-writer.ts";

const LIFE: readonly UsnSpec[] = [
  {
    name: "lsass.exe.652.dmp",
    time: "2026-03-14T09:28:02.0000000Z",
    reason: 0x100,
    entry: 91_300,
    sequence: 4,
  },
  {
    name: "lsass.exe.652.dmp",
    time: "2026-03-14T09:28:03.9000000Z",
    reason: 0x8000_0102,
    entry: 91_300,
    sequence: 4,
  },
  {
    name: "lsass.exe.652.dmp",
    time: "2026-03-14T09:29:40.0000000Z",
    reason: 0x1000,
    entry: 91_300,
    sequence: 4,
  },
  { name: "x.log", time: "2026-03-14T09:29:40.0000010Z", reason: 0x2000, entry: 91_300, sequence: 4 },
  { name: "x.log", time: "2026-03-14T09:29:59.0000000Z", reason: 0x8000_0200, entry: 91_300, sequence: 4 },
];

/** Enough for several pages and blocks. */
const MANY: readonly UsnSpec[] = Array.from({ length: 9000 }, (_, i) => ({
  name: `file${i}.tmp`,
  time: "2026-03-14T09:00:00.0000000Z",
  reason: 2,
  entry: i + 40,
}));

async function read(bytes: Uint8Array): Promise<{ records: UsnRecord[]; problems: string[] }> {
  const journal = readUsn(blob(bytes));
  const records = await all(journal);
  return { records, problems: kinds(journal.problems) };
}

describe("a change journal", () => {
  it("follows a file by its reference over renames, to its deletion", async () => {
    const { records, problems } = await read(writeJournal(LIFE));
    expect(problems).toEqual([]);
    expect(
      records.map(({ time, name, reasons, reference, parent }) => ({
        time,
        name,
        reasons,
        reference,
        parent,
      })),
    ).toEqual(
      [
        ["2026-03-14T09:28:02.0000000Z", "lsass.exe.652.dmp", ["FILE_CREATE"]],
        ["2026-03-14T09:28:03.9000000Z", "lsass.exe.652.dmp", ["DATA_EXTEND", "FILE_CREATE", "CLOSE"]],
        ["2026-03-14T09:29:40.0000000Z", "lsass.exe.652.dmp", ["RENAME_OLD_NAME"]],
        ["2026-03-14T09:29:40.0000010Z", "x.log", ["RENAME_NEW_NAME"]],
        ["2026-03-14T09:29:59.0000000Z", "x.log", ["FILE_DELETE", "CLOSE"]],
      ].map(([time, name, reasons]) => ({ time, name, reasons, reference: "91300-4", parent: "5-5" })),
    );
  });

  it("reads versions 2, 3 and 4; the last has neither name nor time", async () => {
    const [first] = LIFE;
    const { records } = await read(
      writeJournal([
        first!,
        { ...first!, version: 3 },
        { ...first!, version: 3, high: 1n },
        { ...first!, version: 4 },
      ]),
    );
    expect(records).toMatchObject([
      { version: 2, reference: "91300-4", name: "lsass.exe.652.dmp" },
      { version: 3, reference: "91300-4", parent: "5-5", name: "lsass.exe.652.dmp" },
      { version: 3, reference: `0x${((1n << 64n) | (4n << 48n) | 91_300n).toString(16)}` },
      { version: 4, reference: "91300-4", name: null, time: null, reasons: ["FILE_CREATE"] },
    ]);
  });

  it("reads every record of many pages, however they arrive", async () => {
    const bytes = writeJournal(MANY);
    const { records, problems } = await read(bytes);
    expect(records).toHaveLength(MANY.length);
    expect(problems).toEqual([]);
    for (const piece of [999, 4096]) expect(await all(readUsn(inPieces(bytes, piece)))).toEqual(records);
    const few = writeJournal(LIFE);
    expect(await all(readUsn(inPieces(few, 1)))).toEqual((await read(few)).records);
  });

  it("skips damage, says where and how much, and finds the next record, shifted or not", async () => {
    const bytes = writeJournal(MANY.slice(0, 40));
    const damaged = bytes.slice();
    damaged.fill(0xff, 88, 120);
    const journal = readUsn(blob(damaged));
    expect(await all(journal)).toHaveLength(39);
    expect(journal.problems).toMatchObject([{ code: "usn-damage", offset: expect.any(Number) }]);
    const shifted = new Uint8Array([...bytes.subarray(0, 100), ...bytes.subarray(103)]);
    const { records, problems } = await read(shifted);
    expect(records).toHaveLength(39);
    expect(problems).toEqual(["usn-damage"]);
  });

  it("reports a record that is cut, and one of an unknown version", async () => {
    const bytes = writeJournal(LIFE);
    const cut = await read(bytes.subarray(0, bytes.length - 8));
    expect(cut.records).toHaveLength(4);
    expect(cut.problems).toEqual(["usn-cut"]);
    const unknown = await read(writeJournal([LIFE[0]!, { ...LIFE[1]!, version: 5 }, LIFE[2]!]));
    expect(unknown.records).toHaveLength(2);
    expect(unknown.problems).toEqual(["usn-version"]);
  });

  it("is nothing but damage in a file that is none", async () => {
    expect(await read(new Uint8Array(0))).toEqual({ records: [], problems: [] });
    expect(await read(new Uint8Array(50_000).fill(7))).toEqual({ records: [], problems: ["usn-damage"] });
  });

  it("skips a sparse beginning of any size without reading it", async () => {
    const data = writeJournal(LIFE);
    const sparse = 30 * 1024 ** 3;
    let bytesRead = 0;
    const part = (from: number, to: number): ByteSource => ({
      size: to - from,
      slice: (start = 0, end = to - from) => part(from + start, Math.min(to, from + end)),
      stream: () => {
        bytesRead += to - from;
        const zeros = Math.max(0, Math.min(to, sparse) - from);
        return new Blob([
          new Uint8Array(zeros),
          data.slice(Math.max(0, from - sparse), Math.max(0, to - sparse)),
        ]).stream();
      },
    });
    const journal = readUsn(part(0, sparse + data.length));
    expect(await all(journal)).toHaveLength(LIFE.length);
    expect(kinds(journal.problems)).toEqual(["usn-sparse"]);
    expect(bytesRead).toBeLessThan(150 * 1024 * 1024);
  });
});
