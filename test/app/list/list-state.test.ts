import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Condition } from "../../../src/app/filter/index.ts";
import { LIST_FIELDS } from "../../../src/app/list/field-names.ts";
import {
  FIRST_STATE,
  type ListState,
  readListState,
  writeListState,
} from "../../../src/app/list/list-state.ts";
import type { TimeRange } from "../../../src/app/filter/time-range.ts";

const text = fc.string({ unit: "grapheme" });
const time = fc.integer({ min: -8.64e15, max: 8.64e15 });
const range: fc.Arbitrary<TimeRange> = fc.oneof(
  fc.constant({}),
  time.map((from) => ({ from })),
  time.map((to) => ({ to })),
  fc
    .tuple(time, time)
    .filter(([from, to]) => from < to)
    .map(([from, to]) => ({ from, to })),
);
const condition = fc
  .record<Condition>({
    field: text,
    value: text,
    isNot: fc.boolean(),
    isPattern: fc.boolean(),
    isOff: fc.boolean(),
  })
  .map((one) => (one.field === "" ? { ...one, isPattern: false } : one));
const states = fc.record<ListState>({
  conditions: fc.array(condition, { maxLength: 5 }),
  text,
  range,
  grouping: fc.option(fc.uniqueArray(fc.constantFrom(...LIST_FIELDS, "process.pid"), { maxLength: 3 })),
  sort: fc.record({ column: fc.constantFrom("time", "severity", "process.pid"), descending: fc.boolean() }),
  showSuppressed: fc.boolean(),
  showBuildingBlocks: fc.boolean(),
  evidenceId: text,
  alertId: text,
});

describe("the state of the list in a link", () => {
  it("is read as it was written, with nothing that a hash or an HTML attribute gives a meaning", () =>
    fc.assert(
      fc.property(states, (state) => {
        const written = writeListState(state);
        expect(written).toMatch(/^[\w.!~*'()%=&-]*$/);
        expect(readListState(written)).toEqual(state);
      }),
    ));

  it("is empty at first", () => {
    expect(writeListState(FIRST_STATE)).toBe("");
    expect(readListState("")).toEqual(FIRST_STATE);
  });

  it("can be made of any text", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string({
            unit: fc.constantFrom(
              "q=",
              "&",
              "%",
              "from=",
              "to=",
              "1e999",
              "group=",
              "__proto__",
              "=",
              "-",
              "sort=",
              "%00",
              "%ff",
            ),
          }),
        ),
        (given) => {
          const state = readListState(given);
          expect(readListState(writeListState(state))).toEqual(state);
        },
      ),
    ));

  it.each([
    ["from=9&to=1", {}],
    ["from=x&to=NaN", {}],
    ["from=1e99&to=%20", {}],
    ["from=5&to=1e99", { from: 5 }],
  ])("has no range in %j that makes no sense", (given, expected) =>
    expect(readListState(given).range).toEqual(expected),
  );

  it("keeps its size within bounds", () => {
    const { conditions, grouping } = readListState(
      `group=host%20user%20x%20Rule%20day&q=${"a%20".repeat(501)}`,
    );
    expect([conditions, grouping]).toEqual([[], ["host.name", "user.name", "rule.name"]]);
    expect(readListState(`group=host&q=${"a".repeat(100_000)}`)).toEqual(FIRST_STATE);
  });

  it("can hold half a character of evidence", () => {
    const written = writeListState({ ...FIRST_STATE, text: "a\ud800" });
    expect(readListState(written).text).toBe("a\ufffd");
  });
});
