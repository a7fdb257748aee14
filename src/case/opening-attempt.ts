/**
 * Why there is no database. `absent`: the browser has none, refuses it, or does not answer. `newer`: a later version of
 * Loupe has written it. `blocked`: it has to be upgraded, and another tab has it open. `not-upgraded`: the upgrade failed, and
 * the database is as it was.
 */
export type NoDatabase = "absent" | "newer" | "blocked" | "not-upgraded";

export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly why: NoDatabase;

  constructor(why: NoDatabase, message: string) {
    super(message);
    this.why = why;
  }
}

/** A browser that does not answer by then gets a case that lives in the tab alone. */
const PATIENCE_MS = 5000;

/** What is needed of the transaction in which a database is upgraded. */
interface UpgradeTransaction {
  readonly done: Promise<void>;
  abort(): void;
}

/** One attempt to open a database: how long it may take, and why it failed. */
export class OpeningAttempt {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #hasGivenUp = false;
  #isBlocked = false;
  #isUpgrading = false;
  /** Why the upgrade was given up: the browser itself only says that its transaction was aborted. */
  #failure: unknown;

  /** Another tab has the database open, in an older version, and has not closed it when it was asked to. */
  isBlocked(): void {
    this.#isBlocked = true;
  }

  /**
   * Runs an upgrade, which may take as long as it needs. One that begins when nobody waits for it any more is left to the
   * next attempt.
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
        // Otherwise what had been upgraded until then would be kept.
        transaction.abort();
      } catch {
        // A full disk has aborted it already.
      }
    });
  }

  /** Waits for the database, but not for ever. */
  result<T extends { close(): void }>(opening: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#timer = setTimeout(() => {
        this.#hasGivenUp = true;
        reject(new Error(this.#isBlocked ? BLOCKED : SILENT));
      }, PATIENCE_MS);
      opening.then((database) => {
        // Other tabs must not have to wait for one that nobody uses.
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
