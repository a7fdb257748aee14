import { describe, expect, it } from "vitest";
import { RuleView } from "../../src/app/index.ts";
import type { CaseRule, RuleFileReport } from "../../src/case/index.ts";
import { readRules, type Rule, runnable } from "../../src/rules/index.ts";
import { fitting } from "../../src/ui/rules/columns.ts";
import { problemsOf } from "../../src/ui/rules/file-problems.ts";
import { filterRules } from "../../src/ui/rules/filter-rules.ts";
import { type ListedRule, updatedOf } from "../../src/ui/rules/listed-rule.ts";
import { packsOf } from "../../src/ui/rules/packs.ts";
import { ruleCoverage, totals } from "../../src/ui/rules/rule-coverage.ts";
import { feedOf } from "../../src/ui/rules/rule-feed.ts";
import { sortRules } from "../../src/ui/rules/sort-rules.ts";
import type { Seen } from "../../src/ui/rules/rule-status.ts";

const ruleOf = (id: string, more: Record<string, unknown> = {}): Rule =>
  readRules(
    JSON.stringify({ rule_id: id, name: `Rule ${id}`, type: "eql", query: "any where true", ...more }),
    "r.ndjson",
  ).rules[0]!;
const tactic = (...names: string[]) => ({
  threat: names.map((name) => ({ framework: "MITRE ATT&CK", tactic: { id: "TA", name, reference: "" } })),
});
const listed = (
  rule: Rule,
  { on = true, origin = { kind: "own" }, ...more }: Partial<ListedRule & CaseRule> = {},
): ListedRule => ({
  caseRule: { caseId: "c", rule, origin, on, changedAt: 0 },
  status: { state: "runs", sentences: [] },
  kind: "EQL",
  alerts: 0,
  unsupportedCode: "",
  needs: "",
  feed: "not known",
  fields: [],
  ...more,
});
const RULES = [
  listed(ruleOf("a", { severity: "high", ...tactic("Execution") }), { alerts: 3, feed: "yes" }),
  listed(ruleOf("b", { severity: "low", ...tactic("Execution", "Impact") }), { on: false, feed: "no" }),
  listed(ruleOf("c", { severity: "high", tags: ["Domain: Endpoint"] }), {
    feed: "no",
    alerts: 20,
    fields: ["process.name"],
  }),
  listed(ruleOf("d", { severity: "critical", ...tactic("Own words") }), {
    status: { state: "unsupported", sentences: ["x"] },
    unsupportedCode: "esql",
    kind: "ES|QL",
  }),
];
const namesOf = (rules: readonly ListedRule[]) => rules.map(({ caseRule }) => caseRule.rule.rule_id).join("");

/** @param typed what is typed into the query bar, each text as a chip */
function filtered(typed: readonly string[], text = "") {
  const view = new RuleView();
  for (const each of typed) view.add(each);
  return filterRules(RULES, view.conditions, text);
}

describe("the filter of the rules", () => {
  it.each<[readonly string[], string, string]>([
    [[], "", "abcd"],
    [["severity: high"], "", "ac"],
    [["severity: HIGH", "severity: critical"], "", "acd"],
    [["severity: high", "tactic: execution"], "", "a"],
    [["-severity: high"], "", "bd"],
    [["enabled: yes"], "", "ac"],
    [["enabled: no"], "", "bd"],
    [["alerts: yes", "evidence: no"], "", "c"],
    [["tag: domain*"], "", "c"],
    [["field: process.name"], "", "c"],
    [["state: unsupported"], "", "d"],
    [["rule execution"], "", "ab"],
    [["-name: *a"], "", "bcd"],
    [[], "rule impact", "b"],
    [[], "severity: hi", "ac"],
    [[], "C:\\Windows", ""],
  ])("%j and “%s” show %s", (typed, text, shown) => {
    expect(namesOf(filtered(typed, text).shown)).toBe(shown);
  });

  it("counts each facet without the conditions on its own field", () => {
    const { counts } = filtered(["severity: high", "enabled: yes"]);
    expect(Object.fromEntries(counts.get("severity")!)).toEqual({ high: 2 });
    expect(Object.fromEntries(counts.get("enabled")!)).toEqual({ yes: 2 });
    expect(Object.fromEntries(filtered(["severity: high"]).counts.get("severity")!)).toEqual({
      high: 2,
      low: 1,
      critical: 1,
    });
    expect(Object.fromEntries(filtered([], "impact").counts.get("tactic")!)).toEqual({
      Execution: 1,
      Impact: 1,
    });
    // A rule without a tactic counts under none, as the other facets do.
    expect(filtered([]).counts.get("tactic")!.get("")).toBe(1);
  });
});

describe("the order of the rules", () => {
  it.each([
    ["severity", true, "dacb"],
    ["alerts", true, "cabd"],
    ["alerts", false, "bdac"],
    ["name", true, "dcba"],
    ["enabled", false, "acbd"],
    ["state", false, "dabc"],
    // Without a tactic it is last in either direction.
    ["tactic", false, "abdc"],
    ["tactic", true, "dbac"],
  ] as const)("by %s, descending: %s", (column, descending, wanted) => {
    expect(namesOf(sortRules(RULES, { column, descending }))).toBe(wanted);
  });
});

describe("whether the evidence has what a rule needs", () => {
  const seen = (more: Partial<Seen>): Seen => ({
    files: 1,
    fields: new Set(["process.name"]),
    isComplete: true,
    exact: true,
    missingCategories: new Set(["registry"]),
    ...more,
  });
  const feed = (query: string, more: Partial<Seen> = {}) =>
    feedOf(runnable(ruleOf("r", { query }), []), seen(more));
  it.each([
    ["process where process.name == 'a'", {}, "yes"],
    ["registry where true", {}, "no"],
    ["registry where true", { isComplete: false }, "not known"],
    ["process where dns.question.name == 'a'", {}, "no"],
    ["process where dns.question.name == 'a'", { exact: false }, "not known"],
    ["process where process.name == 'a' or dns.question.name == 'a'", {}, "yes"],
    ["sequence [process where process.name == 'a'] [registry where true]", {}, "no"],
    ["process where process.name == 'a'", { files: 0 }, "not known"],
  ] as const)("%s with %j: %s", (query, more, wanted) => {
    expect(feed(query.replaceAll("'", '"'), more)).toBe(wanted);
  });

  it("is not known of a rule that cannot run", () => {
    const esql = ruleOf("r", { type: "esql", language: "esql", query: "from x" });
    expect(feedOf(runnable(esql, []), seen({}))).toBe("not known");
  });
});

describe("the coverage by tactic", () => {
  it("counts enabled rules, in the order of an attack, then other names, then none", () => {
    const only = { rules: 1, enabled: 0, fed: 0, unfed: 0, unknown: 0, alerts: 0 };
    expect(ruleCoverage(RULES)).toEqual([
      { tactic: "Execution", rules: 2, enabled: 1, fed: 1, unfed: 0, unknown: 0, alerts: 3 },
      { tactic: "Impact", ...only },
      { tactic: "Own words", ...only },
      { tactic: "", rules: 1, enabled: 1, fed: 0, unfed: 1, unknown: 0, alerts: 20 },
    ]);
  });

  it("counts each rule once in all", () => {
    expect(totals(RULES)).toEqual({ rules: 4, enabled: 2, fed: 1, unfed: 1, unknown: 0, alerts: 23 });
  });
});

describe("the columns", () => {
  it.each([
    [1400, "enabled state name severity language tactic alerts updated pack"],
    [700, "enabled state name severity tactic alerts"],
    [390, "enabled name alerts"],
  ])("in %i pixels: %s", (width, wanted) => {
    expect(
      fitting(width)
        .map(({ id }) => id)
        .join(" "),
    ).toBe(wanted);
  });

  it("say when a rule was last changed, where that is known", () => {
    const dated = {
      ...ruleOf("r"),
      metadata: { maturity: "", updated_date: "2024/05/21", integrations: [] },
    };
    const origin = { kind: "file", name: "r.toml" } as const;
    expect(updatedOf(listed(dated, { origin }))).toBe("2024-05-21");
    expect(updatedOf(listed(ruleOf("r"), { origin }))).toBe("");
    expect(updatedOf(listed(ruleOf("r")))).toBe("1970-01-01");
  });
});

describe("the packs of a case", () => {
  it("are files first, then rules of the case, then what is built in", () => {
    const of = (id: string, origin: CaseRule["origin"]) => listed(ruleOf(id), { origin }).caseRule;
    const packs = packsOf([
      of("1", { kind: "builtin" }),
      of("2", { kind: "own" }),
      of("3", { kind: "file", name: "built in/x.toml" }),
      of("4", { kind: "file", name: "rules/y.toml", archive: "a.zip" }),
      of("5", { kind: "file", name: "rules/z.toml", archive: "a.zip" }),
    ]);
    expect(packs.map(({ id, rules }) => [id, rules.length])).toEqual([
      ["pack:a.zip", 2],
      ["pack:built in", 1],
      ["own:written here", 1],
      ["builtin:built in", 1],
    ]);
  });
});

describe("the problems of a rule's file", () => {
  it("are those of this file, each once", () => {
    const report = (problems: RuleFileReport["problems"]) => ({ problems }) as RuleFileReport;
    const files = [
      report([
        { file: "rules/a.toml", message: "Line 3, column 2: wrong" },
        { file: "rules/b.toml", message: "Line 1: wrong" },
      ]),
      report([{ file: "rules/a.toml", message: "Line 3, column 2: wrong" }]),
    ];
    const origin = { kind: "file", name: "rules/a.toml", archive: "a.zip" } as const;
    expect(problemsOf({ origin }, files)).toEqual(["Line 3, column 2: wrong"]);
    expect(problemsOf({ origin: { kind: "own" } }, files)).toEqual([]);
  });
});
