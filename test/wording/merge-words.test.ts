import { describe, expect, it } from "vitest";
import type { MergeSummary } from "../../src/case-file/index.ts";
import { mergeWords } from "../../src/wording/index.ts";

const NOTHING: MergeSummary = {
  ...{ files: 0, sharedFiles: 0, alerts: 0, decisions: 0, differing: [], joinedNotes: 0, differingSteps: 0 },
  ...{ addedRules: [], differingRules: [], leftOut: 0, exceptions: 0, readOtherwise: [], lacks: [] },
  isNothingNew: false,
};
const says = (summary: Partial<MergeSummary>): string[] =>
  mergeWords({ ...NOTHING, ...summary }).map((parts) =>
    parts.map((part) => ("text" in part ? part.text : `[${part.evidence}]`)).join(""),
  );

describe("what a merge has brought", () => {
  it("is said in numbers, or that it is nothing", () => {
    expect(says({ isNothingNew: true })).toEqual([
      "The file has nothing that your case does not have. Nothing was changed.",
    ]);
    expect(says({ files: 1, alerts: 2, sharedFiles: 3 })).toEqual([
      "The merge brought 1 new file and 2 new alerts. 3 files are in both and counted once.",
    ]);
    expect(says({})[0]).toContain("No file or alert is new");
  });

  it("names what differs and what is missing, names from the file as evidence", () => {
    const decided = { status: "open", verdict: "", note: "", changedAt: 1 } as const;
    const differing = [{ alertId: "a", older: decided, newer: decided }];
    const rules = ["<b>", "2", "3", "4", "5", "6"];
    const said = says({ differing, differingRules: rules, leftOut: 1, lacks: ["records", "events"] });
    expect(said).toEqual([
      expect.any(String),
      "1 verdict differs: the newer is taken, and the audit trail has the other.",
      "6 rules differ, and yours is kept: [<b>], [2], [3], [4], [5] and 1 more.",
      expect.stringMatching(/^1 alert of the file was left out/),
      expect.stringContaining("no records of alerts"),
      expect.stringContaining("no index of events"),
    ]);
  });
});
