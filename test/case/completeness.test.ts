import { describe, expect, it } from "vitest";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import { completenessOf, type Evidence } from "../../src/case/index.ts";
import { caveats } from "../../src/wording/index.ts";

const empty = (member?: string): Evidence => ({
  ...newEvidence("c", 0, new File(["x"], "logs.zip"), "logs.zip"),
  state: "done",
  records: 30,
  problems: [
    {
      code: "empty",
      severity: "info",
      data: { kind: "file" },
      offset: 0,
      ...(member !== undefined && { member }),
    },
  ],
});

describe("an archive", () => {
  it("is not whole if an event log in it has no bytes, which Windows never writes", () => {
    const archive = empty("logs/Security.EVTX");
    expect(completenessOf(archive)).toBe("cut");
    expect(caveats([archive], []).map(({ text }) => text)).toContain(
      "Truncated: what is missing was not examined",
    );
  });

  it.each(["readme.txt", "results.csv", undefined])("is whole with another empty file: %s", (member) => {
    expect(completenessOf(empty(member))).toBe("whole");
    expect(caveats([empty(member)], [])).toEqual([]);
  });
});
