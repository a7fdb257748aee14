import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tacticsOf } from "../../../src/rules/index.ts";
import { overviewOf } from "../../../src/app/overview/overview.ts";
import {
  AlertColumns,
  alertRow,
  type EventFinding,
  type Status,
  type Verdict,
} from "../../../src/case/index.ts";
import type { Rule, Severity } from "../../../src/rules/index.ts";
import { ownRule } from "../../../src/ui/rules/own-rule.ts";

const HOUR = 3_600_000;
const BEGIN = Date.UTC(2024, 4, 14);

interface RuleChoices {
  readonly severity?: Severity;
  readonly tactics?: readonly string[];
  /** Gives alerts of the user `root` another severity. */
  readonly ofRoot?: Severity;
}

function ruleOf(id: string, { severity = "low", tactics = [], ofRoot }: RuleChoices = {}): Rule {
  return {
    ...ownRule({ name: id, language: "eql", query: "any where true", severity }, id),
    threat: tactics.map((name) => ({
      framework: "MITRE ATT&CK",
      tactic: { id: name, name, reference: "" },
      technique: [],
    })),
    severity_mapping:
      ofRoot === undefined
        ? []
        : [{ field: "user.name", operator: "equals", value: "root", severity: ofRoot }],
  };
}

interface Alert {
  readonly rule: Rule;
  readonly host?: string;
  readonly user?: string;
  readonly time?: number;
  readonly status?: Status;
  readonly verdict?: Verdict;
}

function overview(alerts: readonly Alert[]) {
  const columns = new AlertColumns();
  const decided = new Map<number, { status: Status; verdict: Verdict }>();
  const rules = new Map(alerts.map(({ rule }) => [rule.rule_id, rule]));
  alerts.forEach(({ rule, host = "H", user = "alice", time = BEGIN, status, verdict }, i) => {
    const finding: EventFinding = {
      kind: "event",
      ruleId: rule.rule_id,
      place: { offset: i, length: 1, line: i + 1 },
      source: "ecs",
      index: "",
      fields: JSON.stringify({
        "@timestamp": new Date(time).toISOString(),
        "host.name": host,
        "user.name": user,
      }),
      raw: "{}",
    };
    columns.add(alertRow(finding, rule, { evidenceId: "e", page: 0, slot: i }));
    if (status !== undefined || verdict !== undefined)
      decided.set(i, { status: status ?? "open", verdict: verdict ?? "" });
  });
  return overviewOf(columns.all(), { columns, ruleOf: (id) => rules.get(id), decided });
}

describe("the overview of a case", () => {
  it("is empty without alerts", () => {
    expect(overview([])).toEqual({
      alerts: 0,
      open: 0,
      falsePositives: 0,
      bySeverity: [0, 0, 0, 0],
      hosts: [],
      tactics: [],
      first: [],
    });
  });

  it("counts what was decided: closed alerts are not open, and false positives make no host suspicious", () => {
    const rule = ruleOf("r");
    const { alerts, open, falsePositives, hosts, first } = overview([
      { rule, host: "A" },
      { rule, host: "B", status: "acknowledged" },
      { rule, host: "C", status: "closed", verdict: "true positive" },
      { rule, host: "D", status: "closed", verdict: "false positive" },
    ]);
    expect({ alerts, open, falsePositives }).toEqual({ alerts: 4, open: 2, falsePositives: 1 });
    expect(hosts.map(([host]) => host)).toEqual(["A", "B", "C"]);
    expect(first.map(({ row }) => row)).toEqual([0, 1]);
  });

  it("takes a host's name in another case for the same host, and lists the one with most alerts first", () => {
    const rule = ruleOf("r");
    const hosts = ["few", "WS01", "ws01", "", "Ws01"].map((host) => ({ rule, host }));
    expect(overview(hosts).hosts).toEqual([
      ["WS01", 3],
      ["few", 1],
    ]);
  });

  it("counts an alert for each tactic of its rule, once, with the worst severity of each", () => {
    const both = ruleOf("both", { severity: "medium", tactics: ["Execution", "Persistence", "Execution"] });
    const one = ruleOf("one", { severity: "critical", tactics: ["Persistence"] });
    expect(tacticsOf(both)).toEqual(["Execution", "Persistence"]);
    expect(tacticsOf(undefined)).toEqual([]);
    expect(overview([{ rule: both }, { rule: both }, { rule: one }]).tactics).toEqual([
      { name: "Persistence", alerts: 3, worst: "critical" },
      { name: "Execution", alerts: 2, worst: "medium" },
    ]);
  });

  it("may have tactics with JavaScript's own names", () => {
    const rule = ruleOf("r", { tactics: ["__proto__", "constructor"] });
    expect(overview([{ rule, host: "__proto__" }]).tactics.map(({ name, alerts }) => [name, alerts])).toEqual(
      [
        ["__proto__", 1],
        ["constructor", 1],
      ],
    );
  });

  describe("what to look at first", () => {
    it("is the worst, then what has most company within an hour on its host, then the rarest rule", () => {
      const critical = ruleOf("critical", { severity: "critical" });
      const [a, b, often] = [ruleOf("a"), ruleOf("b"), ruleOf("often")];
      const rows = overview([
        { rule: often, host: "ALONE-1" },
        { rule: often, host: "ALONE-2" },
        { rule: ruleOf("rare"), host: "ALONE-3" },
        { rule: a, host: "BUSY", time: BEGIN },
        { rule: b, host: "busy", time: BEGIN + HOUR },
        { rule: critical, host: "ALONE-4" },
      ]).first.map(({ row, company, ofRule }) => [row, company, ofRule]);
      expect(rows).toEqual([
        [5, 0, 1],
        [3, 1, 1],
        [4, 1, 1],
        [2, 0, 1],
        [0, 0, 2],
        [1, 0, 2],
      ]);
    });

    it("does not count company that is more than an hour away", () => {
      const rows = overview([
        { rule: ruleOf("a"), time: BEGIN },
        { rule: ruleOf("b"), time: BEGIN + HOUR + 1 },
      ]).first;
      expect(rows.map(({ company }) => company)).toEqual([0, 0]);
    });

    it("shows the worst alert of a rule on a host, which need not be the first", () => {
      const rule = ruleOf("r", { severity: "low", ofRoot: "critical" });
      const { first, bySeverity } = overview([{ rule }, { rule, user: "root" }, { rule }]);
      expect(bySeverity).toEqual([2, 0, 0, 1]);
      expect(first).toEqual([{ row: 1, severity: "critical", company: 0, ofRule: 3 }]);
    });

    it("includes a critical alert after thousands of others", () => {
      const low = ruleOf("low");
      const many = Array.from({ length: 6000 }, (_, n) => ({ rule: low, host: `H${n}` }));
      const { first } = overview([
        ...many,
        { rule: ruleOf("critical", { severity: "critical" }), host: "LAST" },
      ]);
      expect(first[0]).toMatchObject({ row: 6000, severity: "critical" });
      expect(first).toHaveLength(6);
    });
  });

  const RULES = (["low", "medium", "high", "critical"] as const).map((severity) =>
    ruleOf(severity, { severity, tactics: [severity === "low" ? "Execution" : "Impact"] }),
  );
  const alert: fc.Arbitrary<Alert> = fc.record({
    rule: fc.constantFrom(...RULES),
    host: fc.constantFrom("", "A", "a", "B", "C"),
    time: fc.integer({ min: 0, max: 5 }).map((n) => BEGIN + (n * HOUR) / 2),
    verdict: fc.constantFrom<Verdict>("", "false positive", "true positive"),
    status: fc.constantFrom<Status>("open", "acknowledged", "closed"),
  });

  it("has numbers that add up, whatever the alerts are", () => {
    fc.assert(
      fc.property(fc.array(alert, { maxLength: 40 }), (alerts) => {
        const { bySeverity, open, falsePositives, hosts, tactics, first, ...rest } = overview(alerts);
        expect(rest.alerts).toBe(alerts.length);
        expect(bySeverity.reduce((sum, n) => sum + n, 0)).toBe(alerts.length);
        expect(tactics.reduce((sum, tactic) => sum + tactic.alerts, 0)).toBe(alerts.length);
        expect(falsePositives).toBe(alerts.filter(({ verdict }) => verdict === "false positive").length);
        const suspicious = alerts.filter(({ verdict }) => verdict !== "false positive");
        expect(open).toBe(suspicious.filter(({ status }) => status !== "closed").length);
        expect(hosts.reduce((sum, [, n]) => sum + n, 0)).toBe(
          suspicious.filter(({ host }) => host !== "").length,
        );
        expect(first.length).toBeLessThanOrEqual(6);
        // Nothing open that is worse than the first is left out.
        const order = ["low", "medium", "high", "critical"];
        const worst = Math.max(
          -1,
          ...suspicious
            .filter(({ status }) => status !== "closed")
            .map(({ rule }) => order.indexOf(rule.severity)),
        );
        expect(first.length > 0 ? order.indexOf(first[0]!.severity) : -1).toBe(worst);
        const pairs = first.map(({ row }) => {
          const { rule, host } = alerts[row]!;
          return `${rule.rule_id} ${host!.toLowerCase()}`;
        });
        expect(new Set(pairs).size).toBe(pairs.length);
      }),
    );
  });
});
