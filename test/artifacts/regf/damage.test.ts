import { describe, expect, it } from "vitest";
import { dword, type KeySpec, sz, TYPE, writeHive, type WrittenHive } from "../hive-writer.ts";
import { allKeys, kinds, open } from "../read-support.ts";

const BASE = 4096;

/** Keys a to d, each with a value and a sub-key, over several bins. */
function tree(): WrittenHive {
  const filler = { name: "filler", type: TYPE.binary, data: new Uint8Array(3000) };
  const keys = ["a", "b", "c", "d"].map<KeySpec>((name) => ({
    name,
    values: [dword("v", 1), filler],
    keys: [{ name: "below", values: [sz("text", "long enough")] }],
  }));
  return writeHive({ name: "ROOT", keys });
}

const set32 = (bytes: Uint8Array, at: number, value: number): void =>
  new DataView(bytes.buffer).setUint32(BASE + at, value >>> 0, true);
const paths = async (bytes: Uint8Array): Promise<string[]> =>
  (await allKeys(await open(bytes))).map(({ path }) => path);

describe("a damaged hive", () => {
  it("loses the key that is damaged and what is below it, and nothing else", async () => {
    const { bytes, keys } = tree();
    const offset = keys.get("b")!;
    bytes[BASE + offset + 4] = 0x78; // no longer "nk"
    const hive = await open(bytes);
    expect((await allKeys(hive)).map(({ path }) => path)).toEqual([
      "",
      "a",
      "a\\below",
      "c",
      "c\\below",
      "d",
      "d\\below",
    ]);
    expect(hive.problems).toEqual([
      {
        code: "hive-key",
        severity: "warning",
        data: { kind: "unreadable", path: "" },
        offset: BASE + offset,
      },
    ]);
    expect(hive.get("b")).toBeNull();
    expect(hive.get("c\\below")!.values[0]!.data).toBe("long enough");
  });

  it("lists a value whose data are damaged without them, and leaves out one that is no value", async () => {
    const { bytes, values } = tree();
    set32(bytes, values.get("a\\below|text")! + 4 + 8, 0x7fff_fff8);
    bytes[BASE + values.get("b|v")! + 4] = 0;
    const hive = await open(bytes);
    expect(hive.get("a\\below")!.values).toMatchObject([
      { name: "text", type: "REG_SZ", data: null, bytes: null },
    ]);
    expect(hive.get("b")!.values.map(({ name }) => name)).toEqual(["filler"]);
    expect(kinds(hive.problems)).toEqual(["hive-value data", "hive-value unreadable"]);
  });

  it("reads no cell of a bin that is not at its place, and says where", async () => {
    const { bytes, keys } = tree();
    const bin = Math.floor(keys.get("c")! / 4096) * 4096;
    const at = Array.from({ length: bin / 4096 + 1 }, (_, i) => bin - i * 4096).find(
      (start) => bytes[BASE + start] === 0x68 && bytes[BASE + start + 1] === 0x62,
    )!;
    const size = new DataView(bytes.buffer).getUint32(BASE + at + 8, true);
    const without = new Uint8Array([...bytes.subarray(0, BASE + at), ...bytes.subarray(BASE + at + size)]);
    const hive = await open(without);
    const moved = hive.problems.find(({ code }) => code === "hive-bin");
    expect(moved).toMatchObject({ offset: BASE + at, data: { kind: "moved", says: at + size } });
    expect(hive.get("")).not.toBeNull();
    await allKeys(hive);
    expect(hive.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(["hive-size", "hive-list"]));
  });

  it("goes on after a bin whose header is gone, and through one that lacks its signature", async () => {
    const { bytes, keys } = tree();
    const starts = Array.from({ length: bytes.length / 4096 - 1 }, (_, i) => i * 4096).filter(
      (start) => bytes[BASE + start] === 0x68 && bytes[BASE + start + 1] === 0x62 && start > 0,
    );
    const all = await paths(bytes);
    const unsigned = bytes.slice();
    for (const start of starts) unsigned.fill(0, BASE + start, BASE + start + 4);
    expect(await paths(unsigned)).toEqual(all);
    expect(kinds((await open(unsigned)).problems)).toEqual(starts.map(() => "hive-bin signature"));
    const wiped = bytes.slice();
    wiped.fill(0, BASE + starts[0]!, BASE + starts[0]! + 32);
    const left = await paths(wiped);
    expect(left.length).toBeLessThan(all.length);
    const last = [...keys].filter(([, at]) => at > starts[1]!).map(([path]) => path);
    expect(left).toEqual(expect.arrayContaining(last.filter((path) => path === "d\\below")));
  });

  it("finds the root by its mark if the header names none", async () => {
    const { bytes } = tree();
    new DataView(bytes.buffer).setUint32(36, 0x10, true);
    const hive = await open(bytes);
    expect(hive.get("a\\below")).not.toBeNull();
    expect(kinds(hive.problems)).toContain("hive-header no-root");
  });

  it("reads a file that is cut, and says how much is missing", async () => {
    const { bytes } = tree();
    for (const length of [BASE + 100, BASE + 4096, bytes.length - 1]) {
      const hive = await open(bytes.subarray(0, length));
      await allKeys(hive);
      expect(hive.problems, String(length)).toContainEqual(
        expect.objectContaining({ code: "hive-size", data: { kind: "cut", missing: bytes.length - length } }),
      );
    }
  });

  it("ends a loop, and a key that is listed twice is read once", async () => {
    const { bytes, keys, lists } = tree();
    set32(bytes, lists.get("a")! + 8, keys.get("")!); // below "a" comes the root again
    set32(bytes, lists.get("")! + 8 + 8, keys.get("a")!); // "a" in place of "b"
    const hive = await open(bytes);
    expect((await allKeys(hive)).map(({ path }) => path)).toEqual([
      "",
      "a",
      "c",
      "c\\below",
      "d",
      "d\\below",
    ]);
    expect(kinds(hive.problems)).toEqual(["hive-key parent", "hive-key repeated", "hive-key repeated"]);
  });

  it("never follows counts beyond a list's cell", async () => {
    const { bytes, lists, keys } = tree();
    new DataView(bytes.buffer).setUint16(BASE + lists.get("")! + 6, 0xffff, true);
    set32(bytes, keys.get("c")! + 4 + 36, 0xffff_ffff);
    const hive = await open(bytes);
    expect(await allKeys(hive)).toHaveLength(9);
    expect(kinds(hive.problems)).toEqual([
      "hive-list too-long",
      "hive-list too-long",
      "hive-value unreadable",
    ]);
  });

  it("reads keys down to the depth that Windows allows", async () => {
    let key: KeySpec = { name: "end" };
    for (let i = 0; i < 600; i++) key = { name: "k", keys: [key] };
    const hive = await open(writeHive({ name: "ROOT", keys: [key] }).bytes);
    expect(await allKeys(hive)).toHaveLength(513);
    expect(kinds(hive.problems)).toEqual(["hive-key too-deep"]);
  });

  it("lists so many problems, and counts the rest", async () => {
    const { bytes, values } = writeHive({
      name: "ROOT",
      values: Array.from({ length: 700 }, (_, i) => dword(`v${i}`, i)),
    });
    for (const at of values.values()) bytes[BASE + at + 4] = 0;
    const hive = await open(bytes);
    expect(hive.get("")!.values).toEqual([]);
    expect(hive.problems).toHaveLength(501);
    expect(hive.problems.at(-1)).toMatchObject({ code: "more-problems", data: { count: 200 } });
  });
});
