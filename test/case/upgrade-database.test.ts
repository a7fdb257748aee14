import { describe, expect, it } from "vitest";
import { CASE_STORES, SHARED_STORES } from "../../src/case/schema.ts";
import { upgradeDatabase } from "../../src/case/upgrade-database.ts";

type Database = Parameters<typeof upgradeDatabase>[0];
type Transaction = Parameters<typeof upgradeDatabase>[2];

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

/** @returns the stores that an upgrade adds to a database with these */
async function added(stores: readonly string[], oldVersion: number): Promise<string[]> {
  const created: string[] = [];
  const database = {
    objectStoreNames: { contains: (name: string) => stores.includes(name) },
    createObjectStore: (name: string) => void created.push(name),
  };
  const refused = {
    objectStore: (name: string) => {
      throw new Error(`the upgrade reads ${name}`);
    },
  };
  await upgradeDatabase(
    database as unknown as Database,
    oldVersion,
    refused as unknown as Transaction,
    () => undefined,
  );
  return created;
}

describe("the upgrade of a database", () => {
  it("of version 4 adds the stores of what analysts do, of near misses and of kept rules, and touches nothing else", async () => {
    expect(await added(VERSION_4, 4)).toEqual(["audit", "guides", "nearMisses", "keptRules"]);
  });

  it("makes every store of a new one", async () => {
    expect((await added([], 0)).sort()).toEqual(["cases", ...CASE_STORES, ...SHARED_STORES].sort());
  });
});
