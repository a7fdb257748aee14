import { describe, expect, it } from "vitest";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { alertFacts } from "../../../src/rules/run/index.ts";
import { ruleOf } from "./helpers.ts";

const mapping = (field: string, value: string, severity: string) => ({
  field,
  operator: "equals",
  value,
  severity,
});

describe("alertFacts", () => {
  it("keeps the rule's own without overrides", () => {
    expect(alertFacts(ruleOf({}), flatten({}))).toEqual({ severity: "low", risk_score: 21, name: "Rule" });
  });

  it.each([
    [{ f: "a" }, "high"],
    [{ f: ["a", "b"] }, "critical"],
    [{ f: "A" }, "low"],
    [{ f: 5 }, "medium"],
    [{ f: 5.5 }, "low"],
    [{ f: true }, "low"],
    [{}, "low"],
    [{ event: { severity: 73 } }, "high"],
    [{ event: { severity: "73" } }, "low"],
  ])("takes the highest severity that holds for %j: %s", (document, severity) => {
    const severity_mapping = [
      mapping("f", "b", "critical"),
      mapping("f", "a", "high"),
      mapping("f", "5", "medium"),
      mapping("f", "5.5", "medium"),
      mapping("f", "true", "medium"),
      mapping("event.severity", "73.9", "high"),
      mapping("f", "a", "odd"),
    ];
    expect(alertFacts(ruleOf({ severity_mapping }), flatten(document)).severity).toBe(severity);
  });

  it.each([
    [{ f: 80 }, 80],
    [{ f: "99.5" }, 99.5],
    [{ f: [10, "30", 101, -1, "x", true] }, 30],
    [{ f: 101 }, 21],
    [{ f: "x" }, 21],
    [{ f: true }, 21],
    [{ g: 50 }, 21],
  ])("takes the highest score that is one from %j: %s", (document, score) => {
    const risk_score_mapping = [
      { field: "f", operator: "equals", value: "" },
      { field: "g", operator: "equals", value: "" },
    ];
    expect(alertFacts(ruleOf({ risk_score_mapping }), flatten(document)).risk_score).toBe(score);
  });

  it.each([
    [{ message: "What happened" }, "What happened"],
    [{ message: ["What happened"] }, "What happened"],
    [{ message: ["One", "Two"] }, "Rule"],
    [{ message: [5] }, "Rule"],
    [{ message: 5 }, "Rule"],
    [{}, "Rule"],
  ])("takes the name from %j: %s", (document, name) => {
    expect(alertFacts(ruleOf({ rule_name_override: "message" }), flatten(document)).name).toBe(name);
  });
});
