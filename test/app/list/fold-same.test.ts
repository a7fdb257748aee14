import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldSame, type RecordOf } from "../../../src/app/list/fold-same.ts";
import type { AlertRow } from "../../../src/case/index.ts";
import { columnsOf } from "./columns-of.ts";

const EVENT: Partial<AlertRow> = {
  host: "A",
  reason: "registry event",
  user: "u",
  time: 1000,
  source: "sysmon",
};

function folded(
  given: readonly Partial<AlertRow>[],
  recordOf: RecordOf = () => "",
  order?: readonly number[],
) {
  const columns = columnsOf(given.map((row) => ({ ...EVENT, ...row })));
  const { kept, folded } = foldSame(Uint32Array.from(order ?? columns.all()), columns, recordOf);
  return { kept: [...kept], folded: [...folded].map(([first, others]) => [first, ...others]) };
}

describe("alerts of one event in two exports", () => {
  it("are one row with two places, the first of the list", () => {
    const two = [{ evidenceId: "e" }, { evidenceId: "f" }];
    expect(folded(two)).toEqual({ kept: [0], folded: [[0, 1]] });
    expect(folded(two, () => "7 13", [1, 0])).toEqual({ kept: [1], folded: [[1, 0]] });
    expect(folded([...two, { evidenceId: "e", member: "x" }]).folded).toEqual([[0, 1, 2]]);
  });

  it.each<[string, Partial<AlertRow>]>([
    ["rule", { ruleId: "s" }],
    ["host", { host: "a" }],
    ["time", { time: 1001 }],
    ["reason", { reason: "other" }],
    ["user", { user: "" }],
    ["process", { process: "p" }],
    ["object", { object: "HKLM" }],
    ["source, where neither numbers its records", { source: "ecs" }],
    ["file", { evidenceId: "e", offset: 99 }],
  ])("stay two with another %s", (_what, other) => {
    expect(folded([{ evidenceId: "e" }, { evidenceId: "f", ...other }]).kept).toEqual([0, 1]);
  });

  it("are the same whatever wrote them, if the numbers of their records are, and two if they are not", () => {
    const two = [{ evidenceId: "e" }, { evidenceId: "f", source: "ecs" }];
    expect(folded(two, () => "7 13").kept).toEqual([0]);
    expect(folded(two, (row) => `${row} 13`).kept).toEqual([0, 1]);
    expect(folded(two, (row) => (row === 0 ? "" : "7 13")).kept).toEqual([0, 1]);
    expect(folded(two, (row) => (row === 0 ? null : "7 13")).kept).toEqual([0, 1]);
  });

  it.each<[string, Partial<AlertRow>]>([
    ["no host", { host: "" }],
    ["no reason", { reason: "" }],
    ["no time", { time: NaN }],
    ["several events", { shelf: "rule:r" }],
  ])("stay two with %s", (_what, both) => {
    const rows = ["e", "f"].map((evidenceId) => ({ ...both, evidenceId, id: `sequence.${evidenceId}` }));
    expect(folded(rows).kept).toEqual([0, 1]);
  });

  it("are as many as one file has of them", () => {
    const rows = ["e", "e", "f", "f"].map((evidenceId, i) => ({ evidenceId, offset: 10 - i }));
    expect(folded(rows)).toEqual({
      kept: [0, 1],
      folded: [
        [1, 3],
        [0, 2],
      ],
    });
    expect(folded([...rows, { evidenceId: "f", offset: 1 }]).kept).toHaveLength(5);
  });

  it("are all there, kept or folded, and never two of one file together", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            evidenceId: fc.constantFrom("e", "f", "g"),
            host: fc.constantFrom("", "A", "B"),
            time: fc.constantFrom(1, 2, NaN),
          }),
          { maxLength: 20 },
        ),
        fc.func(fc.constantFrom("", "1", null)),
        (rows, recordOf) => {
          const { kept, folded: groups } = folded(rows, recordOf);
          const all = [...kept, ...groups.flatMap(([, ...others]) => others)].sort((a, b) => a - b);
          expect(all).toEqual(rows.map((_, row) => row));
          for (const same of groups) {
            expect(kept).toContain(same[0]);
            expect(new Set(same.map((row) => rows[row]!.evidenceId)).size).toBe(same.length);
            expect(new Set(same.map((row) => `${rows[row]!.host} ${rows[row]!.time}`)).size).toBe(1);
          }
        },
      ),
    ));
});
