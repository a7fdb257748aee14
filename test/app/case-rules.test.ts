import { describe, expect, it } from "vitest";
import type { CaseRule, CaseStore } from "../../src/case/index.ts";
import type { RuleFileResult } from "../../src/rules/files/index.ts";
import type { Rule } from "../../src/rules/index.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";
import { CaseRules } from "../../src/app/case/case-rules.svelte.ts";

const ruleOf = (query: string, name = "R"): Rule =>
  ownRule({ name, language: "eql", query, severity: "low" }, "r");
const fileOf = (rule: Rule): RuleFileResult => ({
  rules: [{ rule, file: "r.toml" }],
  exceptions: { lists: [], items: [] },
  problems: [],
  skipped: { connectors: 0, otherFiles: 0 },
});
const EVENT = ruleOf("process where true");
const SEQUENCE = ruleOf("sequence by host.id [process where true] [file where true]");

/** A case without rules, and the last version of each rule that it saved. */
function emptyCase() {
  const saved = new Map<string, CaseRule>();
  const store = {
    saveRules: (rules: readonly CaseRule[]) => rules.forEach((rule) => saved.set(rule.rule.rule_id, rule)),
    saveRuleFiles: () => undefined,
    saveRuleSet: () => undefined,
    deleteRule: (_: string, id: string) => saved.delete(id),
  };
  return { rules: new CaseRules(store as unknown as CaseStore, "c", new Map()), saved };
}

/** Changes are distinguished by their time, so the clock must advance between two. */
const later = () => new Promise((done) => setTimeout(done, 3));

/** The key of the rule set for a file that is scanned now. */
function scan(rules: CaseRules): string {
  rules.rememberSet();
  return rules.key;
}

describe("several rule files at once", () => {
  it("have the same result as one after the other, with a report for each", () => {
    const { rules, saved } = emptyCase();
    const other = { ...ruleOf("file where true"), rule_id: "s" };
    rules.addOwn(EVENT);
    const changed = rules.add([
      { path: "a.toml", result: fileOf(EVENT) },
      { path: "b.toml", result: fileOf(other) },
      { path: "c.toml", result: fileOf(ruleOf("process where false")) },
    ]);
    expect(changed).toEqual(["r"]);
    expect(rules.list.map(({ rule }) => rule.query)).toEqual(["process where false", "file where true"]);
    expect(
      rules.files.map(({ name, added, replaced, unchanged }) => [name, added, replaced, unchanged]),
    ).toEqual([
      ["a.toml", 0, 0, 1],
      ["b.toml", 1, 0, 0],
      ["c.toml", 0, 1, 0],
    ]);
    expect(rules.files.map(({ id }) => id)).toEqual(rules.files.map(({ id }) => id).toSorted());
    expect(saved.get("r")?.rule.query).toBe("process where false");
  });
});

describe("a rule for trying alerts out", () => {
  it("comes in disabled, and stays enabled once it is", () => {
    const { rules } = emptyCase();
    const practice = { ...ruleOf("any where true"), tags: ["Use Case: Guided Onboarding"] };
    rules.add([{ path: "a.toml", result: fileOf(practice) }]);
    expect(rules.list.map(({ on }) => on)).toEqual([false]);
    rules.switch(new Set([practice.rule_id]), true);
    rules.add([{ path: "b.toml", result: fileOf({ ...practice, query: "file where true" }) }]);
    expect(rules.list.map(({ on }) => on)).toEqual([true]);
  });
});

describe("the diagnostics of a rule", () => {
  it("follow the latest export, even if the rule decides as before", () => {
    const { rules } = emptyCase();
    const list = { id: "1", list_id: "l", type: "detection", namespace_type: "single" };
    const codes = (exceptions_list: Rule["exceptions_list"]) => {
      rules.add([{ path: "e.ndjson", result: fileOf({ ...EVENT, exceptions_list }) }]);
      const compiled = rules.runnable(rules.get("r")!.rule);
      return compiled.state === "runs" ? compiled.warnings.map(({ code }) => code) : null;
    };
    expect(codes([list])).toEqual(["exceptions-missing"]);
    expect(codes([{ ...list, exported: true }])).toEqual([]);
    expect(codes([list])).toEqual(["exceptions-missing"]);
  });
});

describe("versions of a rule", () => {
  it("are named if an earlier version replaces a later one", () => {
    const { rules } = emptyCase();
    const version = (n: number | undefined): RuleFileResult =>
      fileOf(n === undefined ? EVENT : { ...EVENT, version: n });
    const messagesOf = (...files: RuleFileResult[]) => {
      rules.add(files.map((result, i) => ({ path: `${i}`, result })));
      return rules.files.slice(-files.length).map(({ problems }) => problems.map(({ message }) => message));
    };
    expect(messagesOf(version(3), version(7), version(5))).toEqual([
      [],
      [],
      [expect.stringMatching(/version 5 .*version 7/)],
    ]);
    expect(messagesOf(version(5))).toEqual([[]]);
    expect(messagesOf(version(undefined), version(1))).toEqual([[], []]);
  });
});

describe("notRun, the rules that a file was not scanned with", () => {
  it("contains no rule of that scan, and every later one", () => {
    const { rules } = emptyCase();
    const before = scan(rules);
    rules.add([{ result: fileOf(EVENT), path: "r.toml" }]);
    expect(rules.notRun(before)).toEqual([EVENT]);
    expect(rules.notRun(scan(rules))).toEqual([]);
    expect(rules.notRun(undefined)).toEqual([EVENT]);
  });

  it("contains a rule that was removed with its alerts and added again", async () => {
    const { rules } = emptyCase();
    rules.add([{ result: fileOf(EVENT), path: "r.toml" }]);
    const key = scan(rules);
    rules.remove(new Set(["r"]));
    await later();
    rules.add([{ result: fileOf(EVENT), path: "r.toml" }]);
    expect(rules.notRun(key)).toEqual([EVENT]);
    expect(rules.notRun(scan(rules))).toEqual([]);
    expect(rules.notRun(key)).toEqual([EVENT]);
  });

  it("contains a rule that was changed, which deleted its alerts, and changed back", async () => {
    const { rules } = emptyCase();
    rules.addOwn(EVENT);
    const key = scan(rules);
    await later();
    expect(rules.addOwn(ruleOf("process where false"))).toEqual(["r"]);
    await later();
    expect(rules.addOwn(EVENT)).toEqual(["r"]);
    expect(rules.notRun(key)).toEqual([EVENT]);
  });

  it("contains no rule with other words only, or that was disabled for a while", () => {
    const { rules } = emptyCase();
    rules.add([{ result: fileOf(EVENT), path: "r.toml" }]);
    const key = scan(rules);
    expect(rules.add([{ result: fileOf(ruleOf(EVENT.query, "Another name")), path: "r.toml" }])).toEqual([]);
    rules.switch(new Set(["r"]), false);
    rules.switch(new Set(["r"]), true);
    expect(rules.notRun(key)).toEqual([]);
  });

  it("contains a sequence rule that has not run since", () => {
    const { rules, saved } = emptyCase();
    rules.add([{ result: fileOf(SEQUENCE), path: "r.toml" }]);
    const key = scan(rules);
    expect(rules.sequences.map(({ rule }) => rule)).toEqual([SEQUENCE]);
    rules.setPending(new Set(["r"]), true);
    expect(saved.get("r")?.pending).toBe(true);
    expect(rules.notRun(key)).toEqual([SEQUENCE]);
    rules.setPending(new Set(["r"]), false);
    expect(saved.get("r")?.pending).toBe(false);
    expect(rules.notRun(key)).toEqual([]);
  });
});

describe("companion checks", () => {
  const shipped: Rule = { ...ruleOf("registry where true"), rule_id: "shipped" };
  const companion: Rule = { ...ruleOf("file where true"), rule_id: "companion", tags: ["Companion"] };
  const builtin = new Map([shipped, companion].map((rule) => [rule.rule_id, rule]));
  /** @param saved what the database has of the case */
  const caseWith = (saved = new Map<string, CaseRule>()) => {
    const store = {
      rules: () => Promise.resolve([...saved.values()]),
      ruleFiles: () => Promise.resolve([]),
      exceptionItems: () => Promise.resolve([]),
      ruleSets: () => Promise.resolve([]),
      saveRules: (rules: readonly CaseRule[]) => rules.forEach((rule) => saved.set(rule.rule.rule_id, rule)),
      saveRuleFiles: () => undefined,
      saveRuleSet: () => undefined,
      deleteRule: (_: string, id: string) => saved.delete(id),
    };
    return { rules: new CaseRules(store as unknown as CaseStore, "c", builtin), saved };
  };
  const ids = (rules: CaseRules) => rules.list.map(({ rule, on }) => `${rule.rule_id} ${on}`);

  it("are offered, but no rules of a new case", async () => {
    const { rules, saved } = caseWith();
    expect(ids(rules)).toEqual(["shipped true"]);
    expect(rules.companions).toEqual([{ rule: companion, inCase: false, on: false }]);
    await rules.load();
    expect(ids(rules)).toEqual(["shipped true"]);
    expect(saved.size).toBe(0);
  });

  it("come into the case when they are enabled, and are there again", async () => {
    const { rules, saved } = caseWith();
    const before = scan(rules);
    rules.switch(new Set(["companion"]), false);
    expect(ids(rules)).toEqual(["shipped true"]);
    rules.switch(new Set(["companion"]), true);
    expect(rules.running.map(({ rule: { rule_id } }) => rule_id)).toEqual(["shipped", "companion"]);
    expect(rules.companions).toEqual([{ rule: companion, inCase: true, on: true }]);
    // Files that were scanned before have to be scanned again.
    expect(rules.notRun(before)).toEqual([companion]);
    rules.switch(new Set(["companion"]), false);
    expect(rules.companions).toEqual([{ rule: companion, inCase: true, on: false }]);
    rules.switch(new Set(["companion"]), true);
    const again = caseWith(saved).rules;
    await again.load();
    expect(ids(again)).toEqual(["shipped true", "companion true"]);
    expect(again.get("companion")?.origin).toEqual({ kind: "builtin" });
  });

  it("go with a file of the same rule that is removed", () => {
    const { rules, saved } = caseWith();
    rules.add([{ result: fileOf(companion), path: "r.toml" }]);
    expect(ids(rules)).toEqual(["shipped true", "companion true"]);
    rules.remove(new Set(["companion"]));
    expect(ids(rules)).toEqual(["shipped true"]);
    expect(saved.has("companion")).toBe(false);
  });
});

describe("a rule added again without changes", () => {
  it("keeps its switch and the notes of its last run", () => {
    const { rules, saved } = emptyCase();
    rules.add([{ result: fileOf(SEQUENCE), path: "r.toml" }]);
    const before = rules.get("r")!;
    rules.note("r", ["There are more."]);
    rules.switch(new Set(["r"]), false);
    rules.add([{ result: fileOf(SEQUENCE), path: "again.toml" }]);
    expect(saved.get("r")).toMatchObject({ on: false, notes: ["There are more."] });
    expect(rules.isCurrent(before)).toBe(true);
  });

  it("is no longer current for a run in progress once it decides differently or is removed", async () => {
    const { rules } = emptyCase();
    rules.add([{ result: fileOf(SEQUENCE), path: "r.toml" }]);
    const before = rules.get("r")!;
    await later();
    rules.addOwn(EVENT);
    expect(rules.isCurrent(before)).toBe(false);
    rules.remove(new Set(["r"]));
    expect(rules.isCurrent(before)).toBe(false);
  });
});
