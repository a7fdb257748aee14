import { describe, expect, it } from "vitest";
import { type LiteralClause, flatten } from "../../../src/eql/index.ts";
import { TextGuards } from "../../../src/rules/run/text-guards.ts";

const clause = (field: string, ...texts: string[]): LiteralClause => ({
  field,
  anyOf: texts.map((text) => ({ text, ignoreCase: true })),
});

/** A guard and the events it is asked about, each a generation of its own. */
function guard(...clauses: LiteralClause[]) {
  const generation = { now: 0 };
  const test = new TextGuards(generation).guardFor(clauses);
  if (test === null) return null;
  return (document: object): boolean => {
    generation.now++;
    return test(flatten(document));
  };
}

describe("TextGuards", () => {
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
