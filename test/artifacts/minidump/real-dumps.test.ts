import { describe, expect, it } from "vitest";
import { readMinidump } from "../../../src/artifacts/index.ts";
import { blob } from "../read-support.ts";
import { expectedFiles, expectedOf, fileOf, isPresent } from "../shared-files.ts";

interface Expected {
  readonly pid?: number;
  readonly modules?: readonly string[];
  readonly module_count?: number;
  readonly memory64_bytes?: number;
  readonly exception?: string;
  readonly build?: number;
  readonly header_time?: number;
  readonly header_flags?: string;
}

/** What the sentence about each dump says. */
const VERDICTS: Readonly<Record<string, object>> = {
  "mdmp/lsass.exe.652.dmp": { process: "lsass.exe", full: true, complete: true },
  "mdmp/lsass.exe.652-mini.dmp": { process: "lsass.exe", full: false, complete: true },
  "mdmp/notepad.exe.4711.dmp": { process: "notepad.exe", full: true, complete: true },
  "mdmp/lsass-truncated.dmp": { process: "lsass.exe", full: true, complete: false },
  "mdmp/kernel64-header-only.dmp": { kind: "kernel", kernel: { bits: 64, type: 1, bugcheck: 0xef } },
  "mdmp/real/WER1090.tmp.mdmp": { process: "notepad.exe", full: false, complete: true, flags: 0x40521 },
};

describe.skipIf(!isPresent)("dumps outside the repository (skipped without them)", () => {
  it.each(expectedFiles("mdmp__"))("%s", async (path) => {
    const expected = expectedOf<Expected>(path);
    const dump = (await readMinidump(blob(fileOf(path))))!;
    if (expected.pid !== undefined) expect(dump.pid).toBe(expected.pid);
    if (expected.build !== undefined) expect(dump.osBuild).toBe(expected.build);
    if (expected.exception !== undefined) expect(dump.exceptionCode).toBe(expected.exception);
    if (expected.memory64_bytes !== undefined) expect(dump.memoryBytes).toBe(expected.memory64_bytes);
    if (expected.module_count !== undefined) expect(dump.modules).toHaveLength(expected.module_count);
    if (expected.modules !== undefined)
      expect(dump.modules).toEqual(expect.arrayContaining([...expected.modules]));
    if (expected.header_time !== undefined) expect(Date.parse(dump.time!) / 1000).toBe(expected.header_time);
    if (expected.header_flags !== undefined)
      expect(BigInt(dump.flags)).toBe(BigInt(expected.header_flags) & 0xffff_ffffn);
    expect(dump).toMatchObject(VERDICTS[path] ?? {});
  });
});
