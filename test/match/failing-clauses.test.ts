import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileEql } from "../../src/eql/index.ts";
import type { Explanation } from "../../src/match/explain.ts";
import { failingClauses } from "../../src/match/failing-clauses.ts";
import { flatten } from "../../src/ecs/flat-event.ts";
import { condition, document } from "../eql/generators.ts";

function explain(text: string, event: object): Explanation {
  const query = compileEql(`any where ${text}`);
  if (query.kind !== "event") throw new Error("not an event query");
  return query.explain(flatten(event));
}

function failing(text: string, event: object): string[] {
  return failingClauses(explain(text, event)).map((clause) => clause.text);
}

/** The result of the whole if one clause had the opposite result. */
function flipped(node: Explanation, turned: Explanation): boolean {
  if (node === turned) return !node.held;
  if (node.clauses.length === 0) return node.held;
  const parts = node.clauses.map((part) => flipped(part, turned));
  return { and: parts.every(Boolean), or: parts.some(Boolean), not: !parts[0], test: node.held }[node.kind];
}

function clausesOf(node: Explanation): Explanation[] {
  return [node, ...node.clauses.flatMap(clausesOf)];
}

describe("failingClauses", () => {
  it.each<[string, object, string[]]>([
    ["a == 1", { a: 1 }, []],
    ["a == 1", { a: 2 }, ["a == 1"]],
    ["a == 1 and b == 2", { a: 1, b: 3 }, ["b == 2"]],
    ["a == 1 and b == 2", {}, []],
    ["a == 1 and (b == 2 and c == 3)", { a: 1, b: 2 }, ["c == 3"]],
    // An alternative in which several conditions hold counts as one clause.
    ["a == 1 and not (b == 2 or c == 3)", { a: 1, b: 2, c: 3 }, ["b == 2 or c == 3"]],
    ["a == 1 and not (b == 2 or c == 3)", { a: 1, c: 3 }, ["c == 3"]],
    ["a == 1 and not (b == 2 and c == 3)", { a: 1, b: 2, c: 3 }, ["b == 2 and c == 3"]],
    ["a == 1 and not b == 2", { a: 1, b: 2 }, ["b == 2"]],
    ["a == 1 and not not b == 2", { a: 1 }, ["b == 2"]],
    ["a == 1 or b == 2", {}, ["a == 1 or b == 2"]],
    [
      "x == 0 and (a == 1 and b == 2 or c == 3 and d == 4)",
      { x: 0, a: 1 },
      ["a == 1 and b == 2 or c == 3 and d == 4", "b == 2"],
    ],
    ["a == 1 and b == 2 and c == 3 or d == 4", { a: 1 }, ["a == 1 and b == 2 and c == 3 or d == 4"]],
    // Null is a third value: `not` null fails as null does.
    ["a == 1 and not (b == 2 and null)", { a: 1 }, ["not (b == 2 and null)"]],
    ["a == 1 and false", { a: 1 }, ["false"]],
  ])("in %s for %j are %j", (text, event, expected) => {
    expect(failing(text, event)).toEqual(expected);
  });

  it("are clauses that would make the whole match if reversed, and no others", () => {
    fc.assert(
      fc.property(condition, document, (text, event) => {
        const whole = explain(text, event);
        const found = failingClauses(whole);
        fc.pre(!whole.held);
        expect(found.every((clause) => flipped(whole, clause))).toBe(true);
        expect(new Set(found).size).toBe(found.length);
        // The list is empty only if no clause except the whole would do.
        const able = clausesOf(whole).filter((clause) => clause !== whole && flipped(whole, clause));
        if (found.length === 0) expect(able).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it("are as small as possible", () => {
    fc.assert(
      fc.property(condition, document, (text, event) => {
        const whole = explain(text, event);
        fc.pre(!whole.held);
        for (const clause of failingClauses(whole)) {
          const inside = clausesOf(clause).filter((part) => part !== clause && flipped(whole, part));
          // If any of several parts would do, the clause that contains them is named instead.
          const anyWouldDo = clause.kind === (clause.held ? "and" : "or");
          expect(inside.length === 0 || anyWouldDo).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("name the one changed field in a query of required conditions", () => {
    const conditions = [
      'a : "x*"',
      "b in (1, 2)",
      'not c == "no"',
      "length(d) > 2",
      '(e == "p" or e == "q")',
    ];
    const matching: Record<string, unknown> = { a: "xyz", b: 1, c: "yes", d: "long", e: "q" };
    const spoiled: readonly [string, unknown, string][] = [
      ["a", "yxz", 'a : "x*"'],
      ["b", 3, "b in (1, 2)"],
      ["c", "no", 'c == "no"'],
      ["d", "ab", "length(d) > 2"],
      ["e", null, 'e == "p" or e == "q"'],
    ];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(conditions, { minLength: 1 }),
        fc.constantFrom(...spoiled),
        (some, [field, value, clause]) => {
          const text = some.join(" and ");
          const changed = { ...matching, [field]: value };
          expect(explain(text, matching).held).toBe(true);
          const affected = some.some((part) => part.includes(clause));
          expect(failing(text, changed)).toEqual(affected ? [clause] : []);
        },
      ),
    );
  });
});
