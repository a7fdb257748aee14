import { describe, expect, it } from "vitest";
import type { AuditRecord } from "../../src/case/index.ts";
import { historyOf } from "../../src/ui/detail/alert-history.ts";
import { analystsOf, filteredTrail, viewOf } from "../../src/ui/report/audit-rows.ts";

const record = (id: string, more: Partial<AuditRecord> = {}): AuditRecord => ({
  caseId: "c",
  id,
  at: 0,
  by: "ada",
  alerts: 1,
  alertIds: ["a"],
  before: [{ status: "open", verdict: "", alerts: 1 }],
  after: [{ status: "acknowledged", verdict: "", alerts: 1 }],
  ...more,
});
const RECORDS = [
  record("1"),
  record("2", { by: "", alertIds: ["b"], detail: { kind: "note", before: "", after: "Seen" } }),
  record("3", { alerts: 1500, alertIds: ["b"] }),
  record("4", {
    alerts: 0,
    alertIds: [],
    detail: { kind: "rules-disabled", rules: { count: 1, names: ["R"] } },
  }),
];

describe("the history of an alert", () => {
  it("is what is about it, the latest first, and what may be", () => {
    const entries = (id: string) =>
      historyOf(RECORDS, id).map(({ record: { id: of }, isCertain }) => [of, isCertain]);
    expect(entries("a")).toEqual([
      ["3", false],
      ["1", true],
    ]);
    expect(entries("b")).toEqual([
      ["3", true],
      ["2", true],
    ]);
  });
});

describe("the trail of a case", () => {
  const all = { analyst: "", action: "", text: "" } as const;
  const alertOf = ({ alertIds }: AuditRecord) =>
    alertIds[0] === "b" ? { row: 1, rule: "LSASS", host: "WS" } : undefined;
  const found = (filter: Partial<Parameters<typeof filteredTrail>[1]>) =>
    filteredTrail(RECORDS, { ...all, ...filter }, alertOf).map(({ id }) => id);

  it("is filtered by analyst, action and the words of alert and sentence", () => {
    expect(found({})).toEqual(["4", "3", "2", "1"]);
    expect(found({ analyst: "no name given" })).toEqual(["2"]);
    expect(found({ action: "verdict" })).toEqual(["3", "1"]);
    expect(found({ text: " lsass" })).toEqual(["3", "2"]);
    expect(found({ text: "seen" })).toEqual(["2"]);
    expect(analystsOf(RECORDS)).toEqual(["ada", "no name given"]);
  });

  it("leads to the rules or the evidence where it is about no alert", () => {
    expect(RECORDS.map(viewOf)).toEqual([null, null, null, "rules"]);
  });
});
