import { expect, it } from "vitest";
import { growthAsync, LINEAR } from "../../support/work.ts";
import { dword, type KeySpec, writeHive } from "../hive-writer.ts";
import { allKeys, open } from "../read-support.ts";

const BASE = 4096;

/** Keys whose lists of sub-keys and of values are all the same one. */
function sharing(count: number): Uint8Array {
  const keys = Array.from({ length: count }, (_, i): KeySpec => ({
    name: `k${i}`,
    keys: [{ name: "x" }],
    values: [dword("v", i), dword("w", i)],
  }));
  const { bytes, keys: at, lists } = writeHive({ name: "ROOT", keys, values: [dword("v", 1)] });
  const view = new DataView(bytes.buffer);
  const values = view.getUint32(BASE + at.get("k0")! + 4 + 40, true);
  for (let i = 0; i < count; i++) {
    const data = BASE + at.get(`k${i}`)! + 4;
    view.setUint32(data + 20, count, true);
    view.setUint32(data + 28, lists.get("")!, true);
    view.setUint32(data + 40, values, true);
  }
  return bytes;
}

it("a hive whose keys share their lists costs no more than one of its size", async () => {
  const grown = await growthAsync(200, async (count) => {
    const hive = await open(sharing(count));
    await allKeys(hive);
    await hive.deleted(["v"]);
  });
  expect(grown).toBeLessThan(LINEAR);
});
