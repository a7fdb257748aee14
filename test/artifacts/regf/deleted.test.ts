import { describe, expect, it } from "vitest";
import { dword, sz, TYPE, writeHive } from "../hive-writer.ts";
import { open } from "../read-support.ts";

const BASE = 4096;
const TIME = "2026-03-14T09:26:53.5897930Z";

describe("deleted keys and values", () => {
  it("are found by name in free cells, with path, time, data and owner", async () => {
    const { bytes } = writeHive({
      name: "ROOT",
      keys: [
        {
          name: "Windows Error Reporting",
          keys: [
            {
              name: "LocalDumps",
              deleted: true,
              written: TIME,
              values: [dword("DumpType", 2), sz("DumpFolder", "C:\\d", TYPE.expandSz), dword("Other", 1)],
            },
          ],
        },
      ],
    });
    const hive = await open(bytes);
    expect(hive.get("Windows Error Reporting\\LocalDumps")).toBeNull();
    const path = "Windows Error Reporting\\LocalDumps";
    expect(await hive.deleted(["localdumps", "DUMPTYPE", "DumpFolder"])).toMatchObject([
      { kind: "key", path, name: "LocalDumps", lastWritten: TIME, place: "free" },
      {
        kind: "value",
        path,
        name: "DumpType",
        type: "REG_DWORD",
        data: 2,
        isOverwritten: false,
        place: "free",
      },
      { kind: "value", path, name: "DumpFolder", data: "C:\\d", isOverwritten: false, place: "free" },
    ]);
  });

  it("a value alone has no path, and data whose space is in use again are marked", async () => {
    const { bytes, values } = writeHive({
      name: "ROOT",
      values: [{ ...sz("DumpFolder", "C:\\before"), deleted: true }, dword("live", 1), sz("other", "in use")],
    });
    const view = new DataView(bytes.buffer);
    const dataOf = (name: string): number => BASE + values.get(`|${name}`)! + 4 + 8;
    const [found] = await (await open(bytes)).deleted(["DumpFolder"]);
    expect(found).toMatchObject({ kind: "value", path: null, data: "C:\\before", isOverwritten: false });
    view.setUint32(dataOf("DumpFolder"), view.getUint32(dataOf("other"), true), true);
    const [reused] = await (await open(bytes)).deleted(["DumpFolder"]);
    expect(reused).toMatchObject({ kind: "value", isOverwritten: true });
  });

  it("are found in the unused end of a cell, in cells that nothing names, and after the bins", async () => {
    const { bytes, keys, values, lists } = writeHive({
      name: "ROOT",
      keys: [
        { name: "gone", values: [dword("DumpType", 3)] },
        {
          name: "here",
          values: [dword("DumpType", 1), { name: "big", type: TYPE.binary, data: new Uint8Array(64) }],
        },
      ],
    });
    const view = new DataView(bytes.buffer);
    // The list keeps the first entry alone: the second is in its slack, and its key is named by nothing.
    const list = BASE + lists.get("")! + 4;
    view.setUint32(list + 4, keys.get("here")!, true);
    view.setUint16(list + 2, 1, true);
    view.setUint32(BASE + keys.get("")! + 4 + 20, 1, true);
    const vk = bytes.slice(
      BASE + values.get("here|DumpType")! + 4,
      BASE + values.get("here|DumpType")! + 4 + 28,
    );
    const tail = new Uint8Array(64);
    tail.set(vk, 4);
    tail[4 + 8] = 9;
    const found = await (await open(new Uint8Array([...bytes, ...tail]))).deleted(["DumpType", "gone"]);
    expect(
      found.map((entry) => [entry.place, entry.name, entry.kind === "value" ? entry.data : entry.path]),
    ).toEqual([
      ["unlinked", "gone", "gone"],
      ["unlinked", "DumpType", 3],
      ["after-bins", "DumpType", 9],
    ]);
    expect(found[2]!.offset).toBe(bytes.length);
  });

  it("chance bytes are no keys or values", async () => {
    const noise = Uint8Array.from({ length: 3000 }, (_, i) =>
      i % 7 === 0 ? 0x6e : i % 7 === 1 ? 0x6b : 0xff,
    );
    const { bytes, values } = writeHive({
      name: "ROOT",
      values: [{ name: "noise", type: TYPE.binary, data: noise, deleted: true }],
    });
    bytes[BASE + values.get("|noise")! + 4 + 12] = 77; // a type that none is
    const names = ["noise", "", "\xff"];
    expect(await (await open(bytes)).deleted(names)).toEqual([]);
  });
});
