import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EqlError } from "../../../src/eql/index.ts";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { RuleSet, type RunsEvent } from "../../../src/rules/run/index.ts";
import { condition, document } from "../../eql/generators.ts";
import { eventRule } from "./helpers.ts";

const eql = (query: string, more: object = {}): RunsEvent => eventRule({ type: "eql", query, ...more });
const kql = (query: string, more: object = {}): RunsEvent => eventRule({ query, ...more });
const unfailing = (): never => {
  throw new Error("no rule fails here");
};

const category = fc.constantFrom("any", "process", "file", "2", "02");
/** Texts long enough for the guards to look at; the third is too long for them. */
const TEXTS: Record<string, string> = {
  process: "the qUICK brown fox",
  file: "a lazy dog",
  x: `${"long ".repeat(300)}quick dog`,
};
const FILTERS = [{ meta: { negate: true }, query: { match_phrase: { b: "x" } } }];
/** Rules that share conditions, as a pack's do. */
const rule = fc
  .tuple(
    category,
    fc.subarray(['a == "x"', 'b : ("ab", "x*")', 'a in ("x", "2") or c.d == "true"', 'not a : "y"']),
    condition,
    fc.boolean(),
    fc.nat(4),
  )
  .map(([c, shared, own, filtered, form]) => {
    const more = filtered ? { filters: FILTERS } : {};
    if (form === 0)
      return kql(`${c === "any" ? "*" : `event.category: ${c}`} and a: (x or 2) and c.d: t*`, more);
    if (form === 1)
      return eql(`"${c}" where ${shared.join(" and ") || "true"}`, { ...more, event_category_override: "b" });
    return eql(`${c.endsWith("2") ? `"${c}"` : c} where ${[...shared, own].join(" and ")}`, more);
  });
const event = fc
  .tuple(document, fc.constantFrom<unknown>(undefined, "process", "file", ["process", "file"], 2, "2", "x"))
  .map(([doc, c]) =>
    flatten({ ...doc, t: TEXTS[String(c)] ?? Object.values(TEXTS).slice(0, 2), "event.category": c }),
  );

describe("RuleSet", () => {
  it("decides as each rule alone", () => {
    let matched = 0;
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 25 }),
        fc.array(event, { minLength: 1, maxLength: 10 }),
        (rules, events) => {
          const set = new RuleSet(rules);
          for (const one of events) {
            const alone = [...rules.keys()].filter((i) => rules[i]!.matches(one));
            matched += alone.length;
            expect(set.match(one, unfailing)).toEqual(alone);
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(matched).toBeGreaterThan(400);
  });

  it("tells conditions of the two languages apart", () => {
    // The same text: a boolean field in EQL, free text in KQL.
    const set = new RuleSet([eql("any where a"), kql("a"), eql("any where a"), kql("a")]);
    expect(set.match(flatten({ a: true }), unfailing)).toEqual([0, 2]);
    expect(set.match(flatten({ b: "a" }), unfailing)).toEqual([1, 3]);
  });

  it("tells rules apart that disagree on what a date is", () => {
    const query = 'any where seen == "2021-03-04" and true';
    const dated = { timestamp_field: "seen" };
    const set = new RuleSet([eql(query), eql(query, dated), eql(query), eql(query, dated)]);
    expect(set.match(flatten({ seen: "2021-03-04T05:06:07Z" }), unfailing)).toEqual([1, 3]);
    expect(set.match(flatten({ seen: "2021-03-04" }), unfailing)).toEqual([0, 1, 2, 3]);
  });

  it("reports a rule once that several anchors or categories lead to", () => {
    const set = new RuleSet([
      eql('any where process.name : ("a.exe", "b.exe") or file.name == "C"'),
      eql("process where true"),
    ]);
    const both = flatten({
      "process.name": ["A.EXE", "b.exe"],
      "file.name": "C",
      "event.category": ["process", "process"],
    });
    expect(set.match(both, unfailing)).toEqual([0, 1]);
  });

  it("finds a rule by a value in another case", () => {
    const set = new RuleSet([
      eql('any where process.name : "Cmd.exe"'),
      eql('any where process.name == "cmd.exe"'),
    ]);
    expect(set.match(flatten({ "process.name": "CMD.EXE" }), unfailing)).toEqual([0]);
  });

  it("finds nothing without rules, everything with a rule for everything", () => {
    expect(new RuleSet([]).match(flatten({}), unfailing)).toEqual([]);
    expect(
      new RuleSet([kql("*"), eql("any where false"), eql("any where null")]).match(flatten({}), unfailing),
    ).toEqual([0]);
  });

  it("reports which rule failed and lets the others decide", () => {
    const heavy = eql('any where concat(a, a, a, a, a, a, a) == "zz"');
    const set = new RuleSet([kql("e: 1"), heavy, heavy, kql("e: 1")]);
    const many = flatten({ e: 1, a: Array.from({ length: 20 }, (_, i) => `v${i}`) });
    const failed: [number, unknown][] = [];
    expect(set.match(many, (index, error) => failed.push([index, error]))).toEqual([0, 3]);
    expect(failed.map(([index]) => index)).toEqual([1, 2]);
    expect(failed[0]![1]).toBeInstanceOf(EqlError);
  });
});
