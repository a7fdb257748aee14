import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Explanation, explainClause, failingClauses } from "../../../src/match/index.ts";
import { flatten } from "../../../src/ecs/flat-event.ts";
import { nearMissClauses } from "../../../src/rules/run/near-miss-clauses.ts";
import { RuleSet, type RunsEvent } from "../../../src/rules/run/index.ts";
import { condition, document } from "../../eql/generators.ts";
import { eventRule } from "./helpers.ts";

const eql = (query: string, more: object = {}): RunsEvent => eventRule({ type: "eql", query, ...more });
const kql = (query: string, more: object = {}): RunsEvent => eventRule({ query, ...more });
const unfailing = (): never => {
  throw new Error("no rule fails here");
};

type NearMiss = readonly [rule: number, clause: number];

function nearMisses(rules: readonly RunsEvent[], events: readonly object[]): NearMiss[][] {
  const set = new RuleSet(rules);
  const near = set.nearMisses(new Map(rules.entries()));
  return events.map((event) => {
    const flat = flatten(event);
    const found: NearMiss[] = [];
    set.match(flat, unfailing);
    near.find(flat, (rule, clause) => found.push([rule, clause]));
    return found.sort(([a], [b]) => a - b);
  });
}

/** The texts of the clauses that alone kept an event from matching one rule. */
function missed(rule: RunsEvent, event: object): string[] {
  const clauses = nearMissClauses(rule);
  return nearMisses([rule], [event])[0]!.map(([, clause]) => clauses[clause]!.condition.clause.text());
}

/** The same for all rules, by explaining every clause of every rule. */
function explained(rules: readonly RunsEvent[], event: object): NearMiss[] {
  return rules.flatMap((rule, i): NearMiss[] => {
    const clauses = nearMissClauses(rule);
    const failing = clauses.filter(
      ({ condition: { clause } }) => !explainClause(clause, flatten(event)).held,
    );
    return failing.length === 1 && failing[0]!.counts ? [[i, clauses.indexOf(failing[0]!)]] : [];
  });
}

function textsIn({ text, clauses }: Explanation): string[] {
  return [text, ...clauses.flatMap(textsIn)];
}

const CATEGORIES = ["any", "process", "file", "2", "02"];
/** Texts long enough for the guards to look at; the third is too long for them. */
const TEXTS: Record<string, string> = {
  process: "the qUICK brown fox",
  file: "a lazy dog",
  x: `${"long ".repeat(300)}quick dog`,
};
const SHARED = [
  'a == "x"',
  'b : ("ab", "x*")',
  'a in ("x", "2") or c.d == "true"',
  'not a : "y"',
  't : ("*quick*", "*lazy*")',
  't : "*dog*"',
  'not (t : "*brown*" and a : "x")',
  'host.os.type == "windows"',
  'not process.name : ("a*", "*b")',
  'process.executable : "*x" or process.executable == null',
];
const FILTERS = [{ meta: { negate: true }, query: { match_phrase: { b: "x" } } }];
const NULLS = ["null > 1", "not (null > 1)", 'a == "x" or null > 1', "false", "true", "1 == 1"];

/** Rules that share conditions, as a pack's do, and some with constants. */
const rule = fc
  .record({
    category: fc.constantFrom(...CATEGORIES),
    shared: fc.subarray(SHARED, { minLength: 1 }),
    own: fc.oneof({ arbitrary: condition, weight: 6 }, { arbitrary: fc.constantFrom(...NULLS), weight: 1 }),
    filtered: fc.boolean(),
    form: fc.nat(4),
  })
  .map(({ category, shared, own, filtered, form }) => {
    const more = filtered ? { filters: FILTERS } : {};
    const [some = "*"] = category === "any" ? [] : [`event.category: ${category}`];
    if (form === 0) return kql(`${some} and a: (x or 2) and c.d: t* and not t: *fox`, more);
    if (form === 1)
      return eql(`"${category}" where ${shared.join(" and ")}`, { ...more, event_category_override: "b" });
    const name = category.endsWith("2") ? `"${category}"` : category;
    return eql(`${name} where ${[...shared, own].map((one) => `(${one})`).join(" and ")}`, more);
  });
const event = fc
  .tuple(
    document,
    fc.constantFrom<unknown>(undefined, "process", "file", ["process", "file"], 2, "2", "x"),
    fc.constantFrom("windows", "windows", "linux"),
    fc.constantFrom<unknown>(undefined, "ax", "xb", "c", ["c", "ax"], 2),
  )
  .map(([doc, category, os, program]) => ({
    ...doc,
    process: { name: program, executable: program },
    t: TEXTS[String(category)] ?? Object.values(TEXTS).slice(0, 2),
    host: { os: { type: os } },
    event: { category },
  }));

describe("near misses", () => {
  it("are those that an explanation of every clause gives", () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 25 }),
        fc.array(event, { minLength: 1, maxLength: 10 }),
        (rules, events) => {
          const wanted = events.map((one) => explained(rules, one));
          found += wanted.flat().length;
          expect(nearMisses(rules, events)).toEqual(wanted);
        },
      ),
      { numRuns: 600 },
    );
    expect(found).toBeGreaterThan(400);
  });

  it("fail by the clause in which all are that could change the result", () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(rule, { minLength: 5, maxLength: 20 }), event, (rules, one) => {
        for (const [i, number] of nearMisses(rules, [one])[0]!) {
          found++;
          const { clause } = nearMissClauses(rules[i]!)[number]!.condition;
          const failing = failingClauses(rules[i]!.explain(flatten(one)));
          expect(failing.length).toBeGreaterThan(0);
          const inside = textsIn(explainClause(clause, flatten(one)));
          // An `and` that names the same clause twice fails as a whole.
          for (const part of failing)
            expect(inside.includes(part.text) || textsIn(part).includes(clause.text())).toBe(true);
        }
      }),
      { numRuns: 600 },
    );
    expect(found).toBeGreaterThan(100);
  });

  const DUMPS =
    'registry where host.os.type == "windows" and registry.path : "*\\\\LocalDumps\\\\DumpType" and ' +
    'registry.data.strings : ("2", "0x00000002") and not (process.name : "svchost.exe" and user.id : "S-1-5-18")';
  const set = {
    event: { category: "registry" },
    host: { os: { type: "windows" } },
    registry: { path: "HKLM\\x\\LocalDumps\\DumpType", data: { strings: "2" } },
    process: { name: "reg.exe" },
    user: { id: "S-1-5-18" },
  };
  it.each<[string, object, string[]]>([
    ["is none for a match", set, []],
    [
      "names the value",
      { ...set, registry: { ...set.registry, data: { strings: "1" } } },
      ['registry.data.strings : ("2", "0x00000002")'],
    ],
    [
      "names the exclusion",
      { ...set, process: { name: "svchost.exe" } },
      ['not (process.name : "svchost.exe" and user.id : "S-1-5-18")'],
    ],
    ["is none for another category", { ...set, event: { category: "process" } }, []],
    ["is none for another system", { ...set, host: { os: { type: "linux" } } }, []],
    ["is none for two clauses", { ...set, registry: { path: "x", data: { strings: "1" } } }, []],
  ])("%s", (_, one, wanted) => {
    expect(missed(eql(DUMPS), one)).toEqual(wanted);
  });

  it.each<[string, RunsEvent, object, string[]]>([
    ["two clauses, one failing", eql('any where a == "1" and b == "2"'), { a: "1" }, []],
    ["two clauses, excluded", eql('any where a == "1" and not b == "2"'), { a: "1", b: "2" }, ['b != "2"']],
    [
      "one requirement and two exclusions",
      eql('any where a == "1" and not b == "2" and not c == "3"'),
      {},
      [],
    ],
    ["a field that is asked for", eql('any where a == "1" and b != null'), { a: "1" }, []],
    [
      "three requirements",
      eql('any where a == "1" and b != null and c == "3"'),
      { a: "1", c: "3" },
      ["b != null"],
    ],
    [
      "a failing or",
      eql('any where a == "1" and (b == "1" or c == "1") and d == "1"'),
      { a: "1", d: "1" },
      ['b == "1" or c == "1"'],
    ],
    [
      "the same clause twice",
      eql('any where a == "1" and b == "1" and d == "1" and b == "1"'),
      { a: "1", d: "1" },
      ['b == "1"'],
    ],
    [
      "a clause that is never true",
      eql('any where a == "1" and b == "1" and d == "1" and null > 1'),
      { a: "1", d: "1" },
      [],
    ],
    ["KQL", kql("a: 1 and not b: 2"), { a: "1", b: "2" }, ["not b: 2"]],
  ])("decides: %s", (_, rule, one, wanted) => {
    expect(missed(rule, one)).toEqual(wanted);
  });

  it("counts an exception of the rule as an exclusion", () => {
    const list = { id: "l", list_id: "l", type: "detection", namespace_type: "single" };
    const entries = [{ type: "match" as const, field: "b", operator: "included" as const, value: "2" }];
    const item = { item_id: "i", list_id: "l", name: "Own", namespace_type: "single", os_types: [], entries };
    const own = eventRule({ query: "a: 1", exceptions_list: [list] }, [item]);
    expect(missed(own, { a: "1", b: "2" })).toEqual(['no exception applies: not (b: "2")']);
  });

  it("leaves out a rule that cannot be decided, and no other", () => {
    const many = Array.from({ length: 1001 }, (_, i) => `v${i}`);
    const rules = [
      eql('any where a == "1" and concat(b, c) == "x" and not d == "1"'),
      eql('any where a == "1" and not d == "1"'),
    ];
    const set = new RuleSet(rules);
    const near = set.nearMisses(new Map(rules.entries()));
    const event = flatten({ a: "1", b: many, c: many, d: "1" });
    const found: NearMiss[] = [];
    set.match(event, () => undefined);
    near.find(event, (rule, clause) => found.push([rule, clause]));
    expect(found).toEqual([[1, 1]]);
  });
});
