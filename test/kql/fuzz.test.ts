import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Explanation } from "../../src/match/explain.ts";
import { type Scalar, flatten } from "../../src/ecs/flat-event.ts";
import { requiredValuesOf } from "../../src/match/required-value.ts";
import { fieldsThatPrevent } from "../../src/match/missing-fields.ts";
import { asciiLower } from "../../src/match/ascii.ts";
import { satisfies } from "../../src/match/required-text.ts";
import { scalarText } from "../../src/match/values.ts";
import { KqlError, compileKql, parseKql, printKql } from "../../src/kql/index.ts";

const FIELDS = [
  "a",
  "b.c",
  "message",
  "powershell.file.script_block_text",
  "process.command_line",
  "host.ip",
  "@timestamp",
];
const TEXTS = [
  "x",
  "X",
  "xy",
  "x y",
  "y x-z",
  "2",
  "02",
  "true",
  "10.0.0.1",
  "2024-01-02",
  "Kelvin \u212a.i",
  "not",
  "\\",
  "é",
];

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;
const bare = (text: string): string => text.replace(/[\\():<>"*{}]/g, "\\$&").replace(/not/g, "\\u006eot");
const field = fc.constantFrom(...FIELDS, "b.*", "process.command_line.text", "a.caseless");
const text = fc.constantFrom(...TEXTS);
const value = fc.oneof(
  text.map(quoted),
  text.map(bare),
  fc.array(fc.constantFrom("*", "x", "y", " ", "K", "2"), { minLength: 1, maxLength: 5 }).map((p) => {
    const joined = p.join("");
    return joined.trim() === "" ? "*" : joined;
  }),
);
const list = fc
  .tuple(fc.array(value, { minLength: 2, maxLength: 4 }), fc.constantFrom(" and ", " or "))
  .map(([l, w]) => `(${l.join(w)})`);
const leaf = fc.oneof(
  fc.tuple(field, value).map(([f, v]) => `${f}: ${v}`),
  fc.tuple(field, list).map(([f, v]) => `${f}: ${v}`),
  fc
    .tuple(fc.constantFrom(...FIELDS), fc.constantFrom("<", "<=", ">", ">="), text)
    .map(([f, o, v]) => `${f} ${o} ${quoted(v)}`),
  fc.tuple(fc.constantFrom("a", "b.*"), value).map(([f, v]) => `b: { ${f}: ${v} }`),
  value.filter((v) => v !== "*"),
);
const query: fc.Arbitrary<string> = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { arbitrary: leaf, weight: 4 },
    fc.array(tie("query"), { minLength: 2, maxLength: 3 }).map((l) => `(${l.join(" and ")})`),
    fc.array(tie("query"), { minLength: 2, maxLength: 3 }).map((l) => `(${l.join(" or ")})`),
    tie("query").map((q) => `(not (${q}))`),
  ),
})).query;
const scalar = fc.oneof(
  text,
  fc.constantFrom<Scalar>(2, 10, true, false, 1704153600000, "\u212aelvin k i", "New-x"),
);
const document = fc.record(
  Object.fromEntries(FIELDS.map((f) => [f, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }))])),
  { requiredKeys: [] },
);

const TOKENS = [
  "a",
  "b.c",
  ":",
  " ",
  "(",
  ")",
  "{",
  "}",
  '"',
  "*",
  "\\",
  "<",
  ">=",
  " and ",
  " or ",
  "not ",
  "and",
  "\n",
  "\u00a0",
  "é",
  "=",
  "null",
  "now",
  "\\u00",
  "?",
];

function survives(input: string): void {
  try {
    compileKql(input);
  } catch (error) {
    if (!(error instanceof KqlError)) throw error;
    expect(error.line).toBeGreaterThan(0);
    expect(error.column).toBeGreaterThan(0);
    expect(error.message).toMatch(/[.]$/);
  }
}

describe("any text", () => {
  it("results in a query or a KqlError", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 25 }), (t) => survives(t.join(""))),
      { numRuns: 10_000 },
    );
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), survives), { numRuns: 2000 });
    fc.assert(
      fc.property(query, fc.nat(300), fc.nat(10), fc.constantFrom(...TOKENS), (q, at, length, insert) => {
        const from = at % q.length;
        survives(q.slice(0, from) + insert + q.slice(from + length));
      }),
      { numRuns: 5000 },
    );
  });

  it("may be long", () => {
    for (const part of ["(", "not ", '"', "\\", "a:", "a and ", " ", "a:{", "*", "not (", "a or b:(c "])
      survives(part.repeat(50_000));
    survives(`a:(${Array(50_000).fill("x").join(" or ")})`);
  });
});

describe("a query", () => {
  it("is printed as text that parses to the same tree", () => {
    const odd = fc.string({
      unit: fc.constantFrom("a", " ", "not ", " or ", "\\", '"', "*", ":", "null", "\n", "{"),
      maxLength: 8,
    });
    const any = fc.oneof(
      query,
      odd.map((o) => `${quoted(`f${o}`)}: ${quoted(o)}`),
      odd.map((o) => `f: x${bare(o).replace(/(?<=\s)(or)/g, "\\$1")}`),
    );
    fc.assert(
      fc.property(any, (q) => {
        const tree = parseKql(q);
        expect(parseKql(printKql(tree)), printKql(tree)).toEqual(tree);
      }),
      { numRuns: 5000 },
    );
  });

  it("is explained as it matches, and the results of its clauses combine to its result", () => {
    const adds = (e: Explanation): boolean => {
      const held = e.clauses.map((c) => c.held);
      const own = { and: held.every(Boolean), or: held.some(Boolean), not: !held[0], test: e.held }[e.kind];
      return own === e.held && e.clauses.every(adds);
    };
    fc.assert(
      fc.property(query, document, (q, doc) => {
        const compiled = compileKql(q);
        const event = flatten(doc);
        const explanation = compiled.explain(event);
        expect(explanation.held).toBe(compiled.matches(event));
        expect(adds(explanation)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("cannot match without fields that are said to prevent it", () => {
    let prevented = 0;
    fc.assert(
      fc.property(query, document, fc.subarray(FIELDS), (q, doc, missing) => {
        const { clause, matches } = compileKql(q);
        const fields = fieldsThatPrevent(clause, (name) => missing.includes(name));
        if (fields === null) return;
        prevented++;
        const event = flatten(doc);
        for (const name of fields) Reflect.deleteProperty(event, name);
        expect(matches(event), q).toBe(false);
      }),
      { numRuns: 3000 },
    );
    expect(prevented).toBeGreaterThan(300);
  });

  it("is two-valued", () => {
    fc.assert(
      fc.property(query, query, document, (a, b, doc) => {
        const event = flatten(doc);
        const holds = (q: string): boolean => compileKql(q).matches(event);
        const [x, y] = [holds(a), holds(b)];
        expect(holds(`not (${a})`)).toBe(!x);
        expect(holds(`not (not (${a}))`)).toBe(x);
        expect(holds(`(${a}) and (${b})`)).toBe(x && y);
        expect(holds(`not (not (${a}) and not (${b}))`)).toBe(x || y);
      }),
      { numRuns: 2000 },
    );
  });

  it("has required texts and required values that every matching event contains", () => {
    let matched = 0;
    let checked = 0;
    // Few names and values, so that queries match events often.
    const near = fc.constantFrom("a", "message", "powershell.file.script_block_text", "process.command_line");
    const word = fc.constantFrom("x", "xy", "New-x", "y \u212aelvin.i", "kelvin.i", "k");
    const comparison = fc
      .tuple(
        near,
        word,
        fc.constantFrom(quoted, bare, (t: string) => `*${bare(t)}*`),
      )
      .map(([f, w, form]) => `${f}: ${form(w)}`);
    const some = fc.oneof(
      comparison,
      fc.tuple(comparison, fc.constantFrom(" or ", " and "), comparison).map((p) => p.join("")),
      query,
    );
    const close = fc.dictionary(near, fc.oneof(word, fc.array(word, { maxLength: 2 })));
    fc.assert(
      fc.property(some, fc.oneof(close, document), (q, doc) => {
        const compiled = compileKql(q);
        const event = flatten(doc);
        if (!compiled.matches(event)) return;
        matched++;
        const values = (name: string): string[] => {
          const v = event[name];
          return v === undefined ? [] : typeof v === "object" ? v.map(scalarText) : [scalarText(v)];
        };
        for (const clause of compiled.requiredTexts) {
          checked++;
          expect(satisfies(values(clause.field), clause), `${q} on ${JSON.stringify(doc)}`).toBe(true);
        }
        const requiredValues = requiredValuesOf(compiled.clause);
        if (requiredValues === null) return;
        expect(
          requiredValues.some((requiredValue) =>
            values(requiredValue.field).map(asciiLower).includes(requiredValue.value),
          ),
          q,
        ).toBe(true);
      }),
      { numRuns: 10_000 },
    );
    expect(matched).toBeGreaterThan(1000);
    expect(checked).toBeGreaterThan(250);
  });
});
