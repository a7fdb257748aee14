import { describe, expect, it } from "vitest";
import type { AlertList } from "../../../src/app/list/alert-list.svelte.ts";
import { textsOfSet } from "../../../src/app/list/field-values.ts";
import type { SeenEvent } from "../../../src/scan/index.ts";
import { eventually } from "../../support/eventually.ts";
import { findingsOf, type Found, openedList } from "./opened-list.ts";

const FOUND: readonly Found[] = [
  { "host.name": "A", "process.command_line": "reg add HKLM\\Σ", "process.pid": 4 },
  { "host.name": "B", "process.command_line": 'say "HKLM\\X" twice', tags: ["one", "Two"] },
  { "host.name": ["C", "D"], "user.name": "u", "Process.PID": "42" },
  { "host.name": "E", "user.name": `${"v".repeat(600)}w` },
];

/** What is listed at once, and when every event has been read. */
async function found(list: AlertList, text: string): Promise<[number[], number[]]> {
  list.text = text;
  const first = [...list.listed];
  await ended(list);
  return [first, [...list.listed]];
}

async function ended(list: AlertList): Promise<void> {
  void list.searching;
  await Promise.resolve();
  await eventually(() => expect(list.searching).toBeNull());
}

describe("a search of all fields", () => {
  it.each<[string, number[], number[]]>([
    ["hklm\\", [], [0, 1]],
    ['"""hklm\\x"""', [], [1]],
    ["HKLM\\σ", [], [0]],
    ["-hklm", [0, 1, 2, 3], [2, 3]],
    ["a", [0, 1, 2], [0, 1, 2]],
    ["process.command_line", [], []],
    ["process.pid: 4", [], [0]],
    ["process.pid: 4*", [], [0, 2]],
    ["process.pid: *", [], [0, 2]],
    ['process.pid: ""', [], [1, 3]],
    ["process.pid: 4 process.pid: 42", [], [0, 2]],
    ["process.pid: 4 Process.Pid: 42", [], [0, 2]],
    ["-process.pid: 42", [0, 1, 2, 3], [0, 1, 3]],
    ["tags: two", [], [1]],
    ["tags: one host: b", [], [1]],
    ["host: d", [], [2]],
    ["-host: d", [0, 1, 2, 3], [0, 1, 3]],
    ["host: a host: C", [0], [0, 2]],
    ["user: *w", [], [3]],
    ["no.field: *", [], []],
  ])("for %j shows at first what the columns have, then all", async (text, first, all) => {
    const { list } = await openedList(FOUND);
    expect(await found(list, text)).toEqual([first, all]);
    expect(list.unread).toBe(0);
  });

  it("looks at every event of a sequence", async () => {
    const { list, state, evidence } = await openedList([]);
    const events = findingsOf([{ "host.name": "A", "file.name": "x" }, { "host.name": "B" }]);
    await state.sequences.add(state.rules.get("s")!, [
      {
        lost: null,
        finding: {
          kind: "sequence",
          ruleId: "s",
          events: events.map((event, i) => ({
            evidenceId: evidence.id,
            place: event.place,
            time: i,
            seen: event satisfies SeenEvent,
          })),
        },
      },
    ]);
    state.alerts.refresh();
    const texts = ["host: a", "host: B", "file.name: x", "file.name", "-host: b", "host: c"];
    const lengths: number[] = [];
    for (const text of texts) lengths.push((await found(list, text))[1].length);
    expect(lengths).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it("takes in the alerts that a scan finds meanwhile", async () => {
    const { list, state, evidence } = await openedList(FOUND);
    await found(list, "hklm");
    await state.alerts.add(evidence.id, findingsOf([{ "file.path": "hklm" }, {}], 4));
    state.alerts.refresh();
    expect((await found(list, "hklm"))[1]).toEqual([0, 1, 4]);
  });

  it("reads nothing without a question", async () => {
    const { list, state } = await openedList(FOUND);
    let reads = 0;
    const read = state.pages.read.bind(state.pages);
    state.pages.read = (owner, page) => {
      reads++;
      return read(owner, page);
    };
    await found(list, "severity: low host: a");
    // The host of one alert may be more than its column has; all are on one page.
    expect(reads).toBe(1);
    await found(list, "severity: low");
    expect(reads).toBe(1);
  });
});

describe("an event that was exported twice", () => {
  it("is shown once when its record is known, and what is done to it is done to both alerts", async () => {
    const write = { "host.name": "A", "winlog.record_id": 7, "event.code": "13", "@timestamp": 5 };
    const { list, state, evidence } = await openedList([write, { ...write, "winlog.record_id": 8 }]);
    const other = { ...evidence, id: crypto.randomUUID(), name: "b.evtx", path: "b.evtx", order: 1 };
    state.addEvidence(other);
    await state.alerts.add(other.id, findingsOf([write, { ...write, "winlog.record_id": 9 }]));
    state.alerts.refresh();
    list.foldsSame = true;
    expect([list.items.length, list.listed.length]).toEqual([4, 4]);
    await ended(list);
    expect([list.items.length, list.listed.length, list.rows.length]).toEqual([3, 4, 4]);
    expect(list.foldedWith(0)).toEqual([2]);
    list.marked.only(0);
    list.changeMarked({ status: "closed" });
    list.foldsSame = false;
    expect((await found(list, "status: closed"))[1]).toEqual([0, 2]);
  });
});

describe("a field that only events have", () => {
  it("has the values of an event in the order of its record", async () => {
    const { list } = await openedList([
      { tags: ["zeta", "alpha"] },
      { tags: ["alpha", "zeta", "alpha"] },
      { tags: "alpha" },
    ]);
    list.columns = ["tags"];
    const tags = () =>
      Array.from(list.rows, (row) => textsOfSet(list.valuesOf("tags"), list.valuesOf("tags").sets[row]!));
    tags();
    await ended(list);
    expect(tags()).toEqual([["zeta", "alpha"], ["alpha", "zeta"], ["alpha"]]);
    // The order is nothing to tell groups apart by.
    list.grouping = ["tags"];
    await ended(list);
    const groups = Array.from({ length: list.items.length }, (_, i) => list.items.at(i)!);
    expect(groups.filter(({ kind }) => kind === "group")).toHaveLength(2);
  });

  it("can be shown, sorted and grouped by", async () => {
    const { list } = await openedList(FOUND);
    list.columns = ["time", "tags"];
    const tags = () =>
      Array.from(list.rows, (row) => textsOfSet(list.valuesOf("tags"), list.valuesOf("tags").sets[row]!));
    expect(tags()).toEqual([[""], [""], [""], [""]]);
    await ended(list);
    expect(tags()).toEqual([[""], ["one", "Two"], [""], [""]]);
    list.sort = { column: "process.pid", descending: false };
    await ended(list);
    expect([...list.rows]).toEqual([0, 2, 1, 3]);
    list.grouping = ["process.command_line"];
    await ended(list);
    const groups = Array.from({ length: list.items.length }, (_, i) => list.items.at(i)!).flatMap((item) =>
      item.kind === "group" ? [[item.values.join(), item.count]] : [],
    );
    expect(groups).toEqual([
      ["", 2],
      ["reg add HKLM\\Σ", 1],
      ['say "HKLM\\X" twice', 1],
    ]);
  });
});
