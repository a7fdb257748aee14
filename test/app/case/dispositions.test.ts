import { beforeEach, describe, expect, it } from "vitest";
import { AuditTrail } from "../../../src/app/case/audit-trail.svelte.ts";
import { Dispositions, type DispositionsChange } from "../../../src/app/case/dispositions.svelte.ts";
import { alertId } from "../../../src/case/alert-id.ts";
import { AlertColumns, type AlertRow, CaseStore } from "../../../src/case/index.ts";
import { mulberry32 } from "../../bench/random.ts";
import { asStored, pagesOf, storedDispositions } from "../../support/stored-dispositions.ts";
import { eventually } from "../../support/eventually.ts";
import { keyRanges, MemoryDatabase } from "../../support/memory-database.ts";
import { columnsOf } from "../list/columns-of.ts";

const idOf = (n: number) => `e.${n}.r`;
const ids = (count: number) => Array.from({ length: count }, (_, n) => idOf(n));

let database: MemoryDatabase;
beforeEach(() => {
  Object.assign(globalThis, { IDBKeyRange: keyRanges });
  database = new MemoryDatabase();
});

async function opened(mayChange = () => true, columns = new AlertColumns()) {
  const store = await CaseStore.open({}, database.open);
  await store.saveCase({ id: "c", name: "C", createdAt: 1, openedAt: 1 });
  const trail = new AuditTrail(store, "c");
  const dispositions = new Dispositions(store, "c", mayChange, trail, columns);
  return { store, trail, dispositions, columns };
}

describe("what is decided about alerts", () => {
  it("is changed for many at once, in one transaction", async () => {
    const { store, dispositions } = await opened();
    const change = dispositions.change(ids(2500), { status: "closed", verdict: "false positive" });
    expect(dispositions.get(idOf(2499))).toMatchObject({
      status: "closed",
      verdict: "false positive",
      note: "",
    });
    await change!.stored;
    expect(change!.alerts).toBe(2500);
    expect((await storedDispositions(store, "c")).size).toBe(2500);
  });

  it("is stored for all alerts or for none, with what the trail says, and kept in memory if it is not", async () => {
    const spread = Array.from({ length: 500 }, (_, n) => ({ offset: n * 65_536 }));
    const { store, dispositions, columns } = await opened(undefined, columnsOf(spread));
    let writes = 0;
    database.refuses = (name) => name === "dispositions" && ++writes === 400;
    await dispositions.changeRows(columns.all(), { status: "closed" })!.stored;
    expect([database.values("dispositions"), database.values("audit")]).toEqual([[], []]);
    expect((await storedDispositions(store, "c")).size).toBe(500);
    database.refuses = () => false;
    await store.retry();
    expect([database.values("dispositions").length, database.values("audit").length]).toEqual([500, 1]);
  });

  it("can be made from what each alert has", async () => {
    const { dispositions } = await opened();
    dispositions.change([idOf(1)], { tags: ["a"], note: "kept" });
    dispositions.change(ids(3), ({ tags = [] }) => ({ tags: [...tags, "b"] }));
    expect(ids(3).map((id) => dispositions.get(id)?.tags)).toEqual([["b"], ["a", "b"], ["b"]]);
    expect(dispositions.get(idOf(1))?.note).toBe("kept");
  });

  it("names the analyst who decided last, or none", async () => {
    const { dispositions, trail } = await opened();
    trail.analyst = "ada";
    dispositions.change([idOf(0)], { note: "1" });
    expect(dispositions.get(idOf(0))?.by).toBe("ada");
    trail.analyst = "";
    // What is no decision about alerts needs no name.
    trail.add({ kind: "case-renamed", before: "a", after: "b" });
    expect(trail.lacksName).toBe(false);
    dispositions.change([idOf(0)], { note: "2" });
    expect(dispositions.get(idOf(0))).not.toHaveProperty("by");
    expect(trail.lacksName).toBe(true);
  });

  it("can be taken back, except for what has changed again since", async () => {
    const { store, dispositions } = await opened();
    dispositions.change([idOf(1)], { status: "acknowledged", note: "seen" });
    const before = dispositions.get(idOf(1));
    const change = dispositions.change(ids(3), { status: "closed" })!;
    dispositions.change([idOf(2)], { note: "later" });
    const back = dispositions.undo(change)!;
    expect([dispositions.get(idOf(0)), dispositions.get(idOf(1))]).toEqual([undefined, before]);
    expect(dispositions.get(idOf(2))).toMatchObject({ status: "closed", note: "later" });
    expect(back.alerts).toBe(2);
    await Promise.all([change.stored, back.stored]);
    await store.written();
    const stored = await storedDispositions(store, "c");
    expect([...stored].map(([alertId, { status }]) => [alertId, status])).toEqual([
      [idOf(1), "acknowledged"],
      [idOf(2), "closed"],
    ]);
    // Taking that back closes them again.
    dispositions.undo(back);
    expect(ids(3).map((id) => dispositions.get(id)?.status)).toEqual(["closed", "closed", "closed"]);
  });

  it("stays as it is where the tab may not change the case", async () => {
    let isOurs = true;
    const { store, dispositions } = await opened(() => isOurs);
    const change = dispositions.change([idOf(0)], { status: "closed" })!;
    isOurs = false;
    expect([dispositions.change([idOf(1)], { status: "closed" }), dispositions.undo(change)]).toEqual([
      null,
      null,
    ]);
    expect([dispositions.get(idOf(0))?.status, dispositions.get(idOf(1))]).toEqual(["closed", undefined]);
    await store.written();
    expect([...(await storedDispositions(store, "c")).keys()]).toEqual([idOf(0)]);
  });

  it("is found by row, also after alerts and decisions have come and gone", async () => {
    const { dispositions, columns } = await opened(undefined, columnsOf([{}, {}]));
    const found = () => {
      const { byRow } = dispositions;
      return Array.from(byRow.rows(), (row) => [row, byRow.get(row)?.status]);
    };
    const change = dispositions.change(ids(3), { status: "closed" })!;
    expect(found()).toEqual([
      [0, "closed"],
      [1, "closed"],
    ]);
    columns.add({ ...columns.at(1), id: idOf(2), offset: 2 });
    expect(found()).toHaveLength(3);
    dispositions.change([idOf(1)], { status: "acknowledged" });
    expect(found()[1]).toEqual([1, "acknowledged"]);
    dispositions.undo(change);
    expect(found()).toEqual([[1, "acknowledged"]]);
    dispositions.forget([idOf(1)]);
    expect(found()).toEqual([]);
  });
});

describe("what is decided, after any steps,", () => {
  const MEMBERS = [undefined, "", "a/b 1.evtx", '"q" \ud800'];
  it("is what single maps would have, in memory, in the database and in another tab", async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const random = mulberry32(seed);
      const pick = (below: number) => Math.floor(random() * below);
      database = new MemoryDatabase();
      const rows = Array.from({ length: 60 }, (_, n): Partial<AlertRow> => {
        const [member, ruleId] = [MEMBERS[pick(4)], ["r", "r.2"][pick(2)]!];
        if (n % 9 === 0) return { id: `sequence.${n}`, shelf: "rule:r", ruleId };
        const place = { offset: n * 30_000, ...(member !== undefined && { member }) };
        return { ...place, ruleId, id: alertId("e", place, ruleId) };
      });
      const all = rows.map(({ id }) => id!);
      const { store, dispositions, columns } = await opened(undefined, columnsOf(rows.slice(0, 40)));
      // Another tab reads the case; its list has other numbers.
      const other = columnsOf([...rows].reverse());
      const reading = new Dispositions(store, "c", () => false, new AuditTrail(store, "c"), other);
      const naive = new Map<string, string>();
      const undone: {
        change: DispositionsChange;
        before: (readonly [string, string | undefined])[];
        after: string;
      }[] = [];
      for (let step = 0; step < 30; step++) {
        const some = all.filter(() => random() < 0.3);
        const what = pick(6);
        if (what === 0) {
          // An alert comes into the list, or leaves it.
          const row = rows[pick(rows.length)]!;
          const known = columns.find(row.id!);
          if (known === undefined) columns.add(columnsOf([row]).at(0));
          else columns.remove(known);
        } else if (what === 1 && undone.length > 0) {
          const { change, before, after } = undone.splice(pick(undone.length), 1)[0]!;
          dispositions.undo(change);
          for (const [id, note] of before) {
            if (naive.get(id) !== after) continue;
            if (note === undefined) naive.delete(id);
            else naive.set(id, note);
          }
        } else if (what === 2) {
          dispositions.forget(some.slice(0, 3));
          for (const id of some.slice(0, 3)) naive.delete(id);
        } else if (some.length > 0) {
          const after = `${seed}.${step}`;
          const change = dispositions.change(some, { note: after })!;
          undone.push({ change, before: some.map((id) => [id, naive.get(id)] as const), after });
          for (const id of some) naive.set(id, after);
        }
        expect(all.map((id) => dispositions.get(id)?.note)).toEqual(all.map((id) => naive.get(id)));
        expect(new Set(dispositions.judged(() => true))).toEqual(new Set(naive.keys()));
      }
      // What was forgotten is for others to store: each alert's page is written once more.
      dispositions.change(all, { tags: [] });
      for (const id of all) if (!naive.has(id)) naive.set(id, "");
      await store.written();
      const stored = await storedDispositions(store, "c");
      expect(new Map([...stored].map(([id, { note }]) => [id, note]))).toEqual(naive);
      await reading.follow(store.dispositions("c"));
      expect(all.map((id) => reading.get(id)?.note)).toEqual(all.map((id) => naive.get(id)));
    }
  });
});

describe("the audit trail", () => {
  const recorded = async (store: CaseStore) => {
    await store.written();
    return store.auditTrail("c");
  };

  it("says who gave which alerts which verdict, and what they had before", async () => {
    const { store, trail, dispositions } = await opened();
    trail.analyst = "ada";
    dispositions.change([idOf(0)], { status: "acknowledged" });
    const change = dispositions.change(ids(3), { status: "closed", verdict: "true positive" })!;
    dispositions.undo(change);
    const records = await recorded(store);
    const nothing = { status: "open", verdict: "", alerts: 2 };
    const seen = { status: "acknowledged", verdict: "", alerts: 1 };
    const closed = { status: "closed", verdict: "true positive", alerts: 3 };
    expect(records).toMatchObject([
      { by: "ada", alerts: 1, alertIds: [idOf(0)], before: [{ ...nothing, alerts: 1 }], after: [seen] },
      { by: "ada", alerts: 3, alertIds: ids(3), before: [seen, nothing], after: [closed] },
      { by: "ada", alerts: 3, before: [closed], after: [seen, nothing], undoes: change.audit[0]!.id },
    ]);
    expect(records[0]).not.toHaveProperty("undoes");
    expect(records[0]).not.toHaveProperty("detail");
  });

  it("says which notes and tags were added and taken away, and nothing of what was so before", async () => {
    const { store, dispositions } = await opened();
    dispositions.change([idOf(0)], { note: "n" });
    const line = dispositions.change(ids(2), ({ note }) => ({ note: note === "" ? "x" : `${note}\nx` }))!;
    dispositions.undo(line);
    dispositions.change(ids(2), { tags: ["t"] });
    dispositions.change(ids(2), { tags: ["t"] });
    dispositions.change([idOf(0)], { tags: [], status: "closed" });
    expect((await recorded(store)).map(({ detail, alerts, undoes }) => [detail, alerts, undoes])).toEqual([
      [{ kind: "note", before: "", after: "n" }, 1, undefined],
      [{ kind: "note", before: null, after: "x" }, 2, undefined],
      [{ kind: "note", before: null, after: "" }, 2, line.audit[0]!.id],
      [{ kind: "tags", added: ["t"], removed: [] }, 2, undefined],
      [undefined, 1, undefined],
      [{ kind: "tags", added: [], removed: ["t"] }, 1, undefined],
    ]);
  });

  it("has one record of a note for as long as it is being typed", async () => {
    const { store, trail, dispositions } = await opened();
    dispositions.change([idOf(0)], { note: "old" });
    await trail.load();
    for (const note of ["old,", "old, n", "old, new"]) dispositions.type(idOf(0), note);
    dispositions.type(idOf(1), "other");
    dispositions.type(idOf(0), "old, newer");
    const details = (await recorded(store)).map(({ detail }) => detail);
    expect(details).toEqual([
      { kind: "note", before: "", after: "old" },
      { kind: "note", before: "old", after: "old, new" },
      { kind: "note", before: "", after: "other" },
      { kind: "note", before: "old, new", after: "old, newer" },
    ]);
    expect(trail.records.map(({ detail }) => detail)).toEqual(details);
  });

  it("names the first thousand alerts of many, and their number", async () => {
    const { store, dispositions } = await opened();
    const change = dispositions.change(ids(1500), { status: "closed" })!;
    await change.stored;
    const [record] = await recorded(store);
    expect([record!.alerts, record!.alertIds.length]).toEqual([1500, 1000]);
  });

  it("goes with its case", async () => {
    const { store, dispositions } = await opened();
    await dispositions.change(ids(1), { status: "closed" })!.stored;
    await store.deleteCase("c");
    expect(database.values("audit")).toEqual([]);
  });
});

describe("a page that is closed", () => {
  it("has a note that is not in the database yet, and the next one takes it in", async () => {
    const { store, dispositions } = await opened();
    dispositions.type(idOf(0), "half a se");
    await eventually(() => expect(dispositions.unwritten).toEqual([]));
    dispositions.type(idOf(0), "half a sen");
    const { unwritten } = dispositions;
    expect(unwritten).toMatchObject([{ disposition: { alertId: idOf(0), note: "half a sen" } }]);
    await store.written();
    await eventually(() => expect(dispositions.unwritten).toEqual([]));

    const next = new Dispositions(store, "c", () => true, new AuditTrail(store, "c"), new AlertColumns());
    const { disposition } = unwritten[0]!;
    const earlier = { ...disposition, note: "half a se", changedAt: disposition.changedAt - 1 };
    await next.load(asStored(pagesOf("c", [earlier])));
    next.recover(unwritten);
    expect(next.get(idOf(0))?.note).toBe("half a sen");
    // The entry of the trail is that of the typing, and no further one.
    await store.written();
    expect((await store.auditTrail("c")).map(({ detail }) => detail)).toEqual([
      { kind: "note", before: "", after: "half a sen" },
    ]);
    // What is stored by now is later, and stays.
    next.change([idOf(0)], { note: "done" });
    next.recover(unwritten);
    expect(next.get(idOf(0))?.note).toBe("done");
  });
});
