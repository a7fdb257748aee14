import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CASE_STORES, SHARED_STORES } from "../../src/case/schema.ts";
import type { PackedRowPage, RowPage } from "../../src/case/index.ts";
import { unpackRowPage } from "../../src/case/pack-rows.ts";
import { storedValue } from "../support/stored-json.ts";
import { upgradeDatabase } from "../../src/case/upgrade-database.ts";

type Database = Parameters<typeof upgradeDatabase>[0];
type Transaction = Parameters<typeof upgradeDatabase>[2];

/** The pages of rows in a fixture. */
function storedPages(version: string): RowPage[] {
  const path = new URL(`../fixtures/database/${version}.json`, import.meta.url);
  const { stores } = JSON.parse(readFileSync(path, "utf8")) as {
    stores: { rows: [unknown, unknown][] };
  };
  return stores.rows.map(([, page]) => storedValue(page) as RowPage);
}

/** The stores of version 4, which the fixture version-4.json was written with. */
const VERSION_4 = [
  "cases",
  "evidence",
  "findings",
  "rows",
  "judgements",
  "exceptions",
  "rules",
  "ruleSets",
  "ruleFiles",
  "exceptionItems",
  "sightings",
  "events",
];

/**
 * @param rows the pages of rows that the database has, which the upgrade replaces
 * @returns the stores that an upgrade adds to a database with these
 */
async function added(
  stores: readonly string[],
  oldVersion: number,
  rows = new Map<unknown, unknown>(),
): Promise<string[]> {
  const created: string[] = [];
  const database = {
    objectStoreNames: { contains: (name: string) => stores.includes(name) },
    createObjectStore: (name: string) => void created.push(name),
  };
  const others = {
    objectStore: (name: string) => {
      if (name !== "rows") throw new Error(`the upgrade reads ${name}`);
      return {
        count: () => Promise.resolve(rows.size),
        getAllKeys: () => Promise.resolve([...rows.keys()]),
        get: (key: unknown) => Promise.resolve(rows.get(key)),
        put: (value: unknown, key: unknown) => Promise.resolve(void rows.set(key, value)),
      };
    },
  };
  await upgradeDatabase(
    database as unknown as Database,
    oldVersion,
    others as unknown as Transaction,
    () => undefined,
  );
  return created;
}

describe("the upgrade of a database", () => {
  it("of version 4 adds the stores of what analysts do, of near misses and of kept rules, packs rows, and touches nothing else", async () => {
    const pages = storedPages("version-4");
    const rows = new Map<unknown, unknown>(pages.map((page, key) => [key, page]));
    expect(await added(VERSION_4, 4, rows)).toEqual(["audit", "guides", "nearMisses", "keptRules"]);
    expect(pages.length).toBeGreaterThan(3);
    expect(Array.from(rows.values(), (page) => unpackRowPage(page as PackedRowPage))).toEqual(pages);
  });

  it("makes every store of a new one", async () => {
    expect((await added([], 0)).sort()).toEqual(["cases", ...CASE_STORES, ...SHARED_STORES].sort());
  });
});
