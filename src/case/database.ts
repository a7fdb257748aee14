import { deleteDB, type IDBPDatabase, openDB } from "idb";
import { DatabaseError, OpeningAttempt } from "./opening-attempt.ts";
import type { LoupeSchema } from "./schema.ts";
import { upgradeDatabase, type UpgradeProgress } from "./upgrade-database.ts";

export const DATABASE = "loupe";
/** docs/storage.md describes each version. */
export const VERSION = 9;

export interface DatabaseEvents {
  /** Called when the browser has closed the database, or when another tab needs it closed. */
  closed(by: "browser" | "tab"): void;
  /** Called when there was no database, so that an empty one is made. */
  created(): void;
  /** Called with the progress of an upgrade from an older version. */
  upgrading(progress: UpgradeProgress): void;
}

/** @throws DatabaseError if the database cannot be opened */
export async function openDatabase(events: DatabaseEvents): Promise<IDBPDatabase<LoupeSchema>> {
  const attempt = new OpeningAttempt();
  try {
    if (typeof indexedDB === "undefined") throw new Error("This browser has no IndexedDB.");
    const opening = openDB<LoupeSchema>(DATABASE, VERSION, {
      upgrade(database, oldVersion, _newVersion, transaction) {
        if (oldVersion === 0) events.created();
        attempt.upgrade(oldVersion, transaction, () =>
          upgradeDatabase(database, oldVersion, transaction, (progress) => events.upgrading(progress)),
        );
      },
      blocked: () => attempt.isBlocked(),
      blocking(_current, _blocked, event) {
        // Another tab wants to change the database and would wait forever otherwise.
        (event.target as IDBDatabase).close();
        events.closed("tab");
      },
      terminated: () => events.closed("browser"),
    });
    return await attempt.result(opening);
  } catch (error) {
    throw attempt.errorOf(error);
  } finally {
    attempt.end();
  }
}

/** How long other tabs have to close the database that is to be deleted, in milliseconds. */
const DELETE_MS = 5000;

/**
 * Deletes the database with every case. Connections of this page must be closed.
 *
 * @throws DatabaseError `blocked` if another tab keeps it open, `absent` if the browser refuses
 */
export async function deleteDatabase(): Promise<void> {
  if (typeof indexedDB === "undefined") return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DatabaseError("blocked", "")), DELETE_MS);
  });
  try {
    await Promise.race([deleteDB(DATABASE), late]);
  } catch (error) {
    throw error instanceof DatabaseError ? error : new DatabaseError("absent", String(error));
  } finally {
    clearTimeout(timer);
  }
}
