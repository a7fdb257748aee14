import { describe, expect, it } from "vitest";
import type { ExceptionCondition } from "../../src/case/index.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";
import { Drafts, type ExceptionDraft } from "../../src/app/drafts.svelte.ts";

const proposed: readonly ExceptionCondition[] = [{ field: "host.name", operator: "is", value: "H1" }];
const propose = () => proposed;
const rule = ownRule({ name: "R", language: "kuery", query: "a: b", severity: "high" }, "r");

describe("the draft of an exception", () => {
  it.each<[string, (draft: ExceptionDraft) => unknown]>([
    ["its reason", (draft) => (draft.why = "Ticket 1")],
    ["its expiry date", (draft) => (draft.expires = "2026-12-31")],
    ["a value", (draft) => (draft.entries[0]!.value = "H2")],
    ["an operator", (draft) => (draft.entries[0]!.operator = "is not")],
    ["a field", (draft) => (draft.entries[0]!.field = "user.name")],
    ["another condition", (draft) => draft.entries.push({ field: "a", operator: "is", value: "b" })],
    ["a removed condition", (draft) => draft.entries.pop()],
  ])("is kept with its alert for %s", (_what, type) => {
    const drafts = new Drafts();
    const draft = drafts.exceptionOf("a", propose);
    expect([draft.touched, drafts.unsaved]).toEqual([false, 0]);
    type(draft);
    expect([draft.touched, drafts.unsaved]).toEqual([true, 1]);
    expect(drafts.exceptionOf("b", propose)).not.toBe(draft);
    expect(drafts.exceptionOf("a", propose)).toBe(draft);
    draft.clear();
    expect([draft.touched, drafts.unsaved]).toEqual([false, 0]);
    expect(draft.entries).toEqual(proposed);
  });

  it("never changes the proposal", () => {
    new Drafts().exceptionOf("a", propose).entries[0]!.value = "H2";
    expect(proposed[0]!.value).toBe("H1");
  });

  it("is not kept while it contains only blanks, and gets a new proposal", () => {
    const drafts = new Drafts();
    drafts.exceptionOf("a", propose).why = "  ";
    expect(drafts.unsaved).toBe(0);
    const other: ExceptionCondition = { field: "user.id", operator: "is", value: "S-1" };
    expect(drafts.exceptionOf("a", () => [other]).entries).toEqual([other]);
  });
});

describe("the draft of a rule", () => {
  it("is kept while other rules are written, and listed until it is saved or discarded", () => {
    const drafts = new Drafts();
    drafts.writeRule({ name: "", query: "" });
    const first = drafts.rule!;
    expect(drafts.unsaved).toBe(0);
    first.query = "any where true";
    expect(drafts.leftRules).toEqual([]);
    drafts.writeRule({ name: "Others of H1", query: 'any where host.name == "H1"' });
    expect(drafts.rule).not.toBe(first);
    expect(drafts.leftRules).toEqual([first]);
    expect(drafts.unsaved).toBe(1);
    drafts.resume(first);
    expect(drafts.rule).toBe(first);
    // The other draft is an unchanged proposal.
    expect(drafts.leftRules).toEqual([]);
    drafts.leaveRule();
    expect(drafts.rule).toBe(null);
    expect(drafts.leftRules).toEqual([first]);
    drafts.resume(first);
    drafts.dropRule();
    expect([drafts.rule, drafts.leftRules, drafts.unsaved]).toEqual([null, [], 0]);
  });

  it("has the rule's values when a rule is edited", () => {
    const drafts = new Drafts();
    drafts.editRule(rule);
    const draft = drafts.rule!;
    expect(draft).toMatchObject({ ruleId: "r", edits: true, name: "R", query: "a: b" });
    expect(draft).toMatchObject({ language: "kuery", severity: "high", touched: false });
    draft.name = "Mine";
    drafts.leaveRule();
    drafts.editRule(rule);
    expect(drafts.rule).toBe(draft);
    draft.name = "R";
    drafts.leaveRule();
    drafts.editRule(rule);
    expect(drafts.rule).not.toBe(draft);
  });

  it("has an ID of its own when the rule is new", () => {
    const drafts = new Drafts();
    drafts.writeRule({ name: "", query: "" });
    const { ruleId, edits } = drafts.rule!;
    drafts.writeRule({ name: "", query: "" });
    expect(edits).toBe(false);
    expect(drafts.rule!.ruleId).not.toBe(ruleId);
  });
});
