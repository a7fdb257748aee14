import { describe, expect, it } from "vitest";
import type { AuditDetail, AuditRecord } from "../../src/case/index.ts";
import { auditParts, auditText } from "../../src/wording/index.ts";

const record = (more: Partial<AuditRecord>): AuditRecord => ({
  caseId: "c",
  id: "1",
  at: 0,
  by: "ada",
  alerts: 1,
  alertIds: ["a"],
  before: [],
  after: [],
  ...more,
});
const says = (detail: AuditDetail): string => auditText(record({ detail }));

describe("an entry of the audit trail", () => {
  it("says from which verdict to which, with numbers where there are several", () => {
    const before = [
      { status: "open", verdict: "", alerts: 2 },
      { status: "acknowledged", verdict: "", alerts: 1 },
    ] as const;
    const after = [{ status: "closed", verdict: "true positive", alerts: 3 }] as const;
    expect(auditText(record({ alerts: 3, before, after }))).toBe("2 open, 1 acknowledged → true positive");
    expect(auditText(record({ before: after, after: [before[0]], undoes: "0" }))).toBe(
      "Taken back: true positive → open",
    );
  });

  it("says what was done to the report, and what was exported, opened and merged", () => {
    expect(says({ kind: "report-summary", before: "", after: "Mine" })).toBe("Summary of the report: Mine");
    expect(says({ kind: "report-summary", before: "Mine", after: "" })).toBe(
      "Summary of the report: Loupe's again",
    );
    expect(says({ kind: "report-name", before: "", after: "Ada" })).toBe("The report is signed by Ada");
    expect(says({ kind: "report-sections", on: ["Audit trail"], off: ["Rules"] })).toBe(
      "Sections added to the report: Audit trail; Sections left out of the report: Rules",
    );
    expect(says({ kind: "exported", what: "CSV", extent: "3 alerts" })).toBe("Exported: CSV, 3 alerts");
    expect(says({ kind: "case-imported", file: "a.loupe" })).toBe("Opened from the case file a.loupe");
    const merged = {
      kind: "case-merged",
      file: "b.loupe",
      name: "B",
      files: 1,
      alerts: 2,
      decisions: 0,
    } as const;
    expect(says(merged)).toBe("Merged the case B from the case file b.loupe: 1 file, 2 alerts");
    const decisions = {
      before: [{ status: "closed", verdict: "false positive", alerts: 1 }],
      after: [{ status: "closed", verdict: "true positive", alerts: 1 }],
    } as const;
    expect(auditText(record({ ...decisions, detail: { kind: "merge-differs" } }))).toBe(
      "A merged case file had decided otherwise; the newer is taken: false positive → true positive",
    );
  });

  it("says what was written, tagged and ticked", () => {
    expect(says({ kind: "note", before: "", after: "seen" })).toBe("Note: seen");
    expect(says({ kind: "note", before: "seen", after: "gone" })).toBe("Note: gone (before: seen)");
    expect(says({ kind: "note", before: "seen", after: "" })).toBe("Note removed: seen");
    expect(says({ kind: "note", before: null, after: "x" })).toBe("Added to the notes: x");
    expect(says({ kind: "tags", added: ["a", "b"], removed: ["c"] })).toBe("Tagged a, b; Tag removed: c");
    expect(says({ kind: "step", step: "Find the writer", before: "open", after: "not-possible" })).toBe(
      "Find the writer: open → not possible here",
    );
    expect(says({ kind: "step-note", step: "", before: "", after: "n" })).toBe("A step: Note: n");
  });

  it("says what was done to rules, files and the case", () => {
    expect(
      says({
        kind: "exception-added",
        rule: "R",
        conditions: ["user.name is alice", "host.name exists"],
        why: "lab",
        expires: "2026-12-31",
      }),
    ).toBe(
      "Exception made for R where user.name is alice and host.name exists, because lab, until 2026-12-31",
    );
    expect(says({ kind: "rules-disabled", rules: { count: 1, names: ["R"] } })).toBe("Disabled rule R");
    expect(says({ kind: "rules-enabled", rules: { count: 30, names: ["A", "B"] } })).toBe(
      "Enabled 30 rules: A, B and 28 more",
    );
    const files = { count: 1, names: ["p.zip"] };
    expect(says({ kind: "rules-added", files, added: 7, replaced: 1, exceptions: 0 })).toBe(
      "Added rule file p.zip: 7 new rules, 1 replaced",
    );
    expect(says({ kind: "file-removed", file: "a.evtx", sha256: "", alerts: 2, judged: 1 })).toBe(
      "Removed a.evtx with 2 alerts, 1 of them with a verdict or a note",
    );
    expect(says({ kind: "file-settings", file: "a.csv", before: {}, after: { zone: "+02:00" } })).toBe(
      "a.csv is read with times as +02:00; before: with the defaults",
    );
  });

  it("keeps what is from evidence or typed apart from its own words", () => {
    const parts = auditParts(
      record({ detail: { kind: "files-added", files: { count: 1, names: ["<b>"] } } }),
    );
    expect(parts).toContainEqual({ evidence: "<b>" });
  });
});
