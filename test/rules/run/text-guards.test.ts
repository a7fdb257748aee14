import { describe, expect, it } from "vitest";
import type { RequiredTextClause } from "../../../src/match/required-text.ts";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { FieldViews } from "../../../src/rules/run/field-view.ts";
import { GuardIndex, guardOf, mayHold } from "../../../src/rules/run/text-guards.ts";

const clause = (field: string, ...texts: string[]): RequiredTextClause => ({
  field,
  anyOf: texts.map((text) => ({ text, ignoreCase: true })),
});

/** A guard and the events it is asked about, each a generation of its own. */
function guard(...clauses: RequiredTextClause[]) {
  const generation = { now: 0 };
  const one = guardOf(clauses, new FieldViews(generation));
  if (one === null) return null;
  const index = new GuardIndex<string>();
  index.add(one, "rule");
  return (document: object): boolean => {
    generation.now++;
    const event = flatten(document);
    const found: string[] = [];
    index.find(event, (rule) => found.push(rule));
    expect(found).toEqual(mayHold(one, event) ? ["rule"] : []);
    return found.length > 0;
  };
}

describe("the guard of a rule", () => {
  it.each<[object, boolean]>([
    [{ t: "has NEEDLE in it" }, true],
    [{ t: ["x", "needle"] }, true],
    // Every piece is there, the text is not: only ever too lenient.
    [{ t: "need the eedle" }, true],
    [{ t: "needl" }, false],
    [{ t: "other" }, false],
    [{ t: "" }, false],
    [{ t: "or another text" }, true],
    [{}, false],
    [{ u: "needle" }, false],
    [{ t: 12345 }, false],
    // Too long to note: anything may be in it.
    [{ t: "x".repeat(1001) }, true],
    [{ t: ["x".repeat(600), "y".repeat(600)] }, true],
  ])("looks into %j: %s", (document, expected) => {
    expect(guard(clause("t", "Needle", "another"))!(document)).toBe(expected);
  });

  it("forgets the event before", () => {
    const test = guard(clause("t", "needle"))!;
    expect([{ t: "needle" }, { t: "other" }, {}, { t: "x".repeat(2000) }, { t: "other" }].map(test)).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
  });

  it("is asked together with those of other rules", () => {
    const generation = { now: 0 };
    const views = new FieldViews(generation);
    const index = new GuardIndex<string>();
    const texts = { a: ["needle", "thread"], b: ["needle"], c: ["thimble"] };
    for (const [rule, any] of Object.entries(texts)) index.add(guardOf([clause("t", ...any)], views)!, rule);
    index.add(guardOf([clause("u", "needle")], views)!, "u");
    const found = (document: object): string[] => {
      generation.now++;
      const rules: string[] = [];
      index.find(flatten(document), (rule) => rules.push(rule));
      return rules;
    };
    expect(found({ t: "Needle and Thread" })).toEqual(["a", "b"]);
    expect(found({ t: "thread" })).toEqual(["a"]);
    expect(found({ t: "thread" })).toEqual(["a"]);
    expect(found({ t: "x".repeat(2000) })).toEqual(["a", "b", "c"]);
    expect(found({ u: "needle" })).toEqual(["u"]);
    expect(found({})).toEqual([]);
  });

  it("takes the clause whose shortest text is longest, of fields that tell events apart", () => {
    const test = guard(clause("host.os.type", "windows"), clause("a", "abc"), clause("b", "abcd"))!;
    expect([test({ a: "abc" }), test({ b: "abcd" })]).toEqual([false, true]);
  });

  it.each([
    [],
    [clause("t", "ab")],
    [clause("t", "abc", "x")],
    [clause("event.type", "start")],
    [clause("t", ...Array.from({ length: 17 }, (_, i) => `text ${i}`))],
  ])("has nothing to say of some clauses", (...clauses) => {
    expect(guard(...clauses)).toBeNull();
  });
});
