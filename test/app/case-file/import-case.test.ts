import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  CASE_STORES,
  CaseLocks,
  CaseStore,
  DATABASE_VERSION,
  type GuideProgress,
} from "../../../src/case/index.ts";
import { CaseFile, type CaseFileSource, writeCaseFile } from "../../../src/case-file/index.ts";
import { importCase, type ImportTarget, removeUnfinished } from "../../../src/app/case-file/import-case.ts";
import { currentCases, entriesOf, smallCase } from "../../case-file/stored-cases.ts";
import { pagesOf } from "../../support/stored-dispositions.ts";
import { keyRanges, MemoryDatabase } from "../../support/memory-database.ts";

/* A case from a case file is stored completely or not at all. */

beforeAll(() => void vi.stubGlobal("IDBKeyRange", keyRanges));
afterAll(() => void vi.unstubAllGlobals());

let database: MemoryDatabase;
let target: ImportTarget;
beforeEach(async () => {
  database = new MemoryDatabase();
  target = await openTab();
  // The analyst's own case.
  await target.store.saveCase({ id: "own", name: "Own", createdAt: 1, openedAt: 1 });
  const decided = {
    alertId: "a",
    status: "closed",
    verdict: "true positive",
    note: "",
    changedAt: 1,
  } as const;
  await target.store.saveDispositions("own", () => [pagesOf("own", [decided])]);
});

/** Everything on the disk. */
const stored = (): string =>
  JSON.stringify(["cases", ...CASE_STORES].map((store) => [store, database.values(store)]));

async function openTab(): Promise<ImportTarget> {
  const store = await CaseStore.open({}, database.open, database.remove);
  return { store, locks: new CaseLocks(undefined), taken: () => undefined };
}

async function bytesOf(
  source: CaseFileSource,
  passphrase: string | null = null,
): Promise<Buffer<ArrayBuffer>> {
  const options = { database: DATABASE_VERSION, loupe: "1", without: [], passphrase, iterations: 100_000 };
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of writeCaseFile(source, options)) parts.push(part);
  return Buffer.from(await new Blob(parts).arrayBuffer());
}

async function imported(bytes: Uint8Array<ArrayBuffer>, signal = new AbortController().signal) {
  const opened = await CaseFile.open(new Blob([bytes]), DATABASE_VERSION);
  if ("fault" in opened) return opened;
  const info = await opened.value.unlock("");
  if ("fault" in info) return info;
  return importCase(target, opened.value, info.value, "Imported", () => undefined, signal);
}

/** A case of a database. */
async function sourceOf(store: CaseStore, id: string): Promise<CaseFileSource> {
  const info = (await store.caseOf(id))!;
  return { info, entries: (name) => store.entries(name, id) };
}

describe("a case from a case file", () => {
  it.each(currentCases().map((source) => [source.info.name, source] as const))(
    "gives the same file as before: “%s”",
    async (_name, source) => {
      const bytes = await bytesOf(source);
      const result = await imported(bytes);
      if (!("info" in result)) throw new Error(JSON.stringify(result));
      expect(await entriesOf(await sourceOf(target.store, result.info.id))).toHaveLength(
        (await entriesOf(source)).length,
      );
      const renamed = { ...(await sourceOf(target.store, result.info.id)) };
      const again = await bytesOf({ ...renamed, info: { ...renamed.info, name: source.info.name } });
      expect(again.equals(bytes)).toBe(true);
      expect((await target.store.cases()).map(({ name }) => name)).toEqual(["Imported", "Own"]);
    },
  );

  it("has a new id and remembers the one where it was begun, also when it travels on", async () => {
    const first = await imported(await bytesOf(smallCase()));
    if (!("info" in first)) throw new Error("not imported");
    const second = await imported(await bytesOf(await sourceOf(target.store, first.info.id)));
    if (!("info" in second)) throw new Error("not imported");
    expect(new Set([smallCase().info.id, first.info.id, second.info.id]).size).toBe(3);
    expect([first.info.origin, second.info.origin]).toEqual([smallCase().info.id, smallCase().info.id]);
  });

  it("leaves the own cases as they were wherever its file is damaged or ends early", async () => {
    const bytes = await bytesOf(smallCase());
    const before = stored();
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 0x10;
      for (const each of [damaged, bytes.subarray(0, at)]) {
        expect(await imported(each), `byte ${at}`).toHaveProperty("fault");
        expect(stored() === before, `byte ${at}`).toBe(true);
      }
    }
  });

  it("leaves nothing where the disk is too full for all of it", async () => {
    const before = stored();
    database.refuses = (store) => store === "events";
    expect(await imported(await bytesOf(smallCase()))).toMatchObject({
      error: { name: "QuotaExceededError" },
    });
    expect(stored()).toBe(before);
    expect(await target.store.cases()).toHaveLength(1);
  });

  it("leaves nothing where it is stopped", async () => {
    const before = stored();
    const stop = new AbortController();
    database.refuses = (store) => {
      if (store === "evidence") stop.abort();
      return false;
    };
    expect(await imported(await bytesOf(smallCase()), stop.signal)).toEqual({ stopped: true });
    expect(stored()).toBe(before);
  });

  it("is no case before it is whole, and what a closed tab has left of it goes at the next start", async () => {
    const before = stored();
    let seen: readonly unknown[] = [];
    const listed = async () => (seen = await (await openTab()).store.cases());
    // The tab ends in the middle: nothing of it is cleaned up.
    database.refuses = (store) => {
      if (store === "events") void listed();
      return store === "events";
    };
    vi.spyOn(target.store, "deleteCase").mockRejectedValue(new DOMException("", "UnknownError"));
    await imported(await bytesOf(smallCase()));
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    expect(stored()).not.toBe(before);
    const next = await openTab();
    expect(await next.store.cases()).toHaveLength(1);
    await removeUnfinished(next);
    expect(stored()).toBe(before);
  });

  it("is left alone while a tab still reads it", async () => {
    await target.store.beginImport({ id: "i", name: "I", createdAt: 1, openedAt: 1 });
    const held = {
      request: (_n: string, _o: object, act: (lock: null) => unknown) => Promise.resolve(act(null)),
    };
    await removeUnfinished({ ...target, locks: new CaseLocks(held as unknown as LockManager) });
    expect(await target.store.unfinishedImports()).toHaveLength(1);
  });

  it("is in memory where there is no database", async () => {
    target = { ...target, store: await CaseStore.open() };
    const bytes = await bytesOf(smallCase());
    const result = await imported(bytes);
    if (!("info" in result)) throw new Error("not imported");
    const source = await sourceOf(target.store, result.info.id);
    expect((await bytesOf({ ...source, info: { ...source.info, name: "Small" } })).equals(bytes)).toBe(true);
  });

  it("is refused where the page has no words for a problem of a file", async () => {
    const source = smallCase();
    const before = stored();
    const hostile: CaseFileSource = {
      ...source,
      entries: async function* (store) {
        for await (const some of source.entries(store))
          yield some.map((entry) =>
            entry.store === "evidence"
              ? {
                  ...entry,
                  value: {
                    ...(entry.value as object),
                    problems: [{ code: "no-such-problem", severity: "error", offset: 0, data: {} }],
                  },
                }
              : entry,
          );
      },
    };
    expect(await imported(await bytesOf(hostile))).toMatchObject({
      fault: { code: "foreign", data: { store: "evidence" } },
    });
    expect(stored()).toBe(before);
  });
});

describe("the entries of a case", () => {
  it("come in the order of their keys, also those that only memory has", async () => {
    const guide = (alertId: string, changedAt = 1) => ({ alertId, steps: [], changedAt });
    for (const id of ["b", "d", "f"]) await target.store.saveGuide("own", guide(id));
    database.refuses = (store) => store === "guides";
    for (const later of [guide("c"), guide("d", 2), guide("g")]) await target.store.saveGuide("own", later);
    const keys: unknown[] = [];
    for await (const some of target.store.entries("guides", "own"))
      for (const { key, value } of some) keys.push([key[1], (value as GuideProgress).changedAt]);
    expect(keys).toEqual([
      ["b", 1],
      ["c", 1],
      ["d", 2],
      ["f", 1],
      ["g", 1],
    ]);
  });
});
