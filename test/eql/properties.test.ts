import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CompiledEvent, compileEql, evaluateEql, parseEql, printEql } from "../../src/eql/index.ts";
import { flatten } from "../../src/ecs/flat-event.ts";
import { satisfies } from "../../src/match/required-text.ts";
import { scalarText } from "../../src/match/values.ts";
import { condition, document, leaf } from "./generators.ts";
import { holds } from "./helpers.ts";

const RUNS = { numRuns: 2000 };

function compiled(text: string): CompiledEvent {
  const query = compileEql(`any where ${text}`);
  if (query.kind !== "event") throw new Error("not an event query");
  return query;
}

describe("printing", () => {
  it("returns text that parses to the same tree", () => {
    fc.assert(
      fc.property(condition, (text) => {
        const tree = parseEql(`any where ${text}`);
        const printed = printEql(tree);
        expect(parseEql(printed)).toEqual(tree);
        expect(printEql(parseEql(printed))).toBe(printed);
      }),
      RUNS,
    );
  });

  it.each([
    '"odd category" where `a b`.c == """x\\"y""" or ?`sequence` != null | head 3 | tail 1',
    'process where a.`b``c` : ("\\u{1f4a9}\\t\\u{01}\\u{00}", null) and -x * (2 + 3) - (1 - 2) < 1e21 and not (a and (b and c)) and (a or b)',
    'any where true == (b in (1)) and (a == 1) == true and not not x and --1 == 1 and (a : "x") == null',
    "sequence by a, ?b with maxspan=3h [any where true] by c with runs=2 ![x where y == 1] by d until [z where true] by e | tail 2",
    'sequence [any where true] ["any" where true]',
    "sample by a [x where 1.0 == y] [y where .5 > 2.]",
    'any where 100000000000000000000 > a and a == 9223372036854775807 and between~(a, "x", "y", true) : "z"',
  ])("is lossless for %s", (text) => {
    const tree = parseEql(text);
    expect(parseEql(printEql(tree))).toEqual(tree);
  });
});

describe("matching", () => {
  it("agrees with explain", () => {
    fc.assert(
      fc.property(condition, document, (text, doc) => {
        const query = compiled(text);
        const event = flatten(doc);
        const explanation = query.explain(event);
        expect(explanation.held).toBe(query.matches(event));
        // The results of the clauses must combine to the result of the whole.
        const adds = (e: typeof explanation): boolean => {
          const held = e.clauses.map((c) => c.held);
          const own = { and: held.every(Boolean), or: held.some(Boolean), not: !held[0], test: e.held }[
            e.kind
          ];
          return own === e.held && e.clauses.every(adds);
        };
        expect(adds(explanation)).toBe(true);
      }),
      RUNS,
    );
  });

  it("is two-valued: not, double not and De Morgan", () => {
    fc.assert(
      fc.property(condition, condition, document, (a, b, doc) => {
        const [x, y] = [holds(a, doc), holds(b, doc)];
        expect(holds(`not (${a})`, doc)).toBe(!x);
        expect(holds(`not not (${a})`, doc)).toBe(x);
        expect(holds(`(${a}) and (${b})`, doc)).toBe(x && y);
        expect(holds(`(${b}) or (${a})`, doc)).toBe(x || y);
        expect(holds(`not ((${a}) and (${b}))`, doc)).toBe(!x || !y);
      }),
      RUNS,
    );
  });

  it("agrees between the index and the script for every test", () => {
    fc.assert(
      fc.property(leaf, document, (text, doc) => {
        // In the index the constant of these functions is a pattern, in a script it is literal.
        if (/^(?:endsWith|stringContains)~?\([^"(]*"[^"]*[*?\\]/.test(text)) return;
        let script: unknown;
        try {
          script = evaluateEql(text, doc);
        } catch {
          return; // a calculation beyond 64 bits: counts as false, tested elsewhere
        }
        expect(holds(text, doc)).toBe(script === true);
      }),
      { numRuns: 5000 },
    );
  });

  it("does not depend on the order or the repetition of values", () => {
    fc.assert(
      fc.property(condition, document, (text, doc) => {
        const mirrored = Object.fromEntries(
          Object.entries(doc).map(([name, v]) => [
            name,
            Array.isArray(v) ? [...(v as unknown[]), ...(v as unknown[])].reverse() : (v as unknown),
          ]),
        );
        expect(holds(text, mirrored)).toBe(holds(text, doc));
      }),
    );
  });
});

describe("required texts", () => {
  it("are contained in every event that matches", () => {
    let matched = 0;
    fc.assert(
      fc.property(condition, document, (text, doc) => {
        const query = compiled(text);
        const event = flatten(doc);
        if (!query.matches(event)) return;
        matched++;
        for (const clause of query.requiredTexts) {
          const value = event[clause.field];
          const values = value === undefined ? [] : typeof value === "object" ? value : [value];
          expect(satisfies(values.map(scalarText), clause), `${text} on ${JSON.stringify(doc)}`).toBe(true);
        }
      }),
      { numRuns: 10_000 },
    );
    expect(matched).toBeGreaterThan(1000);
  });
});
