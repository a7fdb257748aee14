import { describe, expect, it } from "vitest";
import { decisionKey, exceptionItemKey, itemsOf } from "../../src/case/index.ts";
import { type ExceptionItem, readRules, type Rule } from "../../src/rules/index.ts";

const rule: Rule = readRules(
  JSON.stringify({
    rule_id: "r",
    name: "R",
    type: "eql",
    language: "eql",
    query: "any where true",
    exceptions_list: [{ id: "1", list_id: "mine", type: "detection", namespace_type: "single" }],
  }),
  "r.ndjson",
).rules[0]!;

const item = (list: string, id: string, value = "x"): ExceptionItem => ({
  item_id: id,
  list_id: list,
  name: id,
  namespace_type: "single",
  os_types: [],
  entries: [{ type: "match", field: "host.name", operator: "included", value }],
});

describe("decisionKey", () => {
  const key = decisionKey(rule, []);

  it("does not change with anything that decides nothing", () => {
    for (const change of [
      { name: "other" },
      { note: "guide" },
      { severity: "high" },
      { tags: ["a"] },
    ] as const)
      expect(decisionKey({ ...rule, ...change }, [])).toBe(key);
    expect(decisionKey(rule, [item("another list", "a")])).toBe(key);
  });

  it("changes with everything that affects matching", () => {
    const changed = [
      decisionKey({ ...rule, rule_id: "s" }, []),
      decisionKey({ ...rule, query: "any where false" }, []),
      decisionKey({ ...rule, language: "kuery" }, []),
      decisionKey({ ...rule, type: "query" }, []),
      decisionKey({ ...rule, filters: [{}] }, []),
      decisionKey({ ...rule, event_category_override: "x" }, []),
      decisionKey({ ...rule, timestamp_field: "x" }, []),
      decisionKey({ ...rule, tiebreaker_field: "x" }, []),
      decisionKey({ ...rule, timestamp_override: "x" }, []),
      decisionKey({ ...rule, timestamp_override_fallback_disabled: true }, []),
      decisionKey(rule, [item("mine", "a")]),
      decisionKey(rule, [item("mine", "a", "y")]),
    ];
    expect(new Set([key, ...changed]).size).toBe(changed.length + 1);
  });
});

describe("exception items", () => {
  it("belong to a rule by list and namespace", () => {
    const agnostic = { ...item("mine", "b"), namespace_type: "agnostic" };
    expect(itemsOf(rule, [item("mine", "a"), item("other", "c"), agnostic])).toEqual([item("mine", "a")]);
    expect(itemsOf({ ...rule, exceptions_list: [] }, [item("mine", "a")])).toEqual([]);
  });

  it("are distinguished whatever characters their names contain", () => {
    expect(exceptionItemKey(item('a","b', "c"))).not.toBe(exceptionItemKey(item("a", 'b","c')));
  });
});
