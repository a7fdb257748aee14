import { describe, expect, it } from "vitest";
import { EventView, type EventQuestions } from "../../src/app/events/event-view.svelte.ts";
import { queryOf } from "../../src/app/events/event-query-of.ts";
import { ListedEvents, PAGE_EVENTS } from "../../src/app/events/listed-events.svelte.ts";
import { NewestAnswer } from "../../src/app/events/newest-answer.svelte.ts";
import type { NearMissGroup } from "../../src/app/case/near-misses.ts";
import { type Condition, condition, FIRST_EVENT_STATE } from "../../src/app/index.ts";
import type { Evidence } from "../../src/case/index.ts";
import type { FlatEvent } from "../../src/ecs/index.ts";
import { EventIndex, PartBuilder } from "../../src/scan/event-index/index.ts";
import { eventually } from "../support/eventually.ts";

const when = (holds: () => boolean): Promise<void> => eventually(() => expect(holds()).toBe(true));

const BEGIN = Date.UTC(2024, 2, 1);

/** Events of three hosts, one a second. */
function add(index: EventIndex, file: string, count: number, from = 0): void {
  const builder = new PartBuilder();
  for (let n = 0; n < count; n++) {
    const event: FlatEvent = {
      "host.name": ["WS-1", "ws-1", "WS-2"][n % 3]!,
      "user.name": n % 2 === 0 ? "alice" : "bob",
      "winlog.channel": "Security",
      "event.code": n % 10 === 0 ? "4625" : "4624",
      "process.name": `p${n % 4}.exe`,
      "process.command_line": `run ${n}`,
    };
    builder.add(event, BEGIN + (from + n) * 1000, { offset: (from + n) * 100, length: 100 });
  }
  index.add(file, builder.finish());
}

interface Asked {
  readonly name: string;
  readonly release: () => void;
}

/** An index whose answers come when the test lets them: at once, unless it is held. */
class HeldIndex {
  readonly index = new EventIndex();
  readonly waiting: Asked[] = [];
  isHeld = false;
  most = 0;
  asked: string[] = [];

  questions(): EventQuestions {
    const { index } = this;
    const answer = <Value>(name: string, value: () => Value): Promise<Value> => {
      this.asked.push(name);
      if (!this.isHeld) return Promise.resolve().then(value);
      return new Promise((resolve) => {
        this.waiting.push({ name, release: () => resolve(value()) });
        this.most = Math.max(this.most, this.waiting.length);
      });
    };
    return {
      coverage: { indexed: 0, events: 0 },
      countOf: (query) => answer("countOf", () => index.countOf(query)),
      rows: (query, skip, limit) => answer("rows", () => index.rows(query, skip, limit)),
      positionOf: (query, event) => answer("positionOf", () => index.positionOf(query, event)),
      facets: (query, fields, limit) => answer("facets", () => index.facets(query, fields, limit)),
      density: (query, steps, field) => answer("density", () => index.density(query, steps, field)),
      groups: (query, fields, limit) => answer("groups", () => index.groups(query, fields, limit)),
      gaps: (query, limit) => answer("gaps", () => index.gaps(query, limit)),
      recordIdGaps: (query, limit) => answer("recordIdGaps", () => index.recordIdGaps(query, limit)),
    };
  }

  async releaseAll(): Promise<void> {
    this.isHeld = false;
    while (this.waiting.length > 0) {
      this.waiting.shift()!.release();
      await Promise.resolve();
    }
  }
}

function open(count = 1000) {
  const held = new HeldIndex();
  add(held.index, "a", count);
  const ledger = { shown: [{ indexed: { generation: 1, events: count } }] as unknown as readonly Evidence[] };
  const view = new EventView(held.questions(), ledger);
  return { held, ledger, view };
}

const is = condition;

describe("the answer to the newest question", () => {
  it("is the only one that is kept, and the only one beside the first that is asked", async () => {
    const answer = new NewestAnswer<number>();
    const asked: number[] = [];
    const accepted: number[] = [];
    let release: (() => void) | undefined;
    const question = (n: number) => () => {
      asked.push(n);
      return n === 1 ? new Promise<number>((resolve) => (release = () => resolve(1))) : Promise.resolve(n);
    };
    for (const n of [1, 2, 3, 4]) answer.ask(question(n), (value) => accepted.push(value));
    release!();
    await when(() => !answer.isBusy);
    expect([asked, accepted, answer.value]).toEqual([[1, 4], [4], 4]);
  });

  it("may be that there is none, until the next", async () => {
    const answer = new NewestAnswer<number>();
    answer.ask(() => Promise.reject(new Error("gone")));
    await when(() => !answer.isBusy);
    expect([answer.value, answer.failure]).toEqual([null, "gone"]);
    answer.ask(() => Promise.resolve(7));
    await when(() => !answer.isBusy);
    expect([answer.value, answer.failure]).toEqual([7, ""]);
  });
});

describe("conditions", () => {
  const { index } = open(60).held;
  const found = (...conditions: Condition[]) => index.countOf(queryOf(conditions, {}));

  it("are alternatives if they include values of one field, whatever the case", () => {
    expect(found(is("host.name", "WS-1"))).toBe(40);
    expect(found(is("host.name", "ws-1"), is("host.name", "WS-2"))).toBe(60);
    expect(found(is("host.name", "ws-2"), is("user.name", "alice"))).toBe(10);
    expect(found(is("host.name", "w*", { isPattern: true }))).toBe(60);
    expect(found(is("host.name", "w*"))).toBe(0);
  });

  it("all hold if they exclude", () => {
    const not = { isNot: true };
    expect(found(is("host.name", "ws-1", not), is("host.name", "WS-2", not))).toBe(0);
    expect(
      found(is("process.name", "p0.exe", not), is("process.name", "p1*", { ...not, isPattern: true })),
    ).toBe(30);
    expect(found(is("", "p0.exe", not))).toBe(45);
  });

  it("find each word of a text, or all of what is in quotes", () => {
    expect(found(is("", "RUN"), is("", "alice"), is("", "p2"))).toBe(15);
    expect(found(is("", "run 5"))).toBe(11);
    expect(found(is("", "5 run"))).toBe(0);
  });

  it("narrow a range of time, both ends included", () => {
    expect(index.countOf(queryOf([], { from: BEGIN + 5000, to: BEGIN + 9000 }))).toBe(5);
    expect(index.countOf(queryOf([], { to: BEGIN }))).toBe(1);
  });
});

describe("listed events", () => {
  it("are read page by page, few at a time, and those that one scrolls past are not", async () => {
    const { held } = open(5000);
    const listed = new ListedEvents(held.questions(), {}, { count: 5000 });
    held.isHeld = true;
    for (let position = 0; position < 5000; position += PAGE_EVENTS) listed.need(position);
    expect(held.waiting).toHaveLength(2);
    await held.releaseAll();
    await when(() => listed.at(4999) !== undefined);
    expect(held.asked.length).toBeLessThanOrEqual(6);
    expect(listed.at(4999)!.offset).toBe(499_900);
    expect(listed.at(2000)).toBeUndefined();
    listed.need(2000);
    await when(() => listed.at(2000) !== undefined);
    expect(listed.at(2000)!.offset).toBe(200_000);
  });

  it("can be listed from the last to the first", async () => {
    const { held } = open(450);
    const listed = new ListedEvents(held.questions(), {}, { count: 450, isDescending: true });
    for (const position of [0, 199, 200, 449])
      expect((await listed.eventAt(position))!.offset).toBe((449 - position) * 100);
    expect([listed.positionOf(449), listed.positionOf(-1)]).toEqual([0, -1]);
  });

  it("say why a page could not be read", async () => {
    const rows = () => Promise.reject(new Error("worker gone"));
    const listed = new ListedEvents({ rows }, {}, { count: 10 });
    listed.need(0);
    await when(() => listed.failure !== "");
    expect(listed.failure).toBe("worker gone");
  });
});

describe("the view of all events", () => {
  it("counts, lists and draws what the conditions find, and the values of each field", async () => {
    const { view } = open();
    view.ask();
    await when(() => view.listed !== null && view.facets.length > 0 && view.density !== null);
    expect(view.count).toBe(1000);
    expect(view.facets.find(({ field }) => field === "host.name")!.values).toEqual([
      ["WS-1", 667],
      ["WS-2", 333],
    ]);
    view.toggle("host.name", "WS-2", false);
    view.ask();
    await when(() => view.count === 333);
    await when(() => view.facets.some(({ field, values }) => field === "user.name" && values[0]![1] < 500));
    // The host's own counts do not follow its filter.
    expect(view.facets.find(({ field }) => field === "host.name")!.values).toHaveLength(2);
    expect([view.stateOf("host.name", "ws-2"), view.stateOf("host.name", "WS-1")]).toEqual(["included", ""]);
    view.toggle("host.name", "ws-2", true);
    expect(view.stateOf("host.name", "WS-2")).toBe("excluded");
    view.toggle("host.name", "WS-2", true);
    expect(view.conditions).toEqual([]);
  });

  it("asks few questions at once, and shows the answer to the last", async () => {
    const { held, view } = open();
    held.isHeld = true;
    for (const typed of ["host: ws-1", "user: alice", "4625", "-process: p0.exe"]) {
      expect(view.add(typed)).toBe(true);
      view.ask();
    }
    expect(held.most).toBeLessThanOrEqual(5);
    await held.releaseAll();
    await when(() => view.listed !== null && !view.isAsking);
    expect(view.count).toBe(held.index.countOf(view.query));
    expect(view.count).toBeGreaterThan(0);
    expect(held.asked.filter((name) => name === "countOf")).toHaveLength(2);
  });

  it("does not ask again what it knows", async () => {
    const { held, view } = open();
    view.ask();
    await when(() => view.listed !== null && !view.isAsking && !view.isDrawing);
    const before = held.asked.length;
    view.ask();
    view.ask();
    expect(held.asked).toHaveLength(before);
  });

  it("keeps what is being read in its place when the index has more", async () => {
    const { held, ledger, view } = open();
    view.ask();
    await when(() => view.listed !== null);
    view.select(150);
    view.hold(120);
    view.target = null;
    add(held.index, "b", 500, -500);
    ledger.shown = [...ledger.shown, { indexed: { generation: 2, events: 500 } } as Evidence];
    view.ask();
    // A moment later: a scan brings new files all the time.
    await when(() => view.count === 1500);
    expect([view.selectedAt, view.target]).toEqual([650, { position: 620, align: "start" }]);
    expect(view.selected!.evidenceId).toBe("a");
  });

  it("keeps the selected event when the list is narrowed", async () => {
    const { view } = open();
    view.ask();
    await when(() => view.listed !== null);
    view.open(101);
    const { selected } = view;
    expect([selected!.host, view.showsDetail]).toEqual(["WS-2", true]);
    view.add("host: WS-2");
    view.ask();
    await when(() => view.count === 333);
    expect([view.selected, view.selectedAt]).toEqual([selected, 33]);
    view.add("-host: WS-2");
    view.ask();
    await when(() => view.count === 667);
    expect([view.selected, view.selectedAt]).toEqual([selected, -1]);
    view.move(1);
    expect(view.selectedAt).toBe(0);
  });

  it("moves the selection within the list, over pages that are not read yet", async () => {
    const { view } = open();
    view.ask();
    await when(() => view.listed !== null);
    view.move(Infinity);
    expect(view.selectedAt).toBe(999);
    await when(() => view.selected?.offset === 99_900);
    view.move(10);
    view.move(-1);
    expect(view.selectedAt).toBe(998);
    view.move(-Infinity);
    expect([view.selectedAt, view.selected!.offset]).toEqual([0, 0]);
  });

  it("summarises the events that the conditions find", async () => {
    const { view } = open();
    view.add("user: alice");
    view.shows = "logons";
    view.ask();
    await when(() => view.summary !== null);
    expect(view.summary).toMatchObject({ kind: "logons", logons: { distinct: 4 } });
    view.shows = "kinds";
    expect(view.summary).toBeNull();
    view.ask();
    await when(() => view.summary !== null);
    expect(view.summary).toMatchObject({
      kinds: {
        groups: [
          { values: ["Security", "4624"], count: 400 },
          { values: ["Security", "4625"], count: 100 },
        ],
      },
    });
    for (const shows of ["accounts", "gaps"] as const) {
      view.shows = shows;
      view.ask();
      await when(() => view.summary?.kind === shows);
    }
    expect(view.summary).toMatchObject({
      gaps: [
        { host: "WS-2", from: BEGIN + 2000, to: BEGIN + 8000 },
        { host: "WS-1", from: BEGIN, to: BEGIN + 4000 },
      ],
      clearCount: 0,
    });
  });

  it("lists the events of a row of a summary, in place of other values of its fields", () => {
    const { view } = open();
    for (const typed of ["host: WS-2", "-user: bob", "code: 1"]) view.add(typed);
    view.shows = "logons";
    view.narrow(
      [
        ["event.code", "4624"],
        ["event.code", "4625"],
        ["host.name", ""],
      ],
      { from: 1, to: 2 },
    );
    expect(view.shows).toBe("list");
    expect(view.query).toEqual({
      from: 1,
      to: 2,
      filters: [
        { field: "user.name", values: ["bob"], patterns: [], ignoresCase: true, isNot: true },
        { field: "event.code", values: ["4624", "4625"], patterns: [], ignoresCase: true },
        { field: "host.name", values: [""], patterns: [], ignoresCase: true },
      ],
    });
  });
});

describe("the events of a near miss", () => {
  it("are listed alone, once it is known where they are, with what else is asked", async () => {
    const held = new HeldIndex();
    add(held.index, "a", 40);
    let tell: (group: NearMissGroup | undefined) => void = () => undefined;
    const find = () => new Promise<NearMissGroup | undefined>((resolve) => (tell = resolve));
    const view = new EventView(held.questions(), { shown: [] }, { version: 0 }, { find });
    view.state = { ...FIRST_EVENT_STATE, nearMiss: "3 rule" };
    expect(view.isNarrowed).toBe(true);
    view.ask();
    expect(held.asked).toEqual([]);
    const places = [5, 6, 7].map((n) => ({ evidenceId: "a", offset: n * 100 }));
    tell({ places: [...places, { evidenceId: "b", offset: 500 }] } as unknown as NearMissGroup);
    await when(() => view.nearMissed !== undefined);
    view.ask();
    await when(() => view.count === 3);
    view.toggle("user.name", "alice", false);
    view.ask();
    await when(() => view.count === 1);
    view.clear();
    view.ask();
    await when(() => view.count === 40);
  });
});
