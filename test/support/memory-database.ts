import type { DatabaseEvents, openDatabase } from "../../src/case/database.ts";

type Key = string | number | readonly Key[];
interface Stored {
  readonly key: Key;
  readonly value: unknown;
}
interface Range {
  readonly lower: Key;
  readonly upper: Key;
  readonly lowerOpen: boolean;
  readonly upperOpen: boolean;
}

/**
 * IndexedDB as far as the case store uses it, for several tabs: transactions run one after the other, and each happens
 * completely or not at all. The global `IDBKeyRange` has to be `keyRanges`.
 */
export class MemoryDatabase {
  readonly #stores = new Map<string, Map<string, Stored>>();
  #last: Promise<void> = Promise.resolve();
  /** Whether the disk is too full for a value. */
  refuses: (store: string, value: unknown) => boolean = () => false;

  /** Whether the browser refuses to open it, as Chromium does on a full disk. */
  isClosed = false;
  readonly #connections: DatabaseEvents[] = [];

  /** What `CaseStore.open` takes to open this database. */
  readonly open = ((events: DatabaseEvents) => {
    if (this.isClosed) return Promise.reject(new DOMException("Internal error", "UnknownError"));
    if ([...this.#stores.values()].every(({ size }) => size === 0)) events.created();
    this.#connections.push(events);
    return Promise.resolve(this);
  }) as unknown as typeof openDatabase;

  /** Ends every connection: Chromium does so when the disk is full, and then opens none. */
  breakConnections(by: "browser" | "tab"): void {
    this.isClosed = by === "browser";
    for (const { closed } of this.#connections.splice(0)) closed(by);
  }

  /** Deletes everything, as Chromium sometimes does then. */
  empty(): void {
    this.#stores.clear();
  }

  close(): void {}

  /** What `CaseStore.open` takes to delete this database. It waits for no connection, as if all were closed. */
  readonly remove = (): Promise<void> => {
    this.empty();
    return Promise.resolve();
  };

  /** The values of a store, as they are on the disk. */
  values(store: string): unknown[] {
    return [...this.#entries(store).values()].map(({ value }) => value);
  }

  /** Everything on the disk, as text. */
  text(): string {
    return JSON.stringify([...this.#stores].map(([name, entries]) => [name, [...entries.values()]]));
  }

  #entries(store: string): Map<string, Stored> {
    const entries = this.#stores.get(store) ?? new Map<string, Stored>();
    this.#stores.set(store, entries);
    return entries;
  }

  get(store: string, key: Key): Promise<unknown> {
    return this.transaction(store).objectStore(store).get(key);
  }

  transaction(names: string | readonly string[]) {
    const before = this.#last;
    const undo: (() => void)[] = [];
    let pending = 0;
    let state: "open" | "done" | "aborted" = "open";
    let settle: { resolve(): void; reject(error: unknown): void };
    const done = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
    this.#last = done.catch(() => undefined);
    const abort = (error: unknown = new DOMException("", "AbortError")): void => {
      if (state !== "open") throw new DOMException("", "InvalidStateError");
      state = "aborted";
      for (const step of undo.reverse()) step();
      settle.reject(error);
    };
    const commitIfIdle = (): void => {
      setTimeout(() => {
        if (pending > 0 || state !== "open") return;
        state = "done";
        settle.resolve();
      });
    };
    const request = async <T>(act: () => T): Promise<T> => {
      pending++;
      await before;
      try {
        if (state !== "open") throw new DOMException("", "AbortError");
        return act();
      } catch (error) {
        if (state === "open") abort(error);
        throw error;
      } finally {
        pending--;
        commitIfIdle();
      }
    };
    const change = (entries: Map<string, Stored>, id: string, next: Stored | undefined): void => {
      const earlier = entries.get(id);
      undo.push(() => (earlier === undefined ? entries.delete(id) : entries.set(id, earlier)));
      if (next === undefined) entries.delete(id);
      else entries.set(id, next);
    };
    const objectStore = (name: string) => {
      const entries = this.#entries(name);
      const found = (range: Range | undefined): Stored[] =>
        [...entries.values()]
          .filter(({ key }) => range === undefined || isIn(range, key))
          .sort((a, b) => compare(a.key, b.key));
      return {
        get: (key: Key) => request(() => structuredClone(entries.get(JSON.stringify(key))?.value)),
        getAll: (range?: Range, count?: number) =>
          request(() =>
            found(range)
              .slice(0, count)
              .map(({ value }) => structuredClone(value)),
          ),
        getAllKeys: (range?: Range, count?: number) =>
          request(() =>
            found(range)
              .slice(0, count)
              .map(({ key }) => key),
          ),
        count: (range?: Range) => request(() => found(range).length),
        put: (value: unknown, key: Key) => {
          const copy = structuredClone(value);
          return request(() => {
            if (this.refuses(name, copy)) throw new DOMException("The disk is full.", "QuotaExceededError");
            change(entries, JSON.stringify(key), { key, value: copy });
          });
        },
        delete: (range: Range | Key) =>
          request(() => {
            const where = typeof range === "object" && "lower" in range ? range : rangeOf(range as Key);
            for (const { key } of found(where)) change(entries, JSON.stringify(key), undefined);
          }),
      };
    };
    const first = typeof names === "string" ? names : names[0]!;
    void before.then(commitIfIdle);
    return { done, abort: () => abort(), objectStore, store: objectStore(first) };
  }
}

/** The global that key ranges are made with. */
export const keyRanges = {
  /** An array is above every text and number. */
  lowerBound: (lower: Key, lowerOpen = false): Range => ({
    lower,
    upper: [[[]]],
    lowerOpen,
    upperOpen: false,
  }),
  only: (key: Key): Range => rangeOf(key),
  bound: (lower: Key, upper: Key, lowerOpen = false, upperOpen = false): Range => ({
    lower,
    upper,
    lowerOpen,
    upperOpen,
  }),
};

function rangeOf(key: Key): Range {
  return { lower: key, upper: key, lowerOpen: false, upperOpen: false };
}

function isIn({ lower, upper, lowerOpen, upperOpen }: Range, key: Key): boolean {
  const [start, end] = [compare(lower, key), compare(key, upper)];
  return (lowerOpen ? start < 0 : start <= 0) && (upperOpen ? end < 0 : end <= 0);
}

/** As IndexedDB orders keys: numbers, then texts, then arrays. */
function compare(a: Key, b: Key): number {
  const rank = (key: Key): number => (typeof key === "number" ? 0 : typeof key === "string" ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === "object" && typeof b === "object") {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const order = compare(a[i]!, b[i]!);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
