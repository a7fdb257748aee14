import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyEvent } from "../../../src/ecs/index.ts";
import type { HuntRow } from "../../../src/app/hunt/hunt-rows.ts";
import { FIRST_HUNT, readHuntState, writeHuntState } from "../../../src/app/hunt/hunt-state.ts";
import { nameOf, readQueries, withRun } from "../../../src/app/hunt/kept-queries.ts";
import { facetsOf, narrowed, withToggledValue } from "../../../src/app/hunt/narrowed.ts";

describe("the address of a hunt", () => {
  it("is read as it was written", () => {
    const states = fc.record({
      language: fc.constantFrom("eql", "kuery"),
      text: fc.string(),
      title: fc.string({ maxLength: 300 }),
      columns: fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 5 }),
    });
    fc.assert(
      fc.property(states, (state) => {
        expect(readHuntState(writeHuntState(state))).toEqual(state);
      }),
    );
  });

  it("is as at first where it cannot be read, whatever it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { language, columns } = readHuntState(text);
        expect(["eql", "kuery"]).toContain(language);
        expect(columns.length).toBeLessThanOrEqual(50);
      }),
    );
    expect(readHuntState("in=sql")).toEqual(FIRST_HUNT);
    expect(readHuntState(`query=${"a".repeat(100_001)}`)).toEqual(FIRST_HUNT);
  });
});

describe("queries that are kept", () => {
  const query = (text: string, at = 1) => ({ language: "eql", text, title: "", at });

  it("are the latest hundred, each once", () => {
    const kept = withRun([query("a"), query("b")], query(" b ", 5));
    expect(kept.map(({ text, at }) => [text, at])).toEqual([
      [" b ", 5],
      ["a", 1],
    ]);
    const many = Array.from({ length: 100 }, (_, i) => query(String(i)));
    expect(withRun(many, query("new")).length).toBe(100);
    expect(withRun(many, query("  "))).toBe(many);
    expect(nameOf({ title: "", text: `\n${"x".repeat(100)}\ny` })).toBe(`${"x".repeat(79)}…`);
  });

  it("are read from any text without those that are none", () => {
    const saved = [
      { language: "eql", text: "any where true", title: "A" },
      { language: "sql", text: "", title: "" },
      5,
      null,
    ];
    const read = (text: string | null) => readQueries(text, (id) => id === "eql");
    expect(read(JSON.stringify(saved))).toEqual([saved[0]]);
    for (const text of [null, "", "{", "5", "{}", "null"]) expect(read(text)).toEqual([]);
  });
});

const row = (offset: number, event: Record<string, string | string[]>): HuntRow => ({
  ...{ evidenceId: "e", source: "sysmon", instant: null, file: 0, size: 1 },
  place: { offset, length: 1, line: 1 },
  event: Object.assign(emptyEvent(), event),
});

describe("values of the results", () => {
  const rows = [row(0, { a: "x", b: ["1", "2"] }), row(1, { a: "y", b: "1" }), row(2, { b: "2" })];

  it("are counted under the conditions on other fields", () => {
    const conditions = [{ field: "a", value: "x", isNot: false }];
    expect(facetsOf(rows, conditions, ["a", "b"], 10)).toEqual([
      {
        field: "a",
        distinct: 3,
        values: [
          ["", 1],
          ["x", 1],
          ["y", 1],
        ],
      },
      {
        field: "b",
        distinct: 2,
        values: [
          ["1", 1],
          ["2", 1],
        ],
      },
    ]);
    expect(facetsOf(rows, [], ["b"], 1)[0]).toEqual({ field: "b", distinct: 2, values: [["1", 2]] });
  });

  it("are included and excluded", () => {
    const offsets = (conditions: Parameters<typeof narrowed>[1]) =>
      narrowed(rows, conditions).map(({ place }) => place.offset);
    const excluded = withToggledValue([], { field: "b", value: "2", isNot: true });
    expect(offsets(excluded)).toEqual([1]);
    expect(offsets(withToggledValue([], { field: "a", value: "", isNot: false }))).toEqual([2]);
    expect(withToggledValue(excluded, excluded[0]!)).toEqual([]);
    const turned = withToggledValue(excluded, { ...excluded[0]!, isNot: false });
    expect(offsets(turned)).toEqual([0, 2]);
  });
});
