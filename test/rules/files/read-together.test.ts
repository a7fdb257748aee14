import { describe, expect, it } from "vitest";
import { readTogether } from "../../../src/rules/files/index.ts";
import { zip } from "../../support/zip.ts";
import { rule, toml } from "./samples.ts";

/** Archives in the order in which something of them was looked at. */
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
  isArchive: name.endsWith(".zip"),
});

describe("readTogether", () => {
  it("reads each file as what it is said to be, in their order", async () => {
    const read = await readTogether([
      fileOf("rules.zip", zip([{ path: "r1.toml", data: toml("r1") }])),
      fileOf("r2.toml", toml("r2")),
      fileOf("r3.ndjson", rule({ rule_id: "r3" })),
    ]);
    const ids = read.map(({ rules }) => rules.map(({ rule, file }) => [rule.rule_id, file]));
    expect(ids).toEqual([[["r1", "r1.toml"]], [["r2", "dropped/r2.toml"]], [["r3", "dropped/r3.ndjson"]]]);
  });

  it("unpacks one archive after the other", async () => {
    looks.length = 0;
    const names = ["a.zip", "b.zip", "c.zip"];
    const rules = ["1", "2", "3"].map((id) => ({ path: `${id}.toml`, data: toml(id) }));
    // So long that its end and its beginning are not read in one piece.
    const content = zip([{ path: "long.txt", data: "x".repeat(600_000), stored: true }, ...rules]);
    const read = await readTogether(names.map((name) => fileOf(name, content)));
    expect(read.map(({ rules }) => rules.length)).toEqual([3, 3, 3]);
    // Each name stands in one run.
    const runs = looks.filter((name, i, all) => name !== all[i - 1]);
    expect(runs).toEqual(names);
    expect(looks.length).toBeGreaterThanOrEqual(2 * names.length);
  });

  it("says of a file that it cannot be read, and reads the others", async () => {
    const [gone, archive] = [fileOf("b.toml", toml("b")), fileOf("c.zip", zip([]))];
    gone.file.arrayBuffer = () => Promise.reject(new Error("gone"));
    archive.file.slice = () => {
      throw new Error("gone");
    };
    const read = await readTogether([fileOf("a.toml", toml("a")), gone, archive]);
    const codes = read.map(({ rules, problems }) => [rules.length, problems.map(({ code }) => code)]);
    expect(codes).toEqual([
      [1, []],
      [0, ["unreadable-file"]],
      [0, ["archive-damaged"]],
    ]);
  });
});
