import { describe, expect, it } from "vitest";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import { type AlertFinding, alertRow, type ExportedAlert } from "../../src/case/index.ts";
import { runnable } from "../../src/rules/index.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";
import { alertCsvRow } from "../../src/wording/alert-csv-row.ts";

const rule = ownRule({ name: "R", language: "eql", query: "any where true", severity: "low" }, "r");
const compiled = runnable(rule, []);
const evidence = {
  ...newEvidence("c", 0, new File(["x"], "a.ndjson"), "logs/a.ndjson"),
  id: "e",
  sha256: "0".repeat(64),
};
const finding: AlertFinding = {
  kind: "event",
  ruleId: "r",
  place: { offset: 10, length: 1, line: 2 },
  source: "sysmon",
  index: "",
  fields: [["host.name", "HOST"]],
  raw: "{}",
};
const alert: ExportedAlert = {
  row: alertRow(finding, rule, { evidenceId: "e", page: 0, slot: 0 }),
  finding,
  event: { "host.name": "HOST" },
  rule,
  uuid: "u",
  evidence,
  disposition: undefined,
  exception: undefined,
  missed: undefined,
};

describe("an alert as a row of the CSV", () => {
  it("is open while nothing is decided, and has its location", () => {
    expect(alertCsvRow(alert, compiled)).toMatchObject({
      status: "open",
      verdict: "",
      note: "",
      exception: "",
      file: { name: "logs/a.ndjson", sha256: "0".repeat(64) },
      offset: 10,
      line: 2,
      source: "sysmon",
      rule: { rule_id: "r", name: "R", severity: "low" },
    });
    for (const absent of ["member", "extension", "sequence", "time", "carved", "zone", "lost"])
      expect(alertCsvRow(alert, compiled)).not.toHaveProperty(absent);
  });

  it("has the reason in place of a hash that there will not be", () => {
    const stopped = { ...evidence, sha256: "", state: "cancelled" } as const;
    expect(alertCsvRow({ ...alert, evidence: stopped }, compiled).file.sha256).toBe("not computed: stopped");
  });

  it("lists where the events of a sequence are, in their order, and names the missing one", () => {
    const place = { offset: 0, length: 1, line: 1 };
    const at = (time: number) => ({ evidenceId: "e", place, seen: null, time, evidence });
    const events = [
      at(Date.UTC(2024, 4, 14)),
      null,
      { ...at(NaN), place: { ...place, offset: 7, member: "in.evtx" } },
    ];
    const sequence: AlertFinding = { kind: "sequence", ruleId: "r", events };
    const row = { ...alert.row, time: Date.UTC(2024, 4, 14) };
    expect(alertCsvRow({ ...alert, row, finding: sequence, events }, compiled)).toMatchObject({
      time: Date.UTC(2024, 4, 14),
      sequence:
        '2024-05-14T00:00:00.000Z logs/a.ndjson byte 0; missing; no time logs/a.ndjson in "in.evtx" byte 7',
    });
  });
});
