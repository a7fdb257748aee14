import { describe, expect, it } from "vitest";
import type { CaseRule, CaseStore } from "../../src/case/index.ts";
import type { RuleFileResult } from "../../src/rules/files/index.ts";
import type { Rule } from "../../src/rules/index.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";
import { CaseRules } from "../../src/ui/state/case-rules.svelte.ts";

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

/** A case without rules, and what it last wrote of each. */
function emptyCase() {
  const saved = new Map<string, CaseRule>();
  const store = {
    saveRules: (rules: readonly CaseRule[]) => rules.forEach((one) => saved.set(one.rule.rule_id, one)),
    saveRuleFile: () => undefined,
    saveRuleSet: () => undefined,
    deleteRule: (_: string, id: string) => saved.delete(id),
  };
  return { rules: new CaseRules(store as unknown as CaseStore, "c", new Map()), saved };
}

/** The clock has to go on between two changes: that is how they are told apart. */
const later = () => new Promise((done) => setTimeout(done, 3));

/** The key of a file that is scanned now. */
function scan(rules: CaseRules): string {
  rules.rememberSet();
  return rules.key;
}

describe("which rules a file has not been scanned with", () => {
  it("is none of those that were on, and every one that came later", () => {
    const { rules } = emptyCase();
    const before = scan(rules);
    rules.add(fileOf(EVENT), "r.toml");
    expect(rules.notRun(before)).toEqual([EVENT]);
    expect(rules.notRun(scan(rules))).toEqual([]);
    expect(rules.notRun(undefined)).toEqual([EVENT]);
  });

  it("is one that was removed with its alerts and has come back", async () => {
    const { rules } = emptyCase();
    rules.add(fileOf(EVENT), "r.toml");
    const key = scan(rules);
    rules.remove(new Set(["r"]));
    await later();
    rules.add(fileOf(EVENT), "r.toml");
    expect(rules.notRun(key)).toEqual([EVENT]);
    expect(rules.notRun(scan(rules))).toEqual([]);
    expect(rules.notRun(key)).toEqual([EVENT]);
  });

  it("is one that was changed, which cost it its alerts, and changed back", async () => {
    const { rules } = emptyCase();
    rules.addOwn(EVENT);
    const key = scan(rules);
    await later();
    expect(rules.addOwn(ruleOf("process where false"))).toEqual(["r"]);
    await later();
    expect(rules.addOwn(EVENT)).toEqual(["r"]);
    expect(rules.notRun(key)).toEqual([EVENT]);
  });

  it("is none whose words alone have changed, or that was off for a while", () => {
    const { rules } = emptyCase();
    rules.add(fileOf(EVENT), "r.toml");
    const key = scan(rules);
    expect(rules.add(fileOf(ruleOf(EVENT.query, "Another name")), "r.toml")).toEqual([]);
    rules.switch(new Set(["r"]), false);
    rules.switch(new Set(["r"]), true);
    expect(rules.notRun(key)).toEqual([]);
  });

  it("is one whose sequences have not been looked for since", () => {
    const { rules, saved } = emptyCase();
    rules.add(fileOf(SEQUENCE), "r.toml");
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

describe("a rule that comes again as it was", () => {
  it("keeps its switch and what its last run has to be told with", () => {
    const { rules, saved } = emptyCase();
    rules.add(fileOf(SEQUENCE), "r.toml");
    const before = rules.get("r")!;
    rules.note("r", ["There are more."]);
    rules.switch(new Set(["r"]), false);
    rules.add(fileOf(SEQUENCE), "again.toml");
    expect(saved.get("r")).toMatchObject({ on: false, notes: ["There are more."] });
    expect(rules.isCurrent(before)).toBe(true);
  });

  it("is another one to a run that is under way, once it decides otherwise or is gone", async () => {
    const { rules } = emptyCase();
    rules.add(fileOf(SEQUENCE), "r.toml");
    const before = rules.get("r")!;
    await later();
    rules.addOwn(EVENT);
    expect(rules.isCurrent(before)).toBe(false);
    rules.remove(new Set(["r"]));
    expect(rules.isCurrent(before)).toBe(false);
  });
});
