import { describe, expect, it } from "vitest";
import { readUsn } from "../../../src/artifacts/index.ts";
import { all, blob } from "../read-support.ts";
import { expectedFiles, expectedOf, fileOf, isPresent } from "../shared-files.ts";

interface Expected {
  readonly count: number;
  readonly records: readonly {
    readonly offset: number;
    readonly version: number;
    readonly usn: number;
    readonly reason: string;
    readonly name: string;
    readonly time: string;
  }[];
}

describe.skipIf(!isPresent)("journals outside the repository (skipped without them)", () => {
  it.each(expectedFiles("usn__"))("%s", async (path) => {
    const expected = expectedOf<Expected>(path);
    const journal = readUsn(blob(fileOf(path)));
    const records = await all(journal);
    expect(records).toHaveLength(expected.count);
    expect(journal.problems).toEqual([]);
    const plain = records.map(({ offset, version, usn, reason, name, time }) => ({
      ...{ offset, version, usn: Number(usn), name, time },
      reason: `0x${reason.toString(16)}`,
    }));
    expect(plain).toEqual(expect.arrayContaining(expected.records.map((record) => ({ ...record }))));
  });
});
