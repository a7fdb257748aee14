import { describe, expect, it } from "vitest";
import type { AlertList } from "../../../src/app/list/alert-list.svelte.ts";
import { readConditions } from "../../../src/app/filter/index.ts";
import { isFieldName } from "../../../src/app/list/field-names.ts";
import { FIRST_STATE, readListState, writeListState } from "../../../src/app/list/list-state.ts";
import { findingsOf, type Found, openedList } from "./opened-list.ts";

const FOUND: readonly Found[] = [
  { "host.name": "A", "user.name": "u" },
  { "host.name": "A", "user.name": "v", ruleId: "s" },
  { "host.name": "B", "user.name": "u" },
  { "host.name": "B", "user.name": "v" },
];
const counts = (list: AlertList, field: "host.name" | "user.name" | "severity" | "verdict") =>
  list.facets.get(field)!.value.values.map(({ text, count }) => `${text} ${count}`);
const lines = (list: AlertList) =>
  Array.from({ length: list.items.length }, (_, i) => list.items.at(i)!).map((item) =>
    item.kind === "group" ? `${item.values.join()} ${item.count}` : item.row,
  );

describe("a list of alerts", () => {
  it("is filtered by chips, and by what is being typed", async () => {
    const { list } = await openedList(FOUND);
    list.toggleValue("host.name", "A");
    expect([...list.listed]).toEqual([0, 1]);
    list.text = "-user: u";
    expect([...list.listed]).toEqual([1]);
    expect(list.filtered).toBe(true);
    list.keepTyped();
    expect([list.text, [...list.listed], list.conditions.length]).toEqual(["", [1], 2]);
    list.conditions = list.conditions.map((condition) => ({ ...condition, isOff: true }));
    expect(list.listed).toHaveLength(4);
    list.clear();
    expect([list.filtered, list.conditions]).toEqual([false, []]);
  });

  it("holds new alerts back while someone reads", async () => {
    const { list, state, evidence } = await openedList(FOUND.slice(0, 1));
    const more = async (from: number) => {
      await state.alerts.add(evidence.id, findingsOf([FOUND[from]!], from));
      state.alerts.refresh();
    };
    list.hold();
    await more(1);
    expect([[...list.listed], list.news]).toEqual([[0], 1]);
    list.hold();
    await more(2);
    expect([[...list.listed], list.news]).toEqual([[0], 2]);
    list.release();
    expect([[...list.listed], list.news]).toEqual([[0, 1, 2], 0]);
    await more(3);
    expect(list.listed).toHaveLength(4);
  });

  it("is not grouped because of an alert that is held back", async () => {
    const { list, state, evidence } = await openedList(FOUND.slice(0, 1));
    list.state = FIRST_STATE;
    list.hold();
    await state.alerts.add(evidence.id, findingsOf([FOUND[1]!], 1));
    state.alerts.refresh();
    expect(list.grouping).toEqual([]);
    list.release();
    expect(list.grouping).toEqual(["rule.name"]);
  });

  it("makes chips of what is typed before a click, and of each condition once", async () => {
    const { list } = await openedList(FOUND);
    list.text = "host: a host:a u";
    list.toggleValue("host.name", "A", true);
    expect(list.conditions).toEqual(readConditions("u -host.name: A", isFieldName));
    list.text = "u";
    list.keepTyped();
    expect(list.conditions).toHaveLength(2);
  });

  it.each([
    ["high", [1]],
    ["rule: s", [1]],
    ["severity: high", [1]],
    ["severity:HIGH severity:low", [0, 1, 2, 3]],
    ["a -v", []],
    ["-host: *", []],
    ["host: *", [0, 1, 2, 3]],
    ['evidence: "a.ndjson" host: b', [2, 3]],
    ["day: 1970-01-01 user: U", [0, 2]],
    ["*", [0, 1, 2, 3]],
  ])("is filtered by %j", async (text, expected) => {
    const { list } = await openedList(FOUND);
    list.text = text;
    expect([...list.listed]).toEqual(expected);
  });

  it("counts the values of each field under the conditions for the others", async () => {
    const { list, state } = await openedList(FOUND);
    list.toggleValue("host.name", "A");
    expect([counts(list, "host.name"), counts(list, "user.name")]).toEqual([
      ["A 2", "B 2"],
      ["u 1", "v 1"],
    ]);
    list.toggleValue("severity", "low");
    expect([counts(list, "host.name"), counts(list, "severity")]).toEqual([
      ["B 2", "A 1"],
      ["high 1", "low 1"],
    ]);
    const id = state.alerts.columns.idAt(0);
    state.dispositions.change([id], { verdict: "true positive" });
    list.clear();
    expect(counts(list, "verdict")).toEqual([" 3", "true positive 1"]);
  });

  it("is limited to a time, and says what it hides because it has none", async () => {
    const { list } = await openedList([...FOUND, { "@timestamp": "?", "host.name": "C" }]);
    list.range = { from: 1000, to: 2999 };
    expect([[...list.listed], list.hiddenTimeless]).toEqual([[1, 2], 1]);
    expect(list.bars!.totals.reduce((sum, count) => sum + count, 0)).toBe(4);
    list.toggleValue("user.name", "u");
    expect([[...list.listed], list.hiddenTimeless]).toEqual([[2], 0]);
  });

  it("is grouped, opened and closed", async () => {
    const { list } = await openedList(FOUND);
    expect(lines(list)).toEqual([0, 1, 2, 3]);
    list.grouping = ["host.name"];
    // A short list begins with all groups open.
    expect(lines(list)).toEqual(["A 2", 0, 1, "B 2", 2, 3]);
    list.closeAll();
    expect(lines(list)).toEqual(["A 2", "B 2"]);
    list.reveal(3);
    expect(lines(list)).toEqual(["A 2", "B 2", 2, 3]);
    list.closeAll();
    const second = list.items.at(1)!;
    if (second.kind === "group") list.setOpen(second.key, true);
    expect(lines(list)).toEqual(["A 2", "B 2", 2, 3]);
    list.openAll();
    expect(lines(list)).toEqual(["A 2", 0, 1, "B 2", 2, 3]);
    list.grouping = ["severity", "host.name", "severity", "user.name", "day"];
    expect(list.grouping).toEqual(["severity", "host.name", "user.name"]);
    expect(lines(list).slice(0, 4)).toEqual(["high 1", "A 1", "v 1", 1]);
  });

  it("begins with the first group open if it is long", async () => {
    const many = Array.from({ length: 200 }, (_, i) => ({ "host.name": i % 2 === 0 ? "A" : "B" }));
    const { list } = await openedList(many);
    list.grouping = ["host.name"];
    expect([list.items.length, list.items.at(101)]).toMatchObject([102, { kind: "group", isOpen: false }]);
  });

  it("is grouped by rule at first, if several rules have alerts", async () => {
    const state = { ...FIRST_STATE };
    const { list } = await openedList(FOUND);
    list.state = state;
    expect(list.grouping).toEqual(["rule.name"]);
    list.state = { ...state, grouping: [] };
    expect(list.grouping).toEqual([]);
    const { list: ofOneRule } = await openedList([{}, {}]);
    ofOneRule.state = state;
    expect(ofOneRule.grouping).toEqual([]);
  });

  it("passes over closed groups when the analyst moves through it", async () => {
    const { list } = await openedList(FOUND);
    list.grouping = ["user.name"];
    expect(lines(list)).toEqual(["v 2", 1, 3, "u 2", 0, 2]);
    list.setOpen(list.items.keysTo(1)[0]!, false);
    const way = [1, 1, 1, Infinity, -Infinity].map((by) => {
      list.move(by);
      return list.selectedRow;
    });
    expect(way).toEqual([0, 2, 2, 2, 0]);
  });

  it("does something with the marked alerts that are listed only", async () => {
    const { list } = await openedList(FOUND);
    list.marked.add(list.rows);
    list.toggleValue("host.name", "A", true);
    expect([...list.markedRows]).toEqual([2, 3]);
    list.clear();
    expect(list.markedRows).toHaveLength(4);
  });

  it("changes what is decided about them, and takes it back", async () => {
    const { list, state } = await openedList(FOUND);
    list.marked.add(list.rows);
    list.toggleValue("host.name", "A");
    const change = list.changeMarked({ status: "closed" })!;
    list.clear();
    list.text = "status: closed";
    expect([...list.listed]).toEqual([0, 1]);
    state.dispositions.undo(change);
    expect([...list.listed]).toEqual([]);
  });

  it("sorts by any field it has, with alerts without a value at the end", async () => {
    const { list } = await openedList([{ "user.name": "b" }, {}, { "user.name": "A", ruleId: "s" }]);
    const by = (field: string) => {
      list.sortBy(field);
      return [...list.rows];
    };
    expect([by("user.name"), by("rule.name"), by("day"), by("nothing")]).toEqual([
      [2, 0, 1],
      [0, 1, 2],
      [0, 1, 2],
      [0, 1, 2],
    ]);
    list.sort = { column: "rule.name", descending: true };
    expect([...list.rows]).toEqual([2, 0, 1]);
  });

  it("comes back as a link has kept it", async () => {
    const { list } = await openedList(FOUND);
    list.toggleValue("host.name", "A");
    list.range = { from: 0, to: 1500 };
    list.grouping = ["severity"];
    list.sortBy("severity");
    list.openAlert(0);
    const kept = writeListState(list.state);
    const { list: other } = await openedList(FOUND);
    other.state = readListState(kept);
    expect([lines(other), other.state]).toEqual([lines(list), list.state]);
  });

  it("takes in new alerts in all its parts", async () => {
    const { list, state, evidence } = await openedList(FOUND);
    list.text = "host: a";
    list.grouping = ["host.name"];
    expect([list.listed.length, counts(list, "host.name")]).toEqual([2, ["A 2", "B 2"]]);
    await state.alerts.add(evidence.id, findingsOf([{ "host.name": "a" }, { "host.name": "C" }], 4));
    state.alerts.refresh();
    expect([list.listed.length, counts(list, "host.name")]).toEqual([3, ["A 3", "B 2", "C 1"]]);
    expect(lines(list)).toEqual(["A 3", 0, 1, 4]);
  });
});
