import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type AlertRow,
  type Case,
  type CaseLoss,
  CaseStore,
  DatabaseError,
  type Evidence,
  type RowPage,
  type Storage,
} from "../../src/case/index.ts";
import { unpackRowPage } from "../../src/case/pack-rows.ts";
import { storedSize } from "../../src/case/stored-size.ts";
import { newEvidence } from "../../src/app/case/file-outcome.ts";
import { pagesOf, storedDispositions } from "../support/stored-dispositions.ts";
import { keyRanges, MemoryDatabase } from "../support/memory-database.ts";

/* Two tabs and one database, which may be full. */

beforeAll(() => void vi.stubGlobal("IDBKeyRange", keyRanges));
afterAll(() => void vi.unstubAllGlobals());

const INFO: Case = { id: "c", name: "C", createdAt: 1, openedAt: 1 };

let database: MemoryDatabase;
beforeEach(() => {
  database = new MemoryDatabase();
});

async function openTab() {
  const lost: [string, CaseLoss][] = [];
  const storage: Storage[] = [];
  const store = await CaseStore.open(
    { lost: (...loss) => void lost.push(loss), storage: (state) => void storage.push(state) },
    database.open,
    database.remove,
  );
  return { store, lost, storage };
}

async function rowPages(store: CaseStore): Promise<RowPage[]> {
  const pages: RowPage[] = [];
  for await (const rows of store.rows("c")) pages.push(unpackRowPage(rows));
  return pages;
}

const evidence = (): Evidence => newEvidence("c", 0, new File(["x"], "a"), "a");

/** The same page in another case. */
const inCase = <T extends object>(caseId: string, given: T): T => ({ ...given, caseId });

const sequence = (id: string, owner: string, page: number, slot: number): AlertRow => ({
  ...{ id, evidenceId: owner, shelf: owner, page, slot, ruleId: "r", time: 1, reason: "", source: "" },
  ...{ host: "", user: "", process: "", object: "", offset: 0, line: 1, extension: false },
});

const page = (evidenceId: string, number: number, alerts = 3) => {
  const key = { caseId: "c", evidenceId, page: number };
  const texts = Array.from({ length: alerts }, (_, slot) => `${evidenceId} ${number} ${slot}`);
  return [
    { ...key, findings: texts.map((raw) => ({ raw })) as never },
    { ...key, rows: texts.map((id, slot) => sequence(id, evidenceId, number, slot)), writtenAt: 1 },
  ] as const;
};

describe("what waits to be written", () => {
  it("is read as if it were written already", async () => {
    const { store } = await openTab();
    void store.saveCase(INFO);
    for (let n = 0; n < 50; n++) void store.saveAlerts(...page("e", n));
    expect((await store.findings("c", "e", 49))?.findings).toHaveLength(3);
    void store.saveAlerts(...page("e", 50));
    expect(await rowPages(store)).toHaveLength(51);
    void store.deletePagesBefore("c", "e", 50);
    expect(await store.findings("c", "e", 49)).toBeUndefined();
    expect(await store.caseOf("c")).toMatchObject(INFO);
  });

  it("is read without a database too", async () => {
    const store = await CaseStore.open({}, () => Promise.reject(new Error("none")));
    for (let n = 0; n < 3; n++) void store.saveAlerts(...page("e", n));
    expect((await store.findings("c", "e", 2))?.findings).toHaveLength(3);
  });
});

describe("a case that another tab has deleted", () => {
  it("is not written to, however late the write comes, and the tab learns of it", async () => {
    const [scanning, deleting] = [await openTab(), await openTab()];
    await scanning.store.saveCase(INFO);
    const file = evidence();
    await scanning.store.saveEvidence(file);
    // All of it is under way at once.
    const writes = [scanning.store.saveAlerts(...page(file.id, 0))];
    const deletion = deleting.store.deleteCase("c");
    writes.push(scanning.store.saveAlerts(...page(file.id, 1)));
    writes.push(scanning.store.saveEvidence({ ...file, state: "done" }));
    writes.push(scanning.store.saveCase({ ...INFO, name: "renamed" }));
    await Promise.all([...writes, deletion]);
    await scanning.store.saveAlerts(...page(file.id, 2));
    expect(database.text()).not.toContain(file.id);
    expect(await deleting.store.cases()).toEqual([]);
    expect(scanning.lost[0]).toEqual(["c", "deleted"]);
    expect(await scanning.store.findings("c", file.id, 2)).toBeUndefined();
    expect(scanning.storage).toEqual([]);
  });

  it("cannot be opened from an old list", async () => {
    const [one, other] = [await openTab(), await openTab()];
    await one.store.saveCase(INFO);
    await other.store.deleteCase("c");
    expect(await one.store.claimCase("c", 2)).toBeUndefined();
    expect(await one.store.cases()).toEqual([]);
  });
});

describe("a case that another tab has taken over", () => {
  it("takes no more writes and deletions of the first tab, until that one takes it back", async () => {
    const [first, second] = [await openTab(), await openTab()];
    await first.store.saveCase(INFO);
    const file = evidence();
    await first.store.saveEvidence(file);
    await first.store.saveAlerts(...page(file.id, 0));
    const claimed = await second.store.claimCase("c", 5);
    expect(claimed).toMatchObject({ id: "c", openedAt: 5 });
    const before = database.text();
    await first.store.saveAlerts(...page(file.id, 1));
    await first.store.deletePagesBefore("c", file.id, 1);
    await first.store.saveCase({ ...INFO, name: "renamed" });
    expect(database.text()).toBe(before);
    expect(first.lost).toEqual([["c", "taken-over"]]);
    await second.store.saveAlerts(...page(file.id, 1));
    expect(await rowPages(second.store)).toHaveLength(2);
    await first.store.claimCase("c", 6);
    await first.store.saveAlerts(...page(file.id, 2));
    expect(await rowPages(second.store)).toHaveLength(3);
    await second.store.saveAlerts(...page(file.id, 3));
    expect(second.lost).toEqual([["c", "taken-over"]]);
  });
});

describe("a full database", () => {
  it("has the row of a file say how many of its alerts it lacks", async () => {
    const { store, storage } = await openTab();
    await store.saveCase(INFO);
    const file = evidence();
    await store.saveEvidence(file);
    await store.saveAlerts(...page(file.id, 0, 5));
    database.refuses = (name) => name === "findings";
    await store.saveAlerts(...page(file.id, 1, 4));
    await store.saveAlerts(...page(file.id, 2, 3));
    await store.saveEvidence({ ...file, state: "done", alerts: 12 });
    expect(storage.at(-1)).toMatchObject({ state: "full" });
    // The tab still has everything.
    expect(await rowPages(store)).toHaveLength(3);
    const next = await openTab();
    expect(await rowPages(next.store)).toHaveLength(1);
    expect((await next.store.evidence("c"))[0]).toMatchObject({
      state: "done",
      unstored: { alerts: 7, termMatches: false },
    });
    expect(await next.store.caseOf("c")).toMatchObject({ unstored: true });
  });

  it("keeps the row as it was before the scan if even that does not fit", async () => {
    const { store } = await openTab();
    await store.saveCase(INFO);
    const file = evidence();
    await store.saveEvidence({ ...file, state: "scanning" });
    database.refuses = () => true;
    await store.saveAlerts(...page(file.id, 0));
    await store.saveEvidence({ ...file, state: "done" });
    expect((await (await openTab()).store.evidence("c"))[0]).toMatchObject({ state: "scanning" });
  });

  it("gives all pages of rows, some at a time, with those that are only in memory", async () => {
    const { store } = await openTab();
    await store.saveCase(INFO);
    const file = evidence();
    for (let number = 0; number < 250; number++) await store.saveAlerts(...page(file.id, number, 1));
    database.refuses = () => true;
    await store.saveAlerts(...page(file.id, 7, 2));
    await store.saveAlerts(...page(file.id, 250, 1));
    const pages = await rowPages(store);
    expect(pages.map((rows) => rows.page)).toEqual(Array.from({ length: 251 }, (_, number) => number));
    expect(pages.filter(({ rows }) => rows.length === 2).map((rows) => rows.page)).toEqual([7]);
  });

  it("loses no earlier alerts whose successors do not fit", async () => {
    const { store } = await openTab();
    await store.saveCase(INFO);
    const file = evidence();
    await store.saveAlerts(...page(file.id, 0));
    database.refuses = () => true;
    await store.saveAlerts(...page(file.id, 1));
    await store.deletePagesBefore("c", file.id, 1);
    const next = await openTab();
    expect((await rowPages(next.store)).map(({ page: number }) => number)).toEqual([0]);
    // When there is room again, the database is brought up to date.
    database.refuses = () => false;
    await store.retry();
    expect((await rowPages(next.store)).map(({ page: number }) => number)).toEqual([1]);
  });

  it("gets everything once there is room, and then says nothing more", async () => {
    const { store, storage } = await openTab();
    await store.saveCase(INFO);
    const file = evidence();
    database.refuses = (name) => name === "findings" || name === "sightings";
    await store.saveAlerts(...page(file.id, 0));
    const termMatches = {
      caseId: "c",
      evidenceId: file.id,
      ruleId: "r",
      decisionKey: "",
      sightings: {} as never,
      reading: {},
    };
    await store.saveTermMatches("c", file.id, [termMatches]);
    await store.saveEvidence({ ...file, state: "done" });
    expect((await (await openTab()).store.evidence("c"))[0]!.unstored).toEqual({
      alerts: 3,
      termMatches: true,
    });
    await store.retry();
    expect(storage.at(-1)).toMatchObject({ state: "full" });
    database.refuses = () => false;
    await store.retry();
    const next = await openTab();
    expect((await next.store.evidence("c"))[0]!.unstored).toBeUndefined();
    expect(await rowPages(next.store)).toHaveLength(1);
    expect(await next.store.termMatches("c", file.id, "r")).toEqual(termMatches);
    expect((await next.store.caseOf("c"))!.unstored).toBeUndefined();
    expect(storage.at(-1)).toMatchObject({ state: "saved" });
  });

  it("never has parts of a case without the case", async () => {
    const { store } = await openTab();
    database.refuses = (name) => name === "cases";
    await store.saveCase(INFO);
    await store.saveEvidence(evidence());
    expect(database.values("evidence")).toEqual([]);
    database.refuses = () => false;
    await store.saveAlerts(...page("e", 0));
    expect(database.values("cases")).toHaveLength(1);
    expect(database.values("rows")).toHaveLength(1);
  });

  it("leaves a correlation rule pending whose alerts do not fit", async () => {
    const { store } = await openTab();
    await store.saveCase(INFO);
    database.refuses = (name) => name === "findings";
    await store.saveAlerts(...page("rule:r", 0));
    const caseRule = { caseId: "c", rule: { rule_id: "r" } as never, origin: { kind: "builtin" } as const };
    await store.saveRules([{ ...caseRule, on: true, changedAt: 1, pending: false }]);
    expect((await (await openTab()).store.rules("c"))[0]).toMatchObject({ pending: true });
  });

  it("lets a case be opened and worked in, until another tab claims it", async () => {
    const { store } = await openTab();
    await store.saveCase(INFO);
    database.refuses = () => true;
    const second = await openTab();
    expect(await second.store.claimCase("c", 7)).toMatchObject({ id: "c" });
    database.refuses = () => false;
    await second.store.saveAlerts(...page("e", 0));
    expect(database.values("rows")).toHaveLength(1);
    const third = await openTab();
    await third.store.claimCase("c", 8);
    await second.store.saveAlerts(...page("e", 1));
    expect(second.lost).toEqual([["c", "taken-over"]]);
  });
});

describe("a file that is removed", () => {
  it("leaves nothing behind, and leaves the others alone", async () => {
    const { store } = await openTab();
    await store.saveCase(INFO);
    const judged = (alertId: string) =>
      pagesOf("c", [{ alertId, status: "open", verdict: "", note: "", changedAt: 1 }]);
    const judge = (alertId: string) => store.saveDispositions("c", () => [judged(alertId)]);
    for (const id of ["gone", "gone2"]) {
      await store.saveEvidence({ ...evidence(), id });
      await store.saveAlerts(...page(id, 0));
      await store.saveAlerts(...page(id, 1));
      await store.saveTermMatches("c", id, [
        { caseId: "c", evidenceId: id, ruleId: "r", decisionKey: "", sightings: {} as never, reading: {} },
      ]);
      await judge(`${id}.1.r`);
    }
    await judge("sequence.1");
    await judge("sequence.2");
    const [findings, rows] = page("rule:r", 0, 1);
    await store.saveAlerts(...page("rule:r", 0, 2));
    await store.removeEvidence("c", "gone", {
      sequenceIds: ["sequence.1"],
      pages: [{ findings, rows }],
      dispositions: judged("sequence.1").map((page) => ({ ...page, others: [] })),
    });
    expect(database.text().replaceAll("gone2", "")).not.toContain("gone");
    expect([...(await storedDispositions(store, "c")).keys()]).toEqual(["gone2.1.r", "sequence.2"]);
    expect((await rowPages(store)).map((each) => [each.evidenceId, each.rows.length])).toEqual([
      ["gone2", 3],
      ["gone2", 3],
      ["rule:r", 1],
    ]);
    expect(await store.termMatches("c", "gone2", "r")).toBeDefined();
  });
});

describe("a database that the browser closes on a full disk", () => {
  it("says that what it stored cannot be read now, and keeps the rest", async () => {
    const { store, storage } = await openTab();
    await store.saveCase(INFO);
    const file = evidence();
    await store.saveAlerts(...page(file.id, 0));
    database.breakConnections("browser");
    await store.saveAlerts(...page(file.id, 1));
    await store.deletePagesBefore("c", file.id, 1);
    await store.saveEvidence({ ...file, state: "done" });
    await expect(store.findings("c", file.id, 0)).rejects.toMatchObject({ why: "lost" });
    expect((await store.findings("c", file.id, 1))?.findings).toHaveLength(3);
    expect(storage.at(-1)).toMatchObject({ state: "memory", why: "lost" });
    // There is room again.
    database.isClosed = false;
    await store.reopen();
    expect(storage.at(-1)).toMatchObject({ state: "saved" });
    const next = await openTab();
    expect((await rowPages(next.store)).map(({ page: number }) => number)).toEqual([1]);
    expect(await next.store.findings("c", file.id, 1)).toBeDefined();
    const [row] = await next.store.evidence("c");
    expect(row).toMatchObject({ state: "done" });
    expect(row!.unstored).toBeUndefined();
  });

  it("is opened again at once if another tab had it closed, but never by itself if the browser did", async () => {
    const { store, storage } = await openTab();
    await store.saveCase(INFO);
    await store.saveAlerts(...page("e", 0));
    database.breakConnections("tab");
    expect((await store.findings("c", "e", 0))?.findings).toHaveLength(3);
    expect(storage).toEqual([]);
    database.breakConnections("browser");
    await expect(store.findings("c", "e", 0)).rejects.toMatchObject({ why: "lost" });
    database.isClosed = false;
    await store.retry();
    await expect(store.findings("c", "e", 0)).rejects.toMatchObject({ why: "lost" });
    await store.reopen();
    expect((await store.findings("c", "e", 0))?.findings).toHaveLength(3);
  });

  it("is left alone if the browser has emptied it, which is no deletion by another tab", async () => {
    const { store, storage, lost } = await openTab();
    await store.saveCase(INFO);
    await store.saveAlerts(...page("e", 0));
    database.breakConnections("browser");
    await store.saveAlerts(...page("e", 1));
    database.empty();
    database.isClosed = false;
    await store.reopen();
    expect(storage.at(-1)).toMatchObject({ state: "memory", why: "emptied" });
    await store.saveAlerts(...page("e", 2));
    expect(lost).toEqual([]);
    expect(database.text()).not.toContain("e 2 0");
    await expect(store.findings("c", "e", 0)).rejects.toMatchObject({ why: "emptied" });
    expect((await store.findings("c", "e", 2))?.findings).toHaveLength(3);
  });

  it("is opened anew where the browser refuses every write of the old connection, as Firefox does", async () => {
    const { store, storage } = await openTab();
    await store.saveCase(INFO);
    const valid = database.transaction.bind(database);
    database.transaction = (names) => {
      if (typeof names !== "string") throw new DOMException("not allowed", "InvalidStateError");
      return valid(names);
    };
    await store.saveAlerts(...page("e", 0));
    expect(storage.at(-1)).toMatchObject({ state: "full" });
    expect(database.values("rows")).toEqual([]);
    database.transaction = valid;
    await store.retry();
    expect(database.values("rows")).toHaveLength(1);
    expect(storage.at(-1)).toMatchObject({ state: "saved" });
  });
});

describe("a page that stores nothing", () => {
  it("keeps new cases in memory, out of the database", async () => {
    const { store, storage } = await openTab();
    await store.saveCase(INFO);
    store.leaveCase("c");
    store.doWithout("chosen");
    expect(storage.at(-1)).toMatchObject({ state: "memory", why: "chosen" });
    const before = database.text();
    await store.saveCase({ ...INFO, id: "d" });
    const [findings, rows] = page("e", 0);
    await store.saveAlerts(inCase("d", findings), inCase("d", rows));
    expect((await store.findings("d", "e", 0))?.findings).toHaveLength(3);
    expect(await store.cases()).toEqual([expect.objectContaining({ id: "d" })]);
    // A late write of the case before it goes nowhere.
    await store.saveCase({ ...INFO, name: "late" });
    await store.reopen();
    await store.retry();
    expect(database.text()).toBe(before);
    expect((await openTab()).storage).toEqual([]);
  });

  it("deletes the database when everything is to go, and writes nothing to it again", async () => {
    const [here, there] = [await openTab(), await openTab()];
    await there.store.saveCase(INFO);
    await here.store.saveCase({ ...INFO, id: "d" });
    await here.store.wipe();
    there.store.doWithout("wiped");
    database.breakConnections("tab");
    await there.store.saveCase({ ...INFO, name: "late" });
    await there.store.saveAlerts(...page("e", 0));
    await here.store.saveCase({ ...INFO, id: "d", name: "late" });
    expect(database.values("cases")).toEqual([]);
    expect(database.values("rows")).toEqual([]);
    expect(here.storage.at(-1)).toMatchObject({ state: "memory", why: "wiped" });
    expect(there.storage.at(-1)).toMatchObject({ state: "memory", why: "wiped" });
    expect(await here.store.cases()).toEqual([]);
  });

  it("does not claim that everything is gone where the browser refuses", async () => {
    const { store, storage } = await openTab();
    const refusing = await CaseStore.open(
      { storage: (state) => void storage.push(state) },
      database.open,
      () => Promise.reject(new DatabaseError("blocked", "")),
    );
    await expect(refusing.wipe()).rejects.toMatchObject({ why: "blocked" });
    expect(storage.map(({ why }) => why)).toEqual(["chosen"]);
    await store.saveCase(INFO);
    expect(database.values("cases")).toHaveLength(1);
  });
});

describe("the size of a case", () => {
  it("is estimated from some of its entries", async () => {
    const { store } = await openTab();
    expect(await store.sizeOf("c")).toBe(0);
    await store.saveCase(INFO);
    for (let i = 0; i < 12; i++) await store.saveAlerts(...page("e", i));
    const some = await store.sizeOf("c");
    const all = JSON.stringify([database.values("rows"), database.values("findings")]).length;
    expect(some).toBeGreaterThan(all / 2);
    expect(some).toBeLessThan(all * 2);
    expect(await store.sizeOf("d")).toBe(0);
  });

  it("counts texts in their shorter encoding, and binary data as it is", () => {
    expect(storedSize("abc")).toBe(3);
    expect(storedSize("ab\u0416")).toBe(6);
    expect(storedSize(new Uint32Array(5))).toBe(20);
    expect(storedSize({ ab: [1, null], c: "d" })).toBe(2 + (8 + 8 + 8) + (1 + 1) + 8);
    expect(storedSize(new Map([["a", new Set([1])]]))).toBe(8 + 1 + (8 + 8));
  });
});
