import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Case, CASE_STORES, CaseLocks, CaseStore } from "../../../src/case/index.ts";
import type { CaseFileSource } from "../../../src/case-file/index.ts";
import { mergeImported } from "../../../src/app/case-file/merge-case.ts";
import { type ImportTarget, removeUnfinished } from "../../../src/app/case-file/import-case.ts";
import { caseRule, OPTIONS, contentOf, decided, sourceOf, uuid } from "../../case-file/merge/made-cases.ts";
import { keyRanges, MemoryDatabase } from "../../support/memory-database.ts";

/* A case is merged completely, or it is as it was. */

beforeAll(() => void vi.stubGlobal("IDBKeyRange", keyRanges));
afterAll(() => void vi.unstubAllGlobals());

const file = (n: number, side: string) => ({
  ...{ id: uuid(n, side), sha256: String(n).repeat(64), order: n },
  alerts: [["r1", 1] as const, ["r1", 2] as const, ["r1", 3] as const],
});
const OWN = sourceOf({ id: "own", name: "Own", files: [file(1, "a")], rules: [caseRule("r1")] });
let others = 0;
/** The same case each time, under an id of its own, as each import gives it. */
const other = () =>
  sourceOf({
    id: `other ${others++}`,
    files: [file(1, "b"), file(2, "b")],
    rules: [caseRule("r1")],
    decisions: [[`${uuid(1, "b")}.1.r1`, decided(9, { note: "=1+1" })]],
  });
const isMerged = (value: unknown): boolean =>
  !/^(?:own|other.*|)$/.test((value as { caseId: string }).caseId);

let database: MemoryDatabase;
let target: ImportTarget;
beforeEach(async () => {
  database = new MemoryDatabase();
  target = await openTab();
  await put(OWN, false);
});

/** Everything on the disk. */
const stored = (): string =>
  JSON.stringify(["cases", ...CASE_STORES].map((store) => [store, database.values(store)]));

async function openTab(): Promise<ImportTarget> {
  const store = await CaseStore.open({}, database.open, database.remove);
  return { store, locks: new CaseLocks(undefined), taken: () => undefined };
}

/** Stores a case: as one that is being imported, or as an own one. */
async function put({ info, entries }: CaseFileSource, isImported: boolean): Promise<Case> {
  await target.store.beginImport(info);
  for (const name of CASE_STORES)
    for await (const some of entries(name))
      if (some.length > 0) await target.store.importEntries(info.id, some);
  if (!isImported) await target.store.endImport(info);
  return info;
}

const { shipped, by, file: path, most } = OPTIONS;
const options = { shipped, by, file: path, most };
async function merge(signal = new AbortController().signal, check?: () => Promise<void>) {
  const info = await put(other(), true);
  const done: number[] = [];
  const result = await mergeImported(
    ...([target, OWN.info, { info, hold: null }, options, (n: number) => void done.push(n), signal] as const),
    check,
  );
  return { result, done };
}

const storedCase = (info: Case): CaseFileSource => ({
  info,
  entries: (name) => target.store.entries(name, info.id),
});

describe("a merge", () => {
  it("leaves one case in the place of the own one, with what both had", async () => {
    const { result, done } = await merge();
    if (!("summary" in result)) throw new Error(JSON.stringify(result));
    expect(result.summary).toMatchObject({ files: 1, sharedFiles: 1, alerts: 3, decisions: 1 });
    expect(done.at(-1)).toBeGreaterThan(5);
    const [only, ...rest] = await target.store.cases();
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ name: "Own", origin: "own", id: result.info.id });
    expect((await contentOf(storedCase(only!))).alerts).toHaveLength(6);
    // Nothing is left of the cases that it was made of.
    for (const value of CASE_STORES.flatMap((store) => database.values(store)))
      expect(JSON.stringify(value)).not.toMatch(/"caseId":"(?:own|other [0-9]+|)"/);
  });

  it("that brings nothing changes nothing", async () => {
    const { result } = await merge();
    if (!("summary" in result)) throw new Error(JSON.stringify(result));
    const before = stored();
    const info = await put(other(), true);
    const again = await mergeImported(
      ...([target, result.info, { info, hold: null }, options, () => undefined] as const),
      new AbortController().signal,
    );
    expect(again).toMatchObject({ same: { isNothingNew: true } });
    expect(stored()).toBe(before);
  });

  it.each(
    CASE_STORES.filter((store) => ["evidence", "rows", "findings", "dispositions", "audit"].includes(store)),
  )("leaves the own case as it was where the disk has no room for %s", async (full) => {
    const before = stored();
    database.refuses = (store, value) => store === full && isMerged(value);
    const { result } = await merge();
    expect(result).toMatchObject({ error: { name: "QuotaExceededError" } });
    database.refuses = () => false;
    expect(stored()).toBe(before);
  });

  it("leaves the own case as it was where the last step fails, where it is stopped, and where it cannot be shown", async () => {
    const before = stored();
    database.refuses = (store, value) => store === "cases" && (value as Case).origin === "own";
    expect((await merge()).result).toHaveProperty("error");
    database.refuses = () => false;
    expect(stored()).toBe(before);
    const stop = new AbortController();
    expect((await merge(stop.signal, async () => stop.abort())).result).toEqual({ stopped: true });
    expect(stored()).toBe(before);
    await expect(merge(undefined, () => Promise.reject(new TypeError("hostile")))).rejects.toThrow("hostile");
    expect(stored()).toBe(before);
  });

  it("that a closed tab has left is gone after the next start", async () => {
    const before = stored();
    vi.spyOn(target.store, "deleteCase").mockRejectedValue(new DOMException("", "UnknownError"));
    database.refuses = (store, value) => store === "audit" && isMerged(value);
    await merge();
    expect(stored()).not.toBe(before);
    database.refuses = () => false;
    const next = await openTab();
    expect((await next.store.cases()).map(({ name }) => name)).toEqual(["Own"]);
    await removeUnfinished(next);
    expect(stored()).toBe(before);
  });

  it("does not take a case that another tab has taken meanwhile", async () => {
    const tab = await openTab();
    const { result } = await merge(undefined, async () => void (await tab.store.claimCase("own", 5)));
    expect(result).toHaveProperty("error");
    expect((await tab.store.cases()).map(({ name }) => name)).toEqual(["Own"]);
    expect((await contentOf(storedCase(OWN.info))).alerts).toHaveLength(3);
  });
});
