import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { CASE_STORES, SHARED_STORES } from "../../src/case/schema.ts";
import {
  type Disposition,
  type DispositionPage,
  idOfName,
  type PackedRowPage,
  type RowPage,
  unpackDispositions,
} from "../../src/case/index.ts";
import { unpackRowPage } from "../../src/case/pack-rows.ts";
import { upgradeDatabase } from "../../src/case/upgrade-database.ts";
import { keyRanges, MemoryDatabase } from "../support/memory-database.ts";
import { storedValue } from "../support/stored-json.ts";

beforeAll(() => void vi.stubGlobal("IDBKeyRange", keyRanges));
afterAll(() => void vi.unstubAllGlobals());

type Database = Parameters<typeof upgradeDatabase>[0];
type Transaction = Parameters<typeof upgradeDatabase>[2];
type Stores = Readonly<Record<string, readonly (readonly [key: never, value: unknown])[]>>;

/** The records in a fixture. */
function storedBy(version: string): Stores {
  const path = new URL(`../fixtures/database/${version}.json`, import.meta.url);
  const { stores } = JSON.parse(readFileSync(path, "utf8")) as { stores: Stores };
  return Object.fromEntries(
    Object.entries(stores).map(([name, records]) => [
      name,
      records.map(([key, value]) => [key, storedValue(value)] as const),
    ]),
  );
}

/** Upgrades a database with these records. */
async function upgraded(stores: Stores, oldVersion: number) {
  const records = new MemoryDatabase();
  const names = Object.keys(stores);
  const filling = records.transaction(names.length === 0 ? "cases" : names);
  for (const name of names)
    for (const [key, value] of stores[name]!) void filling.objectStore(name).put(value, key);
  await filling.done;
  const [created, deleted] = [[] as string[], [] as string[]];
  const database = {
    objectStoreNames: { contains: (name: string) => names.includes(name) },
    createObjectStore: (name: string) => void created.push(name),
    deleteObjectStore: (name: string) => void deleted.push(name),
  };
  let steps = 0;
  await upgradeDatabase(
    database as unknown as Database,
    oldVersion,
    records.transaction("cases") as unknown as Transaction,
    () => void steps++,
  );
  return { created, deleted, steps, values: (name: string) => records.values(name) };
}

/** What is decided, by the alert's id. */
function decidedIn(pages: readonly unknown[]): Map<string, unknown> {
  const alerts = pages.flatMap((page) => unpackDispositions(page as DispositionPage));
  return new Map(alerts.map(([name, decided]) => [idOfName(name), decided]));
}

function expectedOf(records: Stores[string]): Map<string, unknown> {
  return new Map(
    records.map(([, value]) => {
      const { alertId, ...decided } = value as Disposition;
      return [alertId, decided];
    }),
  );
}

describe("the upgrade of a database", () => {
  it("of version 4 adds stores, packs rows and dispositions, and touches nothing else", async () => {
    const stores = storedBy("version-4");
    const { created, deleted, values } = await upgraded(stores, 4);
    expect(created.sort()).toEqual(["audit", "dispositions", "guides", "keptRules", "nearMisses"]);
    expect(deleted).toEqual(["judgements"]);
    const pages = stores["rows"]!.map(([, page]) => page as RowPage);
    expect(pages.length).toBeGreaterThan(3);
    expect(values("rows").map((page) => unpackRowPage(page as PackedRowPage))).toEqual(pages);
    expect(stores["judgements"]!.length).toBeGreaterThan(3);
    expect(decidedIn(values("dispositions"))).toEqual(expectedOf(stores["judgements"]!));
    for (const name of Object.keys(stores).filter((name) => name !== "rows" && name !== "judgements"))
      expect(values(name)).toEqual(stores[name]!.map(([, value]) => value));
  });

  it("of version 7 packs what was decided about many alerts, of several cases and files and of sequences", async () => {
    const judgements = ["a", "b"].flatMap((caseId) =>
      Array.from({ length: 6500 }, (_, n) => {
        const alertId = n % 50 === 0 ? `sequence.${n}` : `file-${n % 3}.${n * 997}.r`;
        const value = { alertId, status: "closed", verdict: "", note: String(n % 5), changedAt: 1 };
        return [[caseId, alertId] as never, value] as const;
      }),
    );
    const { values, steps } = await upgraded({ judgements, dispositions: [] }, 7);
    expect(steps).toBe(judgements.length + 1);
    const pages = values("dispositions") as DispositionPage[];
    for (const caseId of ["a", "b"])
      expect(decidedIn(pages.filter((page) => page.caseId === caseId))).toEqual(
        expectedOf(judgements.filter(([key]) => key[0] === caseId)),
      );
    for (const { values, others, offsets } of pages)
      expect(values.length).toBeLessThanOrEqual(Math.min(5, others.length + offsets.length));
  });

  it("makes every store of a new one", async () => {
    const { created, deleted } = await upgraded({}, 0);
    expect(created.sort()).toEqual(["cases", ...CASE_STORES, ...SHARED_STORES].sort());
    expect(deleted).toEqual([]);
  });
});
