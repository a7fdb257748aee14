import { describe, expect, it } from "vitest";
import { readTogether } from "../../../src/rules/files/index.ts";
import { zip } from "../../support/zip.ts";
import { rule, toml } from "./samples.ts";

/** Archives in the order in which something of them was looked at, behind their heads. */
const looks: string[] = [];

class WatchedFile extends File {
  override slice(start?: number, end?: number, type?: string): Blob {
    if (this.name.endsWith(".zip")) looks.push(this.name);
    return super.slice(start, end, type);
  }
}

const fileOf = (name: string, content: string | Uint8Array<ArrayBuffer>) => ({
  file: new WatchedFile([content], name),
  path: `dropped/${name}`,
});

describe("readTogether", () => {
  it("tells of each file what it is, in their order", async () => {
    const read = await readTogether([
      fileOf("rules.zip", zip([{ path: "r1.toml", data: toml("r1") }])),
      fileOf("r2.toml", toml("r2")),
      fileOf("evidence.zip", zip([{ path: "log.json", data: '{"@timestamp":1}' }])),
      fileOf("r3.ndjson", rule({ rule_id: "r3" })),
    ]);
    expect(read.map(({ isArchive }) => isArchive)).toEqual([true, false, true, false]);
    const ids = read.map(({ result }) => result?.rules.map(({ rule, file }) => [rule.rule_id, file]));
    expect(ids).toEqual([
      [["r1", "r1.toml"]],
      [["r2", "dropped/r2.toml"]],
      undefined,
      [["r3", "dropped/r3.ndjson"]],
    ]);
  });

  it("unpacks one archive after the other", async () => {
    looks.length = 0;
    const names = ["a.zip", "b.zip", "c.zip"];
    const content = zip(["1", "2", "3"].map((id) => ({ path: `${id}.toml`, data: toml(id) })));
    const read = await readTogether(names.map((name) => fileOf(name, content)));
    expect(read.map(({ result }) => result?.rules.length)).toEqual([3, 3, 3]);
    // Behind the heads, which are looked at together, each name stands in one run.
    expect(looks.slice(0, 3)).toEqual(names);
    const runs = looks.slice(3).filter((name, i, all) => name !== all[i - 1]);
    expect(runs).toEqual(names);
    expect(looks.length).toBeGreaterThan(6);
  });

  it("fails as a whole where a file cannot be read", async () => {
    const broken = fileOf("b.toml", toml("b"));
    broken.file.slice = () => {
      throw new Error("gone");
    };
    await expect(readTogether([fileOf("a.toml", toml("a")), broken])).rejects.toThrow("gone");
  });
});
