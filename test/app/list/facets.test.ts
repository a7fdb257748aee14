import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Condition, condition as conditionOf } from "../../../src/app/filter/index.ts";
import { facetOf, toggledValue } from "../../../src/app/list/facets.ts";
import type { ListField } from "../../../src/app/list/field-names.ts";
import { textsOfSet } from "../../../src/app/list/field-values.ts";
import { listFieldValues } from "../../../src/app/list/list-fields.ts";
import { failingTests, fieldTest, passing } from "../../../src/app/list/row-tests.ts";
import { anyRule, columnsOf, sourcesOf } from "./columns-of.ts";

const FIELDS = ["host.name", "user.name", "threat.tactic.name", "severity"] as const;
const entry = (name: string) => ({ id: name, name, reference: "" });
const threats = (...names: string[]) =>
  names.map((name) => ({ framework: "", tactic: entry(name), technique: [] }));
const RULES = [
  anyRule("r", { threat: threats("One", "Two", "one") }),
  anyRule("s", { threat: threats("Two"), severity: "high" }),
  anyRule("t"),
];

const condition = (field: string, value: string, isNot = false): Condition =>
  conditionOf(field, value, { isNot });
const rows = fc.array(
  fc.record({
    host: fc.constantFrom("", "a", "A", "b"),
    user: fc.constantFrom("u", "v", "*"),
    ruleId: fc.constantFrom("r", "s", "t"),
  }),
);
const conditions = fc.array(
  fc
    .tuple(
      fc.constantFrom(...FIELDS),
      fc.constantFrom("", "a", "b", "v", "*", "one", "two", "HIGH"),
      fc.boolean(),
    )
    .map((given) => condition(...given)),
  { maxLength: 5 },
);

function listWith(given: Parameters<typeof columnsOf>[0], all: readonly Condition[]) {
  const columns = columnsOf(given);
  const sources = sourcesOf(columns, RULES);
  const valuesOf = (field: ListField) => listFieldValues(field, sources);
  const fields = [...new Set(all.map(({ field }) => field))] as ListField[];
  const tests = fields.map((field) =>
    fieldTest(
      field,
      valuesOf(field),
      all.filter((one) => one.field === field),
    ),
  );
  const everything = columns.all();
  const failing = failingTests(everything, tests);
  const facet = (field: ListField, limit?: number) =>
    facetOf(field, valuesOf(field), everything, failing, tests, all, limit);
  const textsAt = (field: ListField, row: number) => {
    const values = valuesOf(field);
    return textsOfSet(values, values.sets[row]!).map((text) => text.toLowerCase());
  };
  const passes = (row: number, except = ""): boolean =>
    fields.every((field) => {
      if (field === except) return true;
      const has = ({ value }: Condition) => textsAt(field, row).includes(value.toLowerCase());
      const own = all.filter((one) => one.field === field);
      const included = own.filter(({ isNot }) => !isNot);
      return (included.length === 0 || included.some(has)) && !own.some((one) => one.isNot && has(one));
    });
  return { everything, passed: passing(everything, failing), facet, textsAt, passes };
}

describe("conditions for fields", () => {
  it("leave the alerts with one of the included values of each field and no excluded one", () =>
    fc.assert(
      fc.property(rows, conditions, (given, all) => {
        const { everything, passed, passes } = listWith(given, all);
        expect([...passed]).toEqual([...everything].filter((row) => passes(row)));
      }),
    ));
});

describe("the values of a field", () => {
  it("are counted under the conditions for all other fields", () =>
    fc.assert(
      fc.property(rows, conditions, fc.constantFrom(...FIELDS), (given, all, field) => {
        const { everything, facet, textsAt, passes } = listWith(given, all);
        const expected = new Map<string, number>();
        for (const row of everything) {
          if (!passes(row, field)) continue;
          for (const text of new Set(textsAt(field, row))) expected.set(text, (expected.get(text) ?? 0) + 1);
        }
        const { values, more, highest } = facet(field);
        const counted = values.filter(({ count }) => count > 0);
        expect(new Map(counted.map(({ text, count }) => [text.toLowerCase(), count]))).toEqual(expected);
        expect([more, highest]).toEqual([0, Math.max(0, ...expected.values())]);
      }),
    ));

  const hosts = "aaaabbbccd".split("").map((host) => ({ host }));

  it("come with the most frequent first, as many as fit, and those that are chosen", () => {
    const all = [condition("host.name", "D"), condition("host.name", "gone", true)];
    const { values, more, highest } = listWith(hosts, all).facet("host.name", 2);
    expect(values).toEqual([
      { text: "a", count: 4, chosen: null },
      { text: "b", count: 3, chosen: null },
      { text: "d", count: 1, chosen: "included" },
      { text: "gone", count: 0, chosen: "excluded" },
    ]);
    expect([more, highest]).toEqual([1, 4]);
  });

  it("are one value where only the case differs", () => {
    const { facet } = listWith([{ host: "WS-1" }, { host: "ws-1" }], []);
    expect(facet("host.name").values).toEqual([{ text: "WS-1", count: 2, chosen: null }]);
  });

  it("come from the worst severity on", () => {
    const { facet } = listWith([{ severity: "medium" }, {}, {}, { severity: "critical" }], []);
    expect(facet("severity").values.map(({ text }) => text)).toEqual(["critical", "medium", "low"]);
  });
});

describe("a click on a value", () => {
  it("includes it, and takes that back", () => {
    const once = toggledValue([], "host.name", "*");
    expect(once).toEqual([condition("host.name", "*")]);
    expect(listWith([{ host: "*" }, { host: "b" }], once).passed).toHaveLength(1);
    expect(toggledValue(once, "host.name", "*")).toEqual([]);
  });

  it("turns a value that was included into an excluded one, however its field was named", () => {
    const typed = { ...condition("Host", "A"), value: "A" };
    expect(toggledValue([typed], "host.name", "a", true)).toEqual([condition("host.name", "a", true)]);
  });

  it("switches on what was switched off", () => {
    const off = { ...condition("host.name", "a"), isOff: true };
    expect(toggledValue([off], "host.name", "a")).toEqual([condition("host.name", "a")]);
  });

  it("leaves patterns alone", () => {
    const pattern = conditionOf("host.name", "a", { isPattern: true });
    expect(toggledValue([pattern], "host.name", "a")).toEqual([pattern, condition("host.name", "a")]);
  });
});
