import { describe, expect, it } from "vitest";
import { filetime } from "../bytes-writer.ts";
import { dword, headerChecksum, type KeySpec, TYPE, writeHive } from "../hive-writer.ts";
import { plainMarvin32, writeNewLog, writeOldLog } from "../log-writer.ts";
import { inPieces, kinds, open } from "../read-support.ts";
import { marvin32 } from "../../../src/artifacts/regf/marvin32.ts";
import { readHive } from "../../../src/artifacts/index.ts";

const WRITTEN = "2026-03-14T08:00:00.0000000Z";

/** A hive in which DumpType is what is given; the larger it is, the longer the hive. */
function state(value: number, primary = 101, secondary = 100): Uint8Array<ArrayBuffer> {
  const filler = { name: "filler", type: TYPE.binary, data: new Uint8Array(value * 6000).fill(value) };
  const root: KeySpec = {
    name: "ROOT",
    keys: [{ name: "LocalDumps", values: [dword("DumpType", value), filler] }],
  };
  return writeHive(root, { primary, secondary, written: WRITTEN }).bytes;
}

const before = state(0);
const dumpType = (hive: Awaited<ReturnType<typeof open>>): unknown => hive.get("LocalDumps")!.values[0]!.data;

describe("the logs of a dirty hive", () => {
  it("are applied in order, and the bins grow", async () => {
    const log = writeNewLog({ primary: 101, before, states: [state(1), state(2)] });
    const hive = await open(before, [log, new Uint8Array(0)]);
    expect(hive).toMatchObject({ dirty: true, recovered: true, open: false, applied: [101, 102] });
    expect(hive.problems).toEqual([]);
    expect(dumpType(hive)).toBe(2);
    const value = hive.get("LocalDumps")!.values[0]!;
    expect(hive.logOf(value.offset)).toEqual({ log: 0, sequence: 102 });
    expect(hive.logOf(0)).toBeNull();
  });

  it("without them the hive is open, and says so", async () => {
    for (const logs of [[], [new Uint8Array(0), new Uint8Array(0)]]) {
      const hive = await open(before, logs);
      expect(hive).toMatchObject({ dirty: true, recovered: false, open: true });
      expect(kinds(hive.problems)).toEqual(["hive-dirty no-log"]);
      expect(dumpType(hive)).toBe(0);
    }
  });

  it("are not applied to a clean hive", async () => {
    const clean = state(0, 101, 101);
    const log = writeNewLog({ primary: 101, before, states: [state(1)] });
    const hive = await open(clean, [log]);
    expect(hive).toMatchObject({ dirty: false, recovered: false, open: false, applied: [] });
    expect(dumpType(hive)).toBe(0);
  });

  it("the older log comes first, in whatever order they are given", async () => {
    const first = writeNewLog({ primary: 101, before, states: [state(1)] });
    const second = writeNewLog({ primary: 102, before: state(1), states: [state(2)] });
    for (const logs of [
      [first, second],
      [second, first],
    ]) {
      const hive = await open(before, logs);
      expect(hive.applied).toEqual([101, 102]);
      expect(dumpType(hive)).toBe(2);
    }
  });

  it("end where a number is missing, between logs and inside one", async () => {
    const first = writeNewLog({ primary: 101, before, states: [state(1)] });
    const third = writeNewLog({ primary: 103, before: state(1), states: [state(3)] });
    const hive = await open(before, [first, third]);
    expect(hive).toMatchObject({ applied: [101], open: true });
    expect(kinds(hive.problems)).toEqual(["hive-dirty log-incomplete", "hive-log ended"]);
    const skipping = writeNewLog({ primary: 101, first: 102, before, states: [state(1)] });
    expect((await open(before, [skipping])).applied).toEqual([]);
  });

  it("end without a problem at entries of an earlier round", async () => {
    const log = writeNewLog({ primary: 101, before, states: [state(1)] });
    const stale = writeNewLog({ primary: 55, before, states: [state(3)] });
    const both = new Uint8Array([...log, ...stale.subarray(512)]);
    const hive = await open(before, [both]);
    expect(hive).toMatchObject({ applied: [101], open: false, problems: [] });
  });

  it("end at a wrong hash, and what came before stays", async () => {
    const log = writeNewLog({ primary: 101, before, states: [state(1), state(2)] });
    const second = 512 + new DataView(log.buffer).getUint32(512 + 4, true);
    for (const at of [second + 24, second + 32, second + 5000]) {
      const damaged = log.slice();
      damaged[at]! ^= 1;
      const hive = await open(before, [damaged]);
      expect(hive, String(at)).toMatchObject({ applied: [101], recovered: true, open: true });
      expect(dumpType(hive)).toBe(1);
      expect(hive.problems).toContainEqual({
        code: "hive-log",
        severity: "warning",
        data: { kind: "ended", log: 0, sequence: 102, why: "hash" },
        offset: second,
      });
    }
  });

  it("end where the file is cut", async () => {
    const log = writeNewLog({ primary: 101, before, states: [state(1), state(2)] });
    const hive = await open(before, [log.slice(0, log.length - 600)]);
    expect(hive).toMatchObject({ applied: [101], open: true });
  });

  it("are refused if damaged, of another hive or already applied", async () => {
    const log = writeNewLog({ primary: 101, before, states: [state(1)] });
    const damaged = log.slice();
    damaged[100]! ^= 1;
    const older = writeNewLog({ primary: 99, before, states: [state(1)] });
    const hive = await open(before, [damaged, older, before.slice(0, 512)]);
    expect(hive).toMatchObject({ recovered: false, open: true });
    expect(hive.problems.map(({ data }) => ("why" in data ? data.why : data))).toEqual([
      "checksum",
      "older",
      "not-a-log",
      { kind: "log-unusable" },
    ]);
  });

  it("give the header where the hive's own is damaged: the newest log alone", async () => {
    const damaged = before.slice();
    damaged[36]! ^= 8;
    const first = writeNewLog({ primary: 101, before, states: [state(1)] });
    const second = writeNewLog({ primary: 102, before, states: [state(2)] });
    const hive = await open(damaged, [first, second]);
    expect(hive).toMatchObject({ applied: [102], dirty: true, recovered: true });
    expect(dumpType(hive)).toBe(2);
    expect(kinds(hive.problems)).toContain("hive-header checksum");
  });

  it("of the old format have sectors and a bitmap, as long as the log says", async () => {
    const after = state(3);
    const log = writeOldLog({ primary: 101, before, states: [after], written: filetime(WRITTEN) });
    const hive = await open(before, [log]);
    expect(hive).toMatchObject({ dirty: true, recovered: true, open: false, problems: [] });
    expect(dumpType(hive)).toBe(3);
  });

  it("of the old format are refused if unfinished or of another time; then the second one is used", async () => {
    const written = filetime(WRITTEN);
    const good = writeOldLog({ primary: 101, before, states: [state(2)], written });
    const otherTime = writeOldLog({ primary: 101, before, states: [state(1)], written: written + 1n });
    const unfinished = writeOldLog({ primary: 101, before, states: [state(1)], written });
    new DataView(unfinished.buffer).setUint32(8, 100, true);
    new DataView(unfinished.buffer).setUint32(508, headerChecksum(unfinished), true);
    for (const bad of [otherTime, unfinished]) expect(dumpType(await open(before, [bad, good]))).toBe(2);
    expect(await open(before, [otherTime])).toMatchObject({ recovered: false, open: true });
    const cut = await open(before, [good.slice(0, 2048)]);
    expect(cut.open).toBe(true);
  });

  it("never make the hive larger than what the files have", async () => {
    const log = writeNewLog({ primary: 101, before, states: [state(1)] });
    const view = new DataView(log.buffer);
    const size = view.getUint32(512 + 4, true);
    view.setUint32(512 + 16, 0x3fff_f000, true); // a gibibyte of bins
    const rehash = (from: number, to: number, at: number): void => {
      const [low, high] = plainMarvin32(log.subarray(from, to));
      view.setUint32(at, low, true);
      view.setUint32(at + 4, high, true);
    };
    rehash(512 + 40, 512 + size, 512 + 24);
    rehash(512, 512 + 32, 512 + 32);
    const hive = await open(before, [log]);
    expect(hive.applied).toEqual([101]);
    expect(dumpType(hive)).toBe(1);
    expect(kinds(hive.problems)).toEqual(["hive-size cut"]);
  });

  it("give the same however they arrive", async () => {
    const log = writeNewLog({ primary: 101, before, states: [state(1), state(2)] });
    for (const piece of [13, 512, 100_000]) {
      const hive = await readHive(inPieces(before, piece), [inPieces(log, piece)]);
      expect(dumpType(hive)).toBe(2);
    }
  });
});

it("Marvin32 is the same as its plain description", () => {
  const bytes = Uint8Array.from({ length: 400 }, (_, i) => (i * 37 + 11) & 255);
  for (let to = 0; to <= bytes.length; to += 4) {
    expect(marvin32(bytes, 0, to)).toEqual(plainMarvin32(bytes.subarray(0, to)));
  }
});
