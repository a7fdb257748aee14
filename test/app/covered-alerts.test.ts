import { describe, expect, it } from "vitest";
import { CoveredAlerts } from "../../src/app/case/covered-alerts.ts";
import {
  type AlertFinding,
  AlertColumns,
  alertRow,
  entryOf,
  type EventFinding,
  type Exception,
  ExceptionTests,
} from "../../src/case/index.ts";
import type { Rule } from "../../src/rules/index.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";

const rule: Rule = ownRule({ name: "R", language: "eql", query: "any where true", severity: "low" }, "r");
const PAGE = 200;

function exception(id: string, value: string, more: Partial<Exception> = {}): Exception {
  const entries = [entryOf({ field: "host.name", operator: "is", value })];
  return { id, caseId: "c", ruleId: "r", entries, why: "", expires: "", createdAt: 0, ...more };
}

/** Alerts on the hosts A, B and C, in pages that alternate between two rules. */
function alertsOf(count: number) {
  const pages: AlertFinding[][] = [];
  const columns = new AlertColumns();
  for (let i = 0; i < count; i++) {
    const [page, slot] = [Math.floor(i / PAGE), i % PAGE];
    const finding: EventFinding = {
      kind: "event",
      ruleId: page % 2 === 0 ? "r" : "s",
      place: { offset: i, length: 1, line: i + 1 },
      source: "ecs",
      index: "",
      fields: JSON.stringify({ "host.name": "ABC"[i % 3] }),
      raw: "{}",
    };
    (pages[page] ??= []).push(finding);
    columns.add(alertRow(finding, { ...rule, rule_id: finding.ruleId }, { evidenceId: "e", page, slot }));
  }
  const read: number[] = [];
  const covered = new CoveredAlerts(columns, new ExceptionTests([]), (_owner, page) => {
    read.push(page);
    return Promise.resolve(pages[page]);
  });
  const pagesRead = (): number[] => read.splice(0);
  const by = (id: string): number => covered.counts().get(id) ?? 0;
  const of = (ruleId: string, host: string): number =>
    Array.from(columns.all(), (row) => columns.at(row)).filter(
      (row) => row.ruleId === ruleId && row.host === host,
    ).length;
  return { covered, pagesRead, by, of };
}

describe("alerts covered by exceptions", () => {
  it("are read page by page, without the pages of other rules, even if there are a hundred thousand", async () => {
    const { covered, pagesRead, by, of } = alertsOf(100_000);
    const a = exception("a", "A");
    covered.use(new ExceptionTests([a]));
    await covered.added(a, 0);
    const own = Array.from({ length: 250 }, (_, i) => 2 * i);
    expect(pagesRead()).toEqual(own);
    expect(by("a")).toBe(of("r", "A"));

    covered.use(new ExceptionTests([]));
    await covered.removed("a", 0);
    expect(pagesRead()).toEqual([]);
    expect(covered.counts().size).toBe(0);
  });

  it("are read in an opened case for the rules with exceptions only", async () => {
    const { covered, pagesRead, by, of } = alertsOf(5 * PAGE);
    covered.use(
      new ExceptionTests([exception("a", "A", { ruleId: "s" }), exception("b", "B", { ruleId: "t" })]),
    );
    await covered.opened(0);
    expect(pagesRead()).toEqual([1, 3]);
    expect(by("a")).toBe(of("s", "A"));
  });

  it("may be covered by another exception when one is removed", async () => {
    const { covered, pagesRead, by } = alertsOf(PAGE);
    const [first, second] = [exception("1", "A"), exception("2", "A")];
    covered.use(new ExceptionTests([first, second]));
    await covered.opened(0);
    expect([by("1"), by("2")]).toEqual([67, 0]);
    pagesRead();
    covered.use(new ExceptionTests([second]));
    await covered.removed("1", 0);
    expect([by("1"), by("2")]).toEqual([0, 67]);
    expect(pagesRead()).toEqual([0]);
  });

  it("are no longer covered by an expired exception once something changes", async () => {
    const { covered, by } = alertsOf(PAGE);
    const old = exception("old", "A", { expires: "2024-06-30" });
    const during = Date.parse("2024-06-30T12:00:00Z");
    covered.use(new ExceptionTests([old]));
    await covered.added(old, during);
    expect(by("old")).toBe(67);
    const now = exception("new", "B");
    covered.use(new ExceptionTests([old, now]));
    await covered.added(now, during + 86_400_000);
    expect([by("old"), by("new")]).toEqual([0, 67]);
  });

  it("reflect all exceptions if several are made at the same time", async () => {
    const { covered, by, of } = alertsOf(3 * PAGE);
    const [a, b] = [exception("a", "A"), exception("b", "B")];
    covered.use(new ExceptionTests([a]));
    const first = covered.added(a, 0);
    covered.use(new ExceptionTests([a, b]));
    const second = covered.added(b, 0);
    covered.use(new ExceptionTests([b]));
    await Promise.all([first, second, covered.removed("a", 0)]);
    expect(by("a")).toBe(0);
    expect(by("b")).toBe(of("r", "B"));
  });
});
