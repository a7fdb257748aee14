import { describe, expect, it } from "vitest";
import { type AlertDocument, runRule } from "../../src/rules/index.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 4, 4, 10, minute)).toISOString();
const run = (from: number, to: number) => ({ from: at(from), to: at(to) });
const terms = (alerts: readonly AlertDocument[]) =>
  alerts.map((alert) => (alert["kibana.alert.threshold_result"] as { terms: unknown }).terms);
const counts = (alerts: readonly AlertDocument[]) =>
  alerts.map((alert) => (alert["kibana.alert.threshold_result"] as { count: number }).count);
const newTerms = (alerts: readonly AlertDocument[]) => alerts.map((alert) => alert["kibana.alert.new_terms"]);

describe("runRule with a threshold rule", () => {
  const rule = {
    type: "threshold",
    language: "kuery",
    query: "event.action: logon",
    threshold: { field: ["host.name"], value: 2 },
  };
  const logon = (minute: number, host: unknown, more: object = {}) => ({
    "@timestamp": at(minute),
    "event.action": "logon",
    host: { name: host },
    ...more,
  });

  it("raises one alert for each value with enough events, in the order of the values", () => {
    const documents = [
      logon(3, "b"),
      logon(1, "a"),
      logon(2, "a"),
      logon(4, "b"),
      logon(5, "b"),
      logon(6, "alone"),
      { "@timestamp": at(3), "event.action": "logoff", "host.name": "a" },
    ];
    const [alerts] = runRule(rule, documents, [run(0, 9)]);
    expect(alerts).toEqual([
      expect.objectContaining({
        "@timestamp": at(2),
        "host.name": "a",
        "kibana.alert.original_time": at(2),
        "kibana.alert.reason": "event on a created low alert rule.",
        "kibana.alert.threshold_result": {
          terms: [{ field: "host.name", value: "a" }],
          count: 2,
          from: at(1),
        },
      }),
      expect.objectContaining({ "@timestamp": at(5), "host.name": "b" }),
    ]);
    expect(Object.keys(alerts![0]!)).not.toContain("event.action");
    expect(counts(alerts!)).toEqual([2, 3]);
  });

  it("counts an event with several values for each of them, and none without a value", () => {
    const [alerts] = runRule(
      rule,
      [logon(1, ["a", "b"]), logon(2, ["b", "a", "a"]), logon(3, undefined), logon(4, null)],
      [run(0, 9)],
    );
    expect(counts(alerts!)).toEqual([2, 2]);
    const two = { ...rule, threshold: { field: ["host.name", "user.name"], value: 1 } };
    const [pairs] = runRule(two, [logon(1, ["a", "b"], { user: { name: ["x", "y"] } })], [run(0, 9)]);
    expect(terms(pairs!).map((of) => (of as { value: string }[]).map(({ value }) => value))).toEqual([
      ["a", "x"],
      ["a", "y"],
      ["b", "x"],
      ["b", "y"],
    ]);
  });

  it("counts all events together without a field", () => {
    for (const field of [[], "", [""]]) {
      const all = { ...rule, threshold: { field, value: 2 } };
      const [alerts] = runRule(all, [logon(1, "a"), logon(2, "b")], [run(0, 9)]);
      expect(alerts).toHaveLength(1);
      expect(alerts![0]!["kibana.alert.threshold_result"]).toEqual({ terms: [], count: 2, from: at(1) });
    }
  });

  it("asks for different values of another field", () => {
    const distinct = {
      ...rule,
      threshold: { field: ["host.name"], value: 2, cardinality: [{ field: "user.name", value: 2 }] },
    };
    const by = (minute: number, user: unknown) => logon(minute, "a", { "user.name": user });
    expect(runRule(distinct, [by(1, "x"), by(2, "x"), by(3, null)], [run(0, 9)])[0]).toEqual([]);
    const [alerts] = runRule(distinct, [by(1, "x"), by(2, "x"), by(3, "y")], [run(0, 9)]);
    expect(alerts![0]!["kibana.alert.threshold_result"]).toMatchObject({
      count: 3,
      cardinality: [{ field: "user.name", value: 2 }],
    });
  });

  it("does not count again what an alert has counted, as long as that is in the window", () => {
    const documents = [1, 2, 3, 7, 8, 9].map((minute) => logon(minute, "a"));
    const runs = runRule(rule, documents, [run(0, 5), run(0, 7), run(1, 9), run(3, 12)]);
    expect(runs.map((alerts) => counts(alerts))).toEqual([[3], [], [3], []]);
    // The alert that counted an event with both values keeps it from either group.
    const both = runRule(rule, [logon(1, "a"), logon(2, ["a", "b"]), logon(3, "b")], [run(0, 2), run(0, 9)]);
    expect(both.map((alerts) => counts(alerts))).toEqual([[2], []]);
  });

  it("raises no more than max_signals in a run, and the others in the next", () => {
    const documents = ["a", "b", "c"].flatMap((host) => [logon(1, host), logon(2, host)]);
    const runs = runRule({ ...rule, max_signals: 2 }, documents, [run(0, 5), run(0, 6), run(0, 7)]);
    expect(runs.map((alerts) => alerts.map((alert) => alert["host.name"]))).toEqual([["a", "b"], ["c"], []]);
  });

  it("includes both ends of a window, by timestamp_override where there is one", () => {
    expect(runRule(rule, [logon(1, "a"), logon(5, "a")], [run(1, 5)])[0]).toHaveLength(1);
    const overriding = { ...rule, timestamp_override: "event.ingested" };
    const late = [logon(1, "a", { "event.ingested": at(20) }), logon(19, "a")];
    const [alerts] = runRule(overriding, late, [run(18, 21)]);
    expect(alerts![0]!["@timestamp"]).toBe(at(20));
  });
});

describe("runRule with a new terms rule", () => {
  const rule = {
    type: "new_terms",
    language: "kuery",
    query: "event.action: start",
    new_terms_fields: ["process.name"],
    history_window_start: "now-1h",
    from: "now-9m",
  };
  const start = (minute: number, name: unknown, more: object = {}) => ({
    "@timestamp": at(minute),
    "event.action": "start",
    "process.name": name,
    ...more,
  });

  it("raises the first event with a value that the history does not have", () => {
    const documents = [start(1, "old.exe"), start(50, "old.exe"), start(52, "new.exe"), start(51, "new.exe")];
    const [alerts] = runRule(rule, documents, [run(49, 58)]);
    expect(alerts).toEqual([
      expect.objectContaining({
        "@timestamp": at(51),
        "event.action": "start",
        "kibana.alert.new_terms": ["new.exe"],
      }),
    ]);
  });

  it("forgets what came before the history", () => {
    const documents = [start(1, "a.exe"), start(58, "a.exe")];
    expect(runRule(rule, documents, [run(50, 59)])[0]).toEqual([]);
    expect(runRule(rule, documents, [{ ...run(50, 59), history_from: at(2) }])[0]).toHaveLength(1);
  });

  it("takes a history that begins late as one that begins with the window", () => {
    const documents = [start(50, "a.exe"), start(52, "b.exe")];
    expect(newTerms(runRule(rule, documents, [{ ...run(49, 58), history_from: at(57) }])[0]!)).toEqual([
      ["a.exe"],
      ["b.exe"],
    ]);
  });

  it("takes a value that occurs at the very beginning of the window as known", () => {
    expect(runRule(rule, [start(50, "a.exe"), start(52, "a.exe")], [run(50, 59)])[0]).toEqual([]);
    expect(runRule(rule, [start(50, "a.exe")], [run(49, 50)])[0]).toHaveLength(1);
  });

  it("raises an event once for each new combination of its values, and in one run only", () => {
    const two = { ...rule, new_terms_fields: ["process.name", "host.name"] };
    const documents = [
      start(51, ["a.exe", "b.exe"], { "host.name": "h" }),
      start(52, "a.exe"),
      start(53, "a.exe", { "host.name": null }),
    ];
    const runs = runRule(two, documents, [run(49, 55), run(50, 56)]);
    expect(runs.map(newTerms)).toEqual([
      [
        ["a.exe", "h"],
        ["b.exe", "h"],
      ],
      [],
    ]);
  });

  it("keeps the types of values", () => {
    const pids = { ...rule, new_terms_fields: ["process.pid", "process.elevated", "source.ip"] };
    const documents = [
      start(51, "a.exe", { process: { pid: 7, elevated: true }, source: { ip: "2001:DB8:0::1" } }),
    ];
    expect(newTerms(runRule(pids, documents, [run(49, 55)])[0]!)).toEqual([[7, true, "2001:db8::1"]]);
  });

  it("raises no more than max_signals in a run, the most frequent values first, and the others in the next", () => {
    const documents = ["a", "b", "b", "c"].map((name, i) => start(51 + i, name));
    const runs = runRule({ ...rule, max_signals: 1 }, documents, [run(49, 55), run(49, 56), run(49, 57)]);
    expect(runs.map(newTerms)).toEqual([[["b"]], [["a"]], [["c"]]]);
  });

  it("reads the keys of a TOML file", () => {
    const toml = {
      rule: {
        type: "new_terms",
        language: "kuery",
        query: "event.action: start",
        new_terms: {
          field: "new_terms_fields",
          value: ["process.name"],
          history_window_start: [{ field: "history_window_start", value: "now-1h" }],
        },
      },
    };
    expect(runRule(toml, [start(51, "a.exe")], [run(49, 55)])[0]).toHaveLength(1);
  });
});

describe("runRule with a query", () => {
  const documents = [1, 2, 3].map((minute) => ({ "@timestamp": at(minute), event: { category: "process" } }));

  it("raises each event once, the oldest first for KQL and the newest for EQL", () => {
    const kql = { type: "query", language: "kuery", query: "event.category: process", max_signals: 2 };
    const eql = { type: "eql", language: "eql", query: "process where true", max_signals: 2 };
    const times = (rule: object) =>
      runRule(rule, documents, [run(0, 5), run(0, 6)]).map((alerts) =>
        alerts.map((one) => one["@timestamp"]),
      );
    expect(times(kql)).toEqual([[at(1), at(2)], [at(3)]]);
    expect(times(eql)).toEqual([[at(2), at(3)], []]);
  });

  it("applies the rule's overrides", () => {
    const rule = {
      type: "query",
      query: "event.category: process",
      rule_name_override: "event.category",
      severity: "low",
      severity_mapping: [
        { field: "event.category", operator: "equals", value: "process", severity: "critical" },
      ],
    };
    expect(runRule(rule, documents, [run(1, 1)])[0]![0]).toMatchObject({
      "kibana.alert.rule.name": "process",
      "kibana.alert.severity": "critical",
    });
  });
});

it("runRule refuses a rule that cannot run", () => {
  expect(() => runRule({ type: "threshold", query: "a: b" }, [], [])).toThrow("threshold");
  expect(() => runRule({ type: "none" }, [], [])).toThrow("no rule");
  const rule = { type: "query", query: "a: b" };
  expect(() => runRule(rule, [], [{ from: "today", to: at(1) }])).toThrow("needs times");
});
