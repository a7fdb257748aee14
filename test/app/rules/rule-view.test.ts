import { describe, expect, it } from "vitest";
import {
  FIRST_RULE_STATE,
  readRuleState,
  type RuleState,
  RuleView,
  writeRuleState,
} from "../../../src/app/rules/index.ts";

describe("the address of the rules", () => {
  it("keeps filter, sort, rule and tab", () => {
    const view = new RuleView();
    expect(writeRuleState(view.state)).toBe("");
    view.add('tactic: "Credential Access"');
    view.add("-severity: low");
    view.add('"lsass & co" -name: dump');
    view.switch(1);
    view.add("field: process.*");
    view.text = "pow";
    view.sortBy("alerts");
    view.ruleId = "__proto__";
    view.tab = "guide";
    const written = writeRuleState(view.state);
    const again = new RuleView();
    again.state = readRuleState(written);
    expect(again.state).toEqual(view.state);
    expect(again.cursor).toBe("__proto__");
    expect(view.state.sort).toEqual({ column: "alerts", descending: true });
  });

  it.each(["sort=-nothing&tab=x", "q=", "rule", "%", "&&&=", "q=".repeat(60_000)])(
    "is as at first where nothing can be read: %.20s",
    (text) => {
      expect(readRuleState(text)).toEqual<RuleState>(FIRST_RULE_STATE);
    },
  );
});

describe("the selection of rules", () => {
  it("takes in a range, and all that are shown or none of them", () => {
    const view = new RuleView();
    const shown = ["a", "b", "c", "d"];
    view.mark("b");
    view.markTo("d", shown);
    expect([...view.marked]).toEqual(["b", "c", "d"]);
    view.mark("c");
    view.mark("hidden");
    view.markAll(shown);
    expect([...view.marked].sort()).toEqual(["a", "b", "c", "d", "hidden"]);
    view.markAll(shown);
    expect([...view.marked]).toEqual(["hidden"]);
    view.markAll([]);
    expect([...view.marked]).toEqual(["hidden"]);
  });

  it("includes a value, excludes it, and ends that", () => {
    const view = new RuleView();
    view.toggle("severity", "high", false);
    view.toggle("severity", "high", true);
    expect(view.stateOf("severity", "high")).toBe("excluded");
    view.turn(0);
    expect(view.stateOf("severity", "high")).toBe("included");
    view.toggle("severity", "high", false);
    expect(view.conditions).toEqual([]);
    expect(view.add("  ")).toBe(false);
  });
});
