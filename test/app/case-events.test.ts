import { beforeEach, describe, expect, it } from "vitest";
import { CaseStore } from "../../src/case/index.ts";
import { ownRule } from "../../src/ui/rules/own-rule.ts";
import { CaseEventIndex } from "../../src/app/case/event-index.ts";
import { CaseState } from "../../src/app/case/case-state.svelte.ts";
import { ScanQueue } from "../../src/app/queue/scan-queue.svelte.ts";
import { eventually } from "../support/eventually.ts";
import { ndjson } from "../support/scan.ts";
import { workersHere } from "../support/workers.ts";

/* The events of a case, as its files are scanned, scanned again, stopped and removed. */

const INFO = { id: "c", name: "C", createdAt: 1, openedAt: 1 };
const rule = ownRule({ name: "R", language: "eql", query: "any where true", severity: "low" }, "r");
const RULES = new Map([[rule.rule_id, rule]]);

const event = (host: string, minute: number) => ({
  "@timestamp": `2024-03-01T10:${String(minute).padStart(2, "0")}:00Z`,
  event: { category: ["process"], code: "1" },
  host: { name: host },
  process: { name: "cmd.exe", pid: minute },
});

const file = (name: string, hosts: readonly string[]): File =>
  new File([ndjson(hosts.map((host, minute) => event(host, minute)))], name);

describe("the events of a case", () => {
  let store: CaseStore;
  let state: CaseState;
  let queue: ScanQueue;
  const done = (): Promise<void> => eventually(() => expect(queue.state).toBe("done"));
  const indexOf = (of: CaseState) => new CaseEventIndex(of.events, of.ledger, workersHere());
  const hosts = async (of: CaseState = state): Promise<string[]> =>
    (await indexOf(of).rows({}, 0, Infinity)).map(({ host }) => host);

  beforeEach(async () => {
    store = await CaseStore.open();
    state = CaseState.create(store, INFO, RULES);
    queue = new ScanQueue(state, workersHere());
  });

  const examine = async (files: readonly File[]): Promise<void> => {
    queue.add(files.map((each) => ({ file: each, path: each.name })));
    await done();
  };

  it("are there when its files have been read, and after the case was opened again", async () => {
    await examine([file("a", ["A", "B"]), file("b", ["C"])]);
    expect((await hosts()).sort()).toEqual(["A", "B", "C"]);
    const again = await CaseState.load(store, INFO, RULES);
    expect((await hosts(again)).sort()).toEqual(["A", "B", "C"]);
    expect(indexOf(again).coverage).toEqual({ indexed: 3, events: 3 });
  });

  it("are those that the other tab has stored by now, in a tab that follows it", async () => {
    await examine([file("a", ["A", "B"])]);
    await state.written();
    const reading = await CaseState.load(store, INFO, RULES, "elsewhere");
    const index = indexOf(reading);
    expect(await index.countOf({})).toBe(2);
    await examine([file("b", ["C"])]);
    queue.rescan([state.ledger.files[0]!.id]);
    await done();
    await state.written();
    await reading.follow();
    expect((await index.rows({}, 0, Infinity)).map(({ host }) => host).sort()).toEqual(["A", "B", "C"]);
    expect(index.coverage).toEqual({ indexed: 3, events: 3 });
  });

  it("are those of the last scan", async () => {
    await examine([file("a", ["A", "B"])]);
    const index = indexOf(state);
    expect(await index.countOf({})).toBe(2);
    queue.rescan([state.ledger.files[0]!.id]);
    await done();
    expect(await index.countOf({})).toBe(2);
    expect(await hosts()).toEqual(["A", "B"]);
  });

  it("are said to be missing where the browser has lost them", async () => {
    await examine([file("a", ["A", "B"]), file("b", ["C"])]);
    await store.deleteEventsBefore("c", state.ledger.files[0]!.id, Infinity);
    const index = indexOf(state);
    expect(await index.countOf({})).toBe(1);
    expect(index.coverage).toEqual({ indexed: 1, events: 3 });
  });

  it("go with a file that is removed", async () => {
    await examine([file("a", ["A", "B"]), file("b", ["C"])]);
    const index = indexOf(state);
    expect(await index.countOf({})).toBe(3);
    const { id } = state.ledger.files[0]!;
    await state.removeEvidence(id);
    expect(await index.countOf({})).toBe(1);
    const pages = [];
    for await (const page of store.eventPages("c", id)) pages.push(page);
    expect(pages).toEqual([]);
  });

  it("of a scan that is begun again are void, and those of one that is stopped are kept if they are the first", async () => {
    await examine([file("a", ["A"])]);
    const { id, indexed } = state.ledger.files[0]!;
    const part = { count: 7, bytes: new Uint8Array(1) };
    const pagesOf = async () => {
      const counts = [];
      for await (const page of store.eventPages("c", id)) counts.push(page.count);
      return counts;
    };
    const second = state.events.begin(id);
    await second.add(part);
    await second.forget();
    await second.add(part);
    expect(await pagesOf()).toEqual([1, 7]);
    await second.abandon();
    expect(await pagesOf()).toEqual([1]);
    expect(state.ledger.get(id)!.indexed).toEqual(indexed);

    const third = state.events.begin(id);
    await third.add(part);
    await third.settle();
    expect(await pagesOf()).toEqual([7]);
    state.ledger.remove(id);
    const late = state.events.begin(id);
    await late.add(part);
    await late.abandon();
    expect(await pagesOf()).toEqual([7]);
  });

  it("say what happened before and after a moment", async () => {
    await examine([file("a", ["A", "B", "A", "A", "B"])]);
    const query = { filters: [{ field: "host.name", values: ["A"] }] } as const;
    const { before, after, countBefore, countAfter } = await indexOf(state).around(
      query,
      Date.parse("2024-03-01T10:02:00Z"),
      1,
    );
    expect([before.map(({ pid }) => pid), after.map(({ pid }) => pid)]).toEqual([["2"], ["3"]]);
    expect([countBefore, countAfter]).toEqual([2, 1]);
  });
});
