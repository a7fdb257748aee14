import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileEql } from "../../src/eql/index.ts";
import { type ClauseEffect, clauseEffects } from "../../src/match/clause-effect.ts";
import type { Explanation } from "../../src/match/explain.ts";
import { failingClauses } from "../../src/match/failing-clauses.ts";
import { flatten } from "../../src/ecs/flat-event.ts";
import { condition, document } from "../eql/generators.ts";

function explain(text: string, event: object): Explanation {
  const query = compileEql(`any where ${text}`);
  if (query.kind !== "event") throw new Error("not an event query");
  return query.explain(flatten(event));
}

/** Each clause in the order of the tree, with its effect and its result. */
function shown(text: string, event: object): [string, ClauseEffect, boolean][] {
  const whole = explain(text, event);
  return [...clauseEffects([whole])].map(([clause, effect]) => [clause.text, effect, clause.held]);
}

/** The result of the whole, derived from the results that `of` returns for the tests. */
function verdict(clause: Explanation, of: (test: Explanation) => boolean): boolean {
  const parts = clause.clauses.map((part) => verdict(part, of));
  switch (clause.kind) {
    case "and":
      return parts.every(Boolean);
    case "or":
      return parts.some(Boolean);
    case "not":
      return !parts[0];
    case "test":
      return of(clause);
  }
}

/** Only queries without constants, which decide regardless of their clauses. */
const addsUp = (whole: Explanation): boolean =>
  whole.clauses.every(addsUp) && verdict(whole, ({ held }) => held) === whole.held;

describe("clauseEffects", () => {
  it("an exclusion that does not apply is for the match", () => {
    expect(shown('a == 1 and not b : "x*"', { a: 1, b: "y" })).toEqual([
      ['a == 1 and not b : "x*"', "for", true],
      ["a == 1", "for", true],
      ['not b : "x*"', "for", true],
      ['b : "x*"', "for", false],
    ]);
  });

  it("an exclusion that applies is against the match", () => {
    expect(shown('a == 1 and not b : "x*"', { a: 1, b: "xy" })).toEqual([
      ['a == 1 and not b : "x*"', "against", false],
      ["a == 1", "for", true],
      ['not b : "x*"', "against", false],
      ['b : "x*"', "against", true],
    ]);
  });

  it("each `not` reverses the effect", () => {
    const [, inner] = shown("not not a == 1", { a: 1 }).slice(1);
    expect(inner).toEqual(["a == 1", "for", true]);
    expect(shown("not not a == 1", { a: 2 }).at(-1)).toEqual(["a == 1", "against", false]);
  });

  it.each<[string, object, [string, ClauseEffect, boolean][]]>([
    // An alternative that fails beside one that holds has no effect, and neither do its clauses.
    [
      "(a == 1 and b == 2) or c == 3",
      { a: 1, c: 3 },
      [
        ["a == 1 and b == 2", "none", false],
        ["a == 1", "none", true],
        ["b == 2", "none", false],
        ["c == 3", "for", true],
      ],
    ],
    [
      "not (a == 1 and b == 2)",
      { a: 1 },
      [
        ["a == 1 and b == 2", "for", false],
        ["a == 1", "none", true],
        ["b == 2", "for", false],
      ],
    ],
    [
      "a == 1 or b == 2",
      {},
      [
        ["a == 1", "against", false],
        ["b == 2", "against", false],
      ],
    ],
    // Null fails under `not` as well, whatever else is there.
    [
      "not (b == 2 and null)",
      { b: 3 },
      [
        ["b == 2 and null", "none", false],
        ["b == 2", "none", false],
        ["null", "none", false],
      ],
    ],
  ])("of the clauses in %s for %j", (text, event, expected) => {
    expect(shown(text, event).slice(1)).toEqual(expected);
  });

  it("a clause is against the match only if the event does not match, and all failing clauses are", () => {
    fc.assert(
      fc.property(condition, document, (text, event) => {
        const whole = explain(text, event);
        const effects = clauseEffects([whole]);
        expect([...effects.values()].includes("against")).toBe(!whole.held);
        for (const clause of failingClauses(whole)) expect(effects.get(clause)).toBe("against");
      }),
      { numRuns: 2000 },
    );
  });

  it("the clauses that are for the match suffice, whatever those without an effect return", () => {
    fc.assert(
      fc.property(condition, document, fc.func(fc.boolean()), (text, event, any) => {
        const whole = explain(text, event);
        fc.pre(addsUp(whole));
        const effects = clauseEffects([whole]);
        // With the clauses against it reversed, and those without an effect set to anything, the event matches.
        const mended = (test: Explanation): boolean => {
          if (effects.get(test) === "none") return any(test.text);
          return effects.get(test) === "for" ? test.held : !test.held;
        };
        expect(verdict(whole, mended)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
