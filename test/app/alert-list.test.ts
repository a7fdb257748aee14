import { describe, expect, it } from "vitest";
import { CaseStore } from "../../src/case/index.ts";
import type { Rule, Severity } from "../../src/rules/index.ts";
import type { Finding } from "../../src/scan/index.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";
import { AlertList, MAX_LISTED } from "../../src/app/list/alert-list.svelte.ts";
import type { SortColumn } from "../../src/app/list/sort-alerts.ts";
import { CaseState } from "../../src/app/case/case-state.svelte.ts";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import { listed } from "../support/alert-rows.ts";

const rule = (id: string, severity: Severity, risk_score: number): Rule => ({
  ...ownRule({ name: id, language: "eql", query: "any where true", severity }, id),
  risk_score,
});
const RULES = [
  rule("m", "medium", 47),
  rule("c", "critical", 99),
  rule("l", "low", 21),
  rule("h", "high", 73),
];

/** A list with one alert per rule, in the order of RULES. */
async function opened(): Promise<AlertList> {
  const store = await CaseStore.open();
  const info = { id: "c", name: "C", createdAt: 1, openedAt: 1 };
  const state = CaseState.create(store, info, new Map(RULES.map((item) => [item.rule_id, item])));
  const evidence = newEvidence("c", 0, new File(["x"], "a.ndjson"), "a.ndjson");
  state.addEvidence(evidence);
  const findings = RULES.map(({ rule_id }, n): Finding => ({
    ruleId: rule_id,
    place: { offset: 10 * n, length: 10, line: n + 1 },
    source: "ecs",
    index: "",
    fields: [
      ["@timestamp", n],
      ["host.name", `host-${n}`],
    ],
    raw: "{}",
  }));
  await state.alerts.add(evidence.id, findings);
  state.alerts.refresh();
  const list = new AlertList(state);
  list.grouping = [];
  return list;
}

const rules = (view: AlertList) =>
  listed(view)
    .map(({ ruleId }) => ruleId)
    .join("");
const chosen = (view: AlertList) => listed(view).findIndex(({ id }) => id === view.selectedId);

describe("the order of the alerts", () => {
  it.each<[SortColumn, string, string]>([
    ["severity", "chml", "lmhc"],
    ["risk", "chml", "lmhc"],
    ["host", "mclh", "hlcm"],
    ["rule", "chlm", "mlhc"],
  ])("by %s is %s after the first click and %s after the second", async (column, first, second) => {
    const view = await opened();
    expect(rules(view)).toBe("mclh");
    view.sortBy(column);
    expect(rules(view)).toBe(first);
    view.sortBy(column);
    expect(rules(view)).toBe(second);
    view.sortBy(column);
    expect(rules(view)).toBe(first);
  });

  it("starts with the worst again after another column", async () => {
    const view = await opened();
    view.sortBy("severity");
    view.sortBy("severity");
    view.sortBy("host");
    view.sortBy("severity");
    expect(rules(view)).toBe("chml");
    expect(view.sort).toEqual({ column: "severity", descending: true });
  });
});

describe("moving through the list", () => {
  it.each([
    ["End", Infinity, 3],
    ["Home", -Infinity, 0],
    ["ArrowDown", 1, 0],
    ["ArrowUp", -1, 0],
    ["PageDown", 10, 0],
  ])("without a chosen alert: %s", async (_key, by, to) => {
    const view = await opened();
    view.move(by);
    expect(chosen(view)).toBe(to);
  });

  it("continues from the chosen alert, and stops at both ends", async () => {
    const view = await opened();
    const way = [1, 1, 1, 10, -1, -Infinity, Infinity, -10].map((by) => {
      view.move(by);
      return chosen(view);
    });
    expect(way).toEqual([0, 1, 2, 3, 2, 0, 3, 0]);
  });

  it("never chooses an alert that the filter hides", async () => {
    const view = await opened();
    view.move(Infinity);
    view.text = "host-1";
    expect(chosen(view)).toBe(-1);
    view.move(Infinity);
    expect(listed(view)[chosen(view)]?.ruleId).toBe("c");
    view.text = "nowhere";
    view.move(1);
    expect(view.rows).toHaveLength(0);
  });

  it("lists the part of a long list that the chosen alert is in", async () => {
    const view = await opened();
    const rows = new Uint32Array(2 * MAX_LISTED + 5).fill(1);
    rows[0] = 0;
    rows[rows.length - 1] = 2;
    Object.defineProperty(view, "rows", { value: rows, configurable: true });
    const partsShown = [Infinity, -Infinity, 10].map((by) => {
      view.move(by);
      return [view.partStart, view.partLength];
    });
    expect(partsShown).toEqual([
      [2 * MAX_LISTED, 5],
      [0, MAX_LISTED],
      [0, MAX_LISTED],
    ]);
    view.showPartOf(MAX_LISTED);
    expect([view.partStart, view.partLength]).toEqual([MAX_LISTED, MAX_LISTED]);
    // A filter may leave fewer rows than that.
    Object.defineProperty(view, "rows", { value: rows.slice(0, 3) });
    expect(view.partStart).toBe(0);
  });
});
