import { describe, expect, it } from "vitest";
import { flatten } from "../../src/ecs/flat-event.ts";
import { ScanRules } from "../../src/scan/index.ts";
import { windowMillis } from "../../src/rules/index.ts";
import { sequenceRule } from "./correlation-rules.ts";

const unfailing = (): never => {
  throw new Error("no rule fails here");
};
const rulesOf = (...rules: ReturnType<typeof sequenceRule>[]): ScanRules =>
  new ScanRules(
    rules.map((rule) => ({ rule, exceptions: [] })),
    0,
  );

describe("ScanRules", () => {
  const rules = rulesOf(
    sequenceRule("sequence by k [process where a == 1] [any where a == 2] until [any where a == 1]", {
      rule_id: "sequence",
      name: "Sequence",
      timestamp_field: "t",
      tiebreaker_field: "n",
      timestamp_override: "event.ingested",
    }),
    sequenceRule("process where a == 1", { rule_id: "first" }),
    sequenceRule("process where broken ==", { rule_id: "broken" }),
    sequenceRule("sample by ?k [any where a == 1] [file where a == 1]", { rule_id: "sample" }),
    sequenceRule("any where true", { rule_id: "second" }),
  );

  it("decides event rules and the terms of sequences and samples together", () => {
    const event = flatten({
      a: 1,
      k: ["x", "y"],
      "event.category": "process",
      "@timestamp": 5,
      t: 7.5,
      n: [3, 4],
    });
    expect(rules.decide(event, unfailing)).toEqual({
      ruleIds: ["first", "second"],
      matchedTerms: [
        {
          rule: 0,
          keys: [['["x"]', '["y"]'], [], ['["x"]', '["y"]']],
          instant: { ms: 7, ns: 500_000 },
          window: 5,
          tiebreaker: 3,
        },
        {
          rule: 1,
          keys: [['["x"]', '["y"]'], []],
          instant: { ms: 5, ns: 0 },
          window: 5,
          tiebreaker: undefined,
        },
      ],
    });
    expect(rules.correlationRules).toEqual([
      { id: "sequence", name: "Sequence", hasTiebreaker: true },
      { id: "sample", name: "Rule", hasTiebreaker: false },
    ]);
  });

  it("finds no term match in an event that lacks the keys of every term", () => {
    const { matchedTerms } = rules.decide(flatten({ a: 2, "@timestamp": 5 }), unfailing);
    expect(matchedTerms).toEqual([]);
    const optional = rules.decide(flatten({ a: 1 }), unfailing).matchedTerms;
    expect(optional).toMatchObject([{ rule: 1, keys: [["[null]"], []], instant: null, window: NaN }]);
  });

  it("reports each failed rule once, and still decides the other rules and its other terms", () => {
    const many = Array.from({ length: 101 }, (_, i) => i);
    const failing = rulesOf(
      sequenceRule("sequence by a, b [any where true] [any where true]", { rule_id: "keys" }),
      sequenceRule("sequence [any where true] by a [any where true] by c", { rule_id: "half" }),
      sequenceRule('any where concat(a, a, b, b) == "x"', { rule_id: "condition" }),
      sequenceRule("any where true", { rule_id: "fine" }),
    );
    const failed: string[] = [];
    const decision = failing.decide(flatten({ a: many, b: many, c: "c" }), (id) => failed.push(id));
    expect(failed.toSorted()).toEqual(["condition", "keys"]);
    expect(decision.ruleIds).toEqual(["fine"]);
    expect(decision.matchedTerms).toHaveLength(1);
    expect(decision.matchedTerms[0]!.keys[1]).toEqual(['["c"]']);
  });

  it("includes the categories, conditions and fields of terms", () => {
    expect(rules.categories).toEqual(new Set(["process", "file"]));
    expect(rules.conditions).toHaveLength(7);
    expect([...rules.fields].toSorted()).toEqual(["a", "k"]);
  });
});

describe("windowMillis", () => {
  it("is the timestamp override of an event that has it, else @timestamp", () => {
    const rule = sequenceRule("any where true", { timestamp_override: "event.ingested" });
    const both = flatten({ "@timestamp": 1, event: { ingested: "1970-01-01T00:00:02.5Z" } });
    expect(windowMillis(both, rule)).toBe(2500);
    expect(windowMillis(flatten({ "@timestamp": 1 }), rule)).toBe(1);
    expect(windowMillis(both, sequenceRule("any where true"))).toBe(1);
    expect(windowMillis(flatten({}), rule)).toBeNaN();
  });

  it("is NaN without the override if the rule disables the fallback", () => {
    const rule = sequenceRule("any where true", {
      timestamp_override: "event.ingested",
      timestamp_override_fallback_disabled: true,
    });
    expect(windowMillis(flatten({ "@timestamp": 1, event: { ingested: 2 } }), rule)).toBe(2);
    expect(windowMillis(flatten({ "@timestamp": 1 }), rule)).toBeNaN();
  });
});
