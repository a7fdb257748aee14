import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EventColumn } from "../../../src/app/list/event-column.ts";
import { EventMatches } from "../../../src/app/list/event-matches.ts";
import { textQuestion } from "../../../src/app/list/event-questions.ts";
import { EventReader } from "../../../src/app/list/event-reader.svelte.ts";
import { textsOfSet } from "../../../src/app/list/field-values.ts";
import { type AlertFinding, AlertColumns, alertRow, type EventFinding } from "../../../src/case/index.ts";
import type { FlatEvent } from "../../../src/ecs/index.ts";
import { anyRule } from "./columns-of.ts";

const PAGE = 2;
const findingOf = (offset: number, event: FlatEvent): EventFinding => ({
  kind: "event",
  ruleId: "r",
  place: { offset, length: 1, line: 1 },
  source: "ecs",
  index: "",
  fields: JSON.stringify(event),
  raw: "{}",
});

/** Alerts of events, two on a page, and a reader of them. */
function readerOf(events: readonly FlatEvent[]) {
  const columns = new AlertColumns();
  const pages: (AlertFinding[] | undefined)[] = [];
  const add = (event: FlatEvent, offset: number, page: number): number => {
    const finding = findingOf(offset, event);
    const slot = (pages[page] ??= []).push(finding) - 1;
    return columns.put(alertRow(finding, anyRule("r"), { evidenceId: "e", page, slot }));
  };
  events.forEach((event, i) => add(event, i, Math.floor(i / PAGE)));
  const reads: number[] = [];
  const during: (() => void)[] = [];
  const reader = new EventReader(
    columns,
    () => columns.all(),
    async (_owner, page) => {
      reads.push(page);
      await Promise.resolve();
      const findings = pages[page];
      during.shift()?.();
      return findings;
    },
  );
  return { reader, columns, pages, add, reads, during };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const wait = () => vi.advanceTimersByTimeAsync(200);

const EVENTS = [{ a: "one" }, { a: "two" }, { b: ["x", "TWO"] }, { c: 2 }, { a: "three" }];

describe("a search of events", () => {
  it("finds the alerts, says how far it is, and reads each page once", async () => {
    const { reader, reads } = readerOf(EVENTS);
    const question = textQuestion(reader, "two");
    reader.ask("list", [question], 1);
    await Promise.resolve();
    expect(reader.progress).toEqual({ done: 0, of: 5 });
    expect([...question.rows]).toEqual([]);
    await wait();
    expect([[...question.rows], reader.progress, reads]).toEqual([[1, 2], null, [0, 1, 2]]);
    reader.ask("list", [question], 1);
    reader.ask("list", [question], 2);
    await wait();
    expect(reads).toHaveLength(3);
  });

  it("reads for the longer text only what has the shorter one", async () => {
    const { reader, reads } = readerOf(EVENTS);
    reader.ask("list", [textQuestion(reader, "tw")], 1);
    await wait();
    reads.length = 0;
    const longer = textQuestion(reader, "two");
    reader.ask("list", [longer], 1);
    await wait();
    expect([[...longer.rows], reads]).toEqual([
      [1, 2],
      [0, 1],
    ]);
  });

  it("goes on with what is asked at the time, and forgets what nobody asks any more", async () => {
    const { reader, reads, during } = readerOf(EVENTS);
    const [first, second] = [textQuestion(reader, "one"), textQuestion(reader, "three")];
    during.push(() => reader.ask("list", [second], 1));
    reader.ask("list", [first], 1);
    await wait();
    expect([[...first.rows], [...second.rows], reader.progress]).toEqual([[], [4], null]);
    expect(reads).toEqual([0, 0, 1, 2]);
  });

  it("reads alerts that have come, and those that were found again on another page", async () => {
    const { reader, add } = readerOf(EVENTS);
    const question = textQuestion(reader, "two");
    reader.ask("list", [question], 1);
    await wait();
    add({ a: "two" }, 9, 7);
    // The same record, read with other settings: its event is another.
    add({ a: "other" }, 1, 8);
    reader.ask("list", [question], 2);
    await wait();
    expect([...question.rows]).toEqual([2, 5]);
  });

  it("does not take the event of another alert from a page that was rewritten while it was read", async () => {
    const { reader, columns, pages, during } = readerOf(EVENTS);
    const question = textQuestion(reader, "two");
    const rewrite = (): void => {
      // The first alert of the page is gone, and the second moves into its slot.
      columns.remove(0);
      pages[0] = [pages[0]![1]!];
      columns.put({ ...columns.at(1), slot: 0 });
    };
    during.push(rewrite);
    reader.ask("list", [question], 1);
    await wait();
    // What was read does not fit: it is read again a moment later.
    expect([...question.rows]).toEqual([2]);
    await vi.advanceTimersByTimeAsync(1000);
    expect([[...question.rows], reader.unread]).toEqual([[1, 2], 0]);
  });

  it("says how many alerts it could not read, and tries again", async () => {
    const { reader, pages, reads } = readerOf(EVENTS);
    const question = textQuestion(reader, "two");
    const page = pages[0];
    pages[0] = undefined;
    reader.ask("list", [question], 1);
    await wait();
    expect([[...question.rows], reader.unread]).toEqual([[2], 2]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect([reader.unread, reader.progress, reads.length]).toEqual([2, null, 6]);
    pages[0] = page;
    reader.ask("list", [question], 2);
    await wait();
    expect([[...question.rows], reader.unread]).toEqual([[1, 2], 0]);
  });

  it("survives that the browser closes the database", async () => {
    const { reader, during } = readerOf(EVENTS);
    const question = textQuestion(reader, "two");
    during.push(() => {
      throw new Error("closed");
    });
    reader.ask("list", [question], 1);
    await wait();
    expect([[...question.rows], reader.unread]).toEqual([[2], 2]);
  });

  it("ends when the case is closed", async () => {
    const { reader, reads, during } = readerOf(EVENTS);
    const question = textQuestion(reader, "two");
    during.push(() => reader.stop());
    reader.ask("list", [question], 1);
    await wait();
    reader.ask("list", [textQuestion(reader, "x")], 2);
    await wait();
    expect([reads, [...question.rows], reader.progress]).toEqual([[0], [], null]);
  });

  it("forgets what was asked long ago, and asks it again", async () => {
    const { reader } = readerOf(EVENTS);
    const first = textQuestion(reader, "one");
    for (let i = 0; i < 40; i++) {
      reader.ask("list", [textQuestion(reader, `${i}`)], 1);
      await wait();
    }
    expect(textQuestion(reader, "one")).not.toBe(first);
  });
});

describe("a column of a field that only events have", () => {
  it("has all values of each alert, in whatever case the field is named", async () => {
    const { reader } = readerOf([{ "Process.PID": 4 }, { "process.pid": [5, 4] }, {}]);
    const column = new EventColumn("process.pid");
    reader.ask("columns", [column], 1);
    const found = () => {
      const values = column.values(3);
      return Array.from(values.sets, (set) => textsOfSet(values, set));
    };
    expect(found()).toEqual([[""], [""], [""]]);
    await wait();
    expect(found()).toEqual([["4"], ["5", "4"], [""]]);
    column.forget(1);
    expect(found()[1]).toEqual([""]);
  });

  it("keeps within its memory", () => {
    const column = new EventColumn("a", 1000);
    const values = ["x".repeat(600), "y".repeat(600), "z"].map((a, row) => {
      column.take(row, findingOf(row, { a }));
      const all = column.values(row + 1);
      return textsOfSet(all, all.sets[row]!);
    });
    expect(values).toEqual([[`${"x".repeat(500)}…`], ["…"], ["z"]]);
    expect(column.isFull).toBe(true);
  });
});

describe("matches", () => {
  it("skip what a wider question has ruled out, and no more", () => {
    const wide = new EventMatches(() => true);
    const none = new EventMatches(() => false);
    none.take(0, findingOf(0, {}));
    wide.take(1, findingOf(1, {}));
    const narrow = new EventMatches(
      () => true,
      (row) => row < 3,
    );
    narrow.skip(none);
    narrow.skip(wide);
    expect([0, 1, 2, 3].map((row) => narrow.needs(row))).toEqual([false, true, true, false]);
  });
});
