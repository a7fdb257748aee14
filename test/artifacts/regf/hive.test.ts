import { describe, expect, it } from "vitest";
import { utf16 } from "../bytes-writer.ts";
import { dword, type KeySpec, sz, TYPE, under, writeHive } from "../hive-writer.ts";
import { allKeys, inPieces, kinds, open } from "../read-support.ts";
import { readHive } from "../../../src/artifacts/index.ts";

const LOCAL_DUMPS = "Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";

function software(leaf: Omit<KeySpec, "name">): KeySpec {
  return { name: "ROOT", keys: [{ name: "Classes" }, under(LOCAL_DUMPS, leaf)] };
}

const FULL = software({
  written: "2026-03-14T09:26:53.5897930Z",
  values: [dword("DumpType", 2), sz("DumpFolder", "C:\\Windows\\Temp\\d", TYPE.expandSz)],
  keys: [
    { name: "lsass.exe", written: "2026-03-14T09:26:54.0000001Z", values: [dword("DumpType", 0xffff_ffff)] },
  ],
});

describe("a registry hive", () => {
  it("answers by path, without case, with times to 100 ns", async () => {
    const hive = await open(writeHive(FULL).bytes);
    expect(hive).toMatchObject({ root: "HKLM\\SOFTWARE", rootName: "ROOT", dirty: false, recovered: false });
    expect(hive.problems).toEqual([]);
    const key = hive.get(LOCAL_DUMPS.toLowerCase());
    expect(key).toMatchObject({ path: LOCAL_DUMPS, lastWritten: "2026-03-14T09:26:53.5897930Z" });
    expect(key!.values).toMatchObject([
      { name: "DumpType", type: "REG_DWORD", data: 2, strings: ["2"] },
      {
        name: "DumpFolder",
        type: "REG_EXPAND_SZ",
        data: "C:\\Windows\\Temp\\d",
        strings: ["C:\\Windows\\Temp\\d"],
      },
    ]);
    expect(hive.get(`${LOCAL_DUMPS}\\lsass.exe`)!.values[0]!.data).toBe(4_294_967_295);
    expect(hive.get(`\\${LOCAL_DUMPS}\\`)!.path).toBe(LOCAL_DUMPS);
    expect(hive.get(`${LOCAL_DUMPS}\\notepad.exe`)).toBeNull();
    expect(hive.get("")!.path).toBe("");
    expect(hive.subkeys(LOCAL_DUMPS)).toEqual(["lsass.exe"]);
    expect(hive.subkeys("Nowhere")).toBeNull();
  });

  it("lists every key once, each before its sub-keys, the root first", async () => {
    const keys = await allKeys(await open(writeHive(FULL).bytes));
    expect(keys.map(({ path }) => path)).toEqual([
      "",
      "Classes",
      "Microsoft",
      "Microsoft\\Windows",
      "Microsoft\\Windows\\Windows Error Reporting",
      LOCAL_DUMPS,
      `${LOCAL_DUMPS}\\lsass.exe`,
    ]);
  });

  it("reads every type as it is, whatever its length", async () => {
    const values = [
      { name: "", type: TYPE.sz, data: utf16("default") },
      { name: "several ends", type: TYPE.sz, data: utf16("a\0\0b") },
      { name: "odd", type: TYPE.sz, data: Uint8Array.of(0x61, 0, 0x62) },
      { name: "list", type: TYPE.multiSz, data: utf16("one\0two\0\0") },
      { name: "gap", type: TYPE.multiSz, data: utf16("one\0\0two\0\0") },
      { name: "empty list", type: TYPE.multiSz, data: utf16("\0") },
      { name: "bytes", type: TYPE.binary, data: Uint8Array.of(1, 0xab, 3, 4, 5) },
      { name: "nothing", type: TYPE.none, data: new Uint8Array(0) },
      { name: "quad", type: TYPE.qword, data: Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255) },
      { name: "short", type: TYPE.dword, data: Uint8Array.of(7) },
      { name: "none", type: TYPE.dword, data: new Uint8Array(0) },
      { name: "long", type: TYPE.dword, data: Uint8Array.of(1, 2, 0, 0, 9, 9) },
      { name: "swapped", type: 5, data: Uint8Array.of(0, 0, 1, 2) },
      { name: "device", type: 0xffff_0004, data: Uint8Array.of(5) },
      { name: "Ключ", type: TYPE.sz, data: utf16("значение\0") },
      { name: "ëigen", type: TYPE.sz, data: utf16("é\0") },
    ];
    const hive = await open(writeHive({ name: "ROOT", values }).bytes);
    const read = hive.get("")!.values;
    expect(Object.fromEntries(read.map(({ name, type, data }) => [name, [type, data]]))).toEqual({
      "": ["REG_SZ", "default"],
      "several ends": ["REG_SZ", "a"],
      odd: ["REG_SZ", "a"],
      list: ["REG_MULTI_SZ", ["one", "two"]],
      gap: ["REG_MULTI_SZ", ["one", "", "two"]],
      "empty list": ["REG_MULTI_SZ", []],
      bytes: ["REG_BINARY", "01ab030405"],
      nothing: ["REG_NONE", ""],
      quad: ["REG_QWORD", "18446744073709551615"],
      short: ["REG_DWORD", 7],
      none: ["REG_DWORD", null],
      long: ["REG_DWORD", 513],
      swapped: ["REG_DWORD_BIG_ENDIAN", 258],
      device: ["0xffff0004", "05"],
      Ключ: ["REG_SZ", "значение"],
      ëigen: ["REG_SZ", "é"],
    });
    expect(read.find(({ name }) => name === "bytes")).toMatchObject({
      strings: [],
      bytes: Uint8Array.of(1, 0xab, 3, 4, 5),
    });
    expect(hive.problems).toEqual([]);
  });

  it("reads sub-keys from lists of every kind", async () => {
    const keys = Array.from({ length: 9 }, (_, i) => ({ name: `k${i}` }));
    for (const list of ["lf", "lh", "li", "ri"] as const) {
      const hive = await open(writeHive({ name: "ROOT", list, keys }).bytes);
      expect(hive.subkeys(""), list).toEqual(keys.map(({ name }) => name));
      expect(hive.problems, list).toEqual([]);
    }
  });

  it("joins large data from segments since version 1.4, and takes them as they are before", async () => {
    const data = Uint8Array.from({ length: 40_000 }, (_, i) => (i * 7) % 251);
    data.set([0x64, 0x62]); // they begin like a list of segments
    for (const minor of [3, 4, 5, 6]) {
      const value = { name: "v", type: TYPE.binary, data };
      const hive = await open(writeHive({ name: "ROOT", values: [value] }, { minor }).bytes);
      expect(hive.get("")!.values[0]!.bytes, `1.${minor}`).toEqual(data);
      expect(hive.version).toBe(`1.${minor}`);
    }
  });

  it("reads a key's class, and leaves out keys and values that a layer deletes", async () => {
    const hive = await open(
      writeHive({
        name: "ROOT",
        className: "Shell",
        keys: [{ name: "here" }, { name: "gone", layer: 1 }],
        values: [dword("here", 1), dword("gone", 1, { flags: 2 })],
      }).bytes,
    );
    expect(hive.get("")!.className).toBe("Shell");
    expect(hive.subkeys("")).toEqual(["here"]);
    expect(hive.get("")!.values.map(({ name }) => name)).toEqual(["here"]);
    expect(hive.get("gone")).toBeNull();
  });

  it("reads no values of a predefined handle, whose count is the handle", async () => {
    const written = writeHive({
      name: "ROOT",
      keys: [{ name: "perf", flags: 0x40, values: [dword("v", 1)] }],
    });
    new DataView(written.bytes.buffer).setUint32(
      4096 + written.keys.get("perf")! + 4 + 36,
      0x8000_0050,
      true,
    );
    const hive = await open(written.bytes);
    expect(hive.get("perf")!.values).toEqual([]);
    expect(hive.problems).toEqual([]);
  });

  it("is the same however the bytes arrive", async () => {
    const { bytes } = writeHive(FULL);
    const whole = await allKeys(await open(bytes));
    for (const piece of [1, 7, 4096]) {
      expect(await allKeys(await readHive(inPieces(bytes, piece), [])), String(piece)).toEqual(whole);
    }
  });

  it("refuses what is no hive, a log, and another version", async () => {
    expect(kinds((await open(new Uint8Array(0))).problems)).toEqual(["hive-header not-a-hive"]);
    expect(kinds((await open(utf16("not a hive".repeat(1000)))).problems)).toEqual([
      "hive-header not-a-hive",
    ]);
    const { bytes } = writeHive(FULL, { minor: 2 });
    const old = await open(bytes);
    expect(kinds(old.problems)).toEqual(["hive-header version"]);
    expect(old.get("")).toBeNull();
    expect(await allKeys(old)).toEqual([]);
    const newer = await open(writeHive(FULL, { minor: 7 }).bytes);
    expect(newer.get(LOCAL_DUMPS)!.values).toHaveLength(2);
    expect(newer.problems).toMatchObject([{ code: "hive-header", data: { version: "1.7", read: true } }]);
  });
});
