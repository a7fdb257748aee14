import { describe, expect, it } from "vitest";
import { readReg } from "../../../src/artifacts/index.ts";
import { expectedFiles, expectedOf, fileOf, isPresent } from "../shared-files.ts";

interface Expected {
  readonly encoding?: string;
  readonly header?: string;
  readonly looks_like?: string;
  readonly values: readonly unknown[];
  readonly deleted?: readonly unknown[];
}

describe.skipIf(!isPresent)("registry texts outside the repository (skipped without them)", () => {
  it.each(expectedFiles("reg__"))("%s", (path) => {
    const expected = expectedOf<Expected>(path);
    const reg = readReg(fileOf(path));
    expect(reg.values.map(({ key, name, type, data }) => [key, name, type, data])).toEqual(expected.values);
    expect(reg.deleted.map(({ key, name }) => [key, name])).toEqual(expected.deleted ?? []);
    if (expected.encoding !== undefined) expect(reg.encoding).toBe(expected.encoding);
    if (expected.header !== undefined) expect(reg.header).toBe(expected.header);
    if (expected.looks_like !== undefined) expect(reg.looksLike).toBe(expected.looks_like);
    expect(reg.problems).toEqual([]);
  });
});
