import { describe, expect, it } from "vitest";
import { beginWith, type CaseExceptionItem, type CaseRule, keptRules, packOf } from "../../src/case/index.ts";
import type { Rule } from "../../src/rules/index.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";

const ruleOf = (id: string, more: Partial<Rule> = {}): Rule => ({
  ...ownRule({ name: `Rule ${id}`, language: "eql", query: "any where true", severity: "low" }, id),
  ...more,
});
const caseRule = (rule: Rule, origin: CaseRule["origin"] = { kind: "own" }, on = true): CaseRule => ({
  caseId: "old",
  rule,
  origin,
  on,
  changedAt: 5,
  notes: ["of the old case"],
  pending: true,
});
const itemOf = (list: string): CaseExceptionItem => ({
  caseId: "old",
  file: "export.ndjson",
  item: { item_id: "i", list_id: list, name: "N", namespace_type: "single", os_types: [], entries: [] },
});
const shipped = ruleOf("shipped");
const SHIPPED = new Map([["shipped", shipped]]);

describe("rules that are kept for new cases", () => {
  it("begin a new case as they were kept, without what only the old case knew", () => {
    const off = caseRule(ruleOf("a"), { kind: "file", name: "rules/a.toml", archive: "pack.zip" }, false);
    const kept = keptRules({ id: "pack:pack.zip", name: "pack.zip" }, [off], [], 7);
    expect(kept).toMatchObject({ name: "pack.zip", keptAt: 7 });
    expect(kept.bytes).toBe(
      new TextEncoder().encode(JSON.stringify({ rules: kept.rules, items: kept.items })).length,
    );
    expect(beginWith([kept], "new", SHIPPED, 9)).toEqual({
      rules: [{ caseId: "new", rule: off.rule, origin: off.origin, on: false, changedAt: 9 }],
      items: [],
    });
  });

  it("come with the exception items of the lists that they reference, and no others", () => {
    const exceptions_list = [
      { id: "x", list_id: "used", type: "detection", namespace_type: "single" },
    ] as unknown as Rule["exceptions_list"];
    const kept = keptRules(
      { id: "r", name: "R" },
      [caseRule(ruleOf("a", { exceptions_list }))],
      [itemOf("used"), itemOf("other")],
      7,
    );
    expect(kept.items.map(({ item }) => item.list_id)).toEqual(["used"]);
    expect(beginWith([kept], "new", SHIPPED, 9).items).toEqual([{ ...itemOf("used"), caseId: "new" }]);
  });

  it("keep of a shipped rule only whether it is enabled: the rule is the one of the copy that opens", () => {
    const kept = keptRules(
      { id: "b", name: "built in" },
      [
        caseRule(ruleOf("shipped"), { kind: "builtin" }, false),
        caseRule(ruleOf("gone"), { kind: "builtin" }),
      ],
      [],
      7,
    );
    expect(kept.rules.every((rule) => !("rule" in rule))).toBe(true);
    const { rules } = beginWith([kept], "new", SHIPPED, 9);
    expect(rules).toEqual([
      { caseId: "new", rule: shipped, origin: { kind: "builtin" }, on: false, changedAt: 0 },
    ]);
    expect(rules[0]!.rule).toBe(shipped);
  });

  it("are those that were kept last where two have the same id", () => {
    const earlier = keptRules({ id: "1", name: "1" }, [caseRule(ruleOf("a", { name: "earlier" }))], [], 1);
    const later = keptRules({ id: "2", name: "2" }, [caseRule(ruleOf("a", { name: "later" }))], [], 2);
    expect(beginWith([earlier, later], "new", SHIPPED, 9).rules.map(({ rule }) => rule.name)).toEqual([
      "later",
    ]);
  });
});

describe("the pack of a rule", () => {
  it.each([
    [{ kind: "builtin" }, "built in"],
    [{ kind: "own" }, "written here"],
    [{ kind: "file", name: "rules/windows/a.toml", archive: "pack.zip" }, "pack.zip"],
    [{ kind: "file", name: "detection-rules-main/rules/a.toml" }, "detection-rules-main"],
    [{ kind: "file", name: "a.toml" }, "single files"],
    [{ kind: "file", name: "rules_export.NDJSON" }, "rules_export.NDJSON"],
  ] as const)("of %j is %s", (origin, pack) => {
    expect(packOf({ origin })).toBe(pack);
  });
});
