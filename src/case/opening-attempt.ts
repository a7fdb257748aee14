/**
 * Why there is no database. `absent`: the browser has none, refuses it, or does not answer. `newer`: a later version of
 * Loupe has written it. `blocked`: it needs an upgrade, and another tab has it open. `not-upgraded`: the upgrade
 * failed, and the database is unchanged. `lost`: the browser has closed it and does not open it again, most often because
 * the disk is full. `emptied`: it has also deleted what was in it, which Chromium does on a full disk. `chosen`: the
 * analyst wants nothing stored. `wiped`: the analyst has had everything deleted, here or in another tab.
 */
export type NoDatabase =
  "absent" | "newer" | "blocked" | "not-upgraded" | "lost" | "emptied" | "chosen" | "wiped";

export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly why: NoDatabase;

  constructor(why: NoDatabase, message: string) {
    super(message);
    this.why = why;
  }
}

/** If the browser does not answer in this time, the case is kept in the tab only. */
const PATIENCE_MS = 5000;

/** What an upgrade needs of its transaction. */
interface UpgradeTransaction {
  readonly done: Promise<void>;
  abort(): void;
}

/** One attempt to open a database, with a time limit and the reason for a failure. */
export class OpeningAttempt {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasGivenUp = false;
  #isBlocked = false;
  #isUpgrading = false;
  /** Why the upgrade was aborted: the browser itself reports only that its transaction was aborted. */
  #failure: unknown;

  /** Call if another tab has an older version open and did not close it when asked. */
  isBlocked(): void {
    this.#isBlocked = true;
  }

  /**
   * Runs an upgrade, which may take as long as it needs. If the attempt has already been given up, the upgrade is left
   * to the next attempt.
   *
   * @param oldVersion 0 if there was no database
   */
  upgrade(oldVersion: number, transaction: UpgradeTransaction, run: () => Promise<void>): void {
    clearTimeout(this.#timer);
    this.#isBlocked = false;
    this.#isUpgrading = oldVersion > 0;
    transaction.done.catch(() => undefined); // the opening fails as well
    if (this.#hasGivenUp) {
      transaction.abort();
      return;
    }
    run().catch((error: unknown) => {
      this.#failure = error;
      try {
        // Otherwise the records upgraded so far would be committed.
        transaction.abort();
      } catch {
        // A full disk has already aborted it.
      }
    });
  }

  /** Waits for the database, up to the time limit. */
  result<T extends { close(): void }>(opening: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#timer = setTimeout(() => {
        this.#hasGivenUp = true;
        reject(new Error(this.#isBlocked ? BLOCKED : SILENT));
      }, PATIENCE_MS);
      opening.then((database) => {
        // An unused connection would block other tabs.
        if (this.#hasGivenUp) database.close();
        else resolve(database);
      }, reject);
    });
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  errorOf(error: unknown): DatabaseError {
    return new DatabaseError(this.#why(error), reasonOf(this.#failure ?? error));
  }

  #why(error: unknown): NoDatabase {
    if (error instanceof Error && error.name === "VersionError") return "newer";
    if (this.#isBlocked) return "blocked";
    return this.#isUpgrading ? "not-upgraded" : "absent";
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
}

const BLOCKED = "The database is open in another tab.";
const SILENT = "The browser's database does not answer.";
