import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { comparable, readBytes } from "../support/read.ts";

const EVIDENCE = resolve(import.meta.dirname, "../../../shared/evidence");
const isThere = existsSync(resolve(EVIDENCE, "reports")) && existsSync(resolve(EVIDENCE, "attacks"));

/** Files of the shared evidence: the records in each, and the codes and kinds of its problems. */
const FILES: readonly (readonly [file: string, records: number, problems: readonly unknown[]])[] = [
  ["reports/07-messages/kibana-console.txt", 1, []],
  ["reports/07-messages/eventlog.xlsx", 0, [{ code: "unknown-format", data: { kind: "excel" } }]],
  ["reports/07-messages/git-lfs.evtx", 0, [{ code: "unknown-format", data: { kind: "git-lfs" } }]],
  [
    "reports/08-damage-behind-the-values/xml-truncated-rendering.xml",
    2,
    [{ code: "bad-xml", severity: "warning", data: { kind: "rendering" } }],
  ],
  ["reports/10-declared-encoding-ignored/xml-latin1.xml", 1, []],
];

describe.skipIf(!isThere)("files of public reports (skipped: the shared evidence is absent)", () => {
  it.each(FILES)("%s", (file, records, problems) => {
    const bytes = readFileSync(resolve(EVIDENCE, file));
    const result = readBytes(bytes);
    expect(result.records).toHaveLength(records);
    expect(result.problems).toMatchObject(problems as object[]);
    for (const size of [1, 997]) expect(comparable(readBytes(bytes, size))).toEqual(comparable(result));
  });

  it("a damaged response is the same in pieces of any size, with all hits that are whole", () => {
    const file = "attacks/3-response-depends-on-pieces/response-500000-bytes-inserted.json.gz";
    const bytes = gunzipSync(readFileSync(resolve(EVIDENCE, file)));
    const result = readBytes(bytes);
    expect(result.records).toHaveLength(37);
    for (const size of [4096, 65_536, 1_048_576, 4_194_304]) {
      expect(comparable(readBytes(bytes, size))).toEqual(comparable(result));
    }
  });

  it("a response whose first bytes are zero is no table", () => {
    const bytes = readFileSync(
      resolve(EVIDENCE, "attacks/4-response-taken-for-csv/fields-response-8-bytes.json"),
    );
    const result = readBytes(bytes);
    expect(result.format).not.toMatch(/CSV/);
    expect(result.records.length + result.lost.length).toBeGreaterThan(0);
  });
});
