import { type IDBPDatabase, openDB } from "idb";
import { OpeningAttempt } from "./opening-attempt.ts";
import type { LoupeSchema } from "./schema.ts";
import { upgradeDatabase, type UpgradeProgress } from "./upgrade-database.ts";

export const DATABASE = "loupe";
/** docs/storage.md says what each version was. */
const VERSION = 3;

export interface DatabaseEvents {
  /** The browser, or another tab, has closed the database. */
  closed(): void;
  /** How far an upgrade from an older version is. */
  upgrading(progress: UpgradeProgress): void;
}

/** @throws DatabaseError if there is no database to be had */
export async function openDatabase(events: DatabaseEvents): Promise<IDBPDatabase<LoupeSchema>> {
  const attempt = new OpeningAttempt();
  try {
    if (typeof indexedDB === "undefined") throw new Error("This browser has no IndexedDB.");
    const opening = openDB<LoupeSchema>(DATABASE, VERSION, {
      upgrade(database, oldVersion, _newVersion, transaction) {
        attempt.upgrade(oldVersion, transaction, () =>
          upgradeDatabase(database, oldVersion, transaction, (progress) => events.upgrading(progress)),
        );
      },
      blocked: () => attempt.isBlocked(),
      blocking(_current, _blocked, event) {
        // Another tab wants to change the database: without this it would wait for ever.
        (event.target as IDBDatabase).close();
        events.closed();
      },
      terminated: () => events.closed(),
    });
    return await attempt.result(opening);
  } catch (error) {
    throw attempt.errorOf(error);
  } finally {
    attempt.end();
  }
}
