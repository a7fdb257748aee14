import type { Evidence } from "../../case/index.ts";

/**
 * The screen and the database learn of changes at most this often, in milliseconds: a thousand small files bring thousands
 * of changes, and each would make the browser lay out the whole file list again and begin a transaction.
 */
const PUBLISH_MS = 250;

/** The files of a case: `files` is the truth at once, `shown` is what the screen shows of it a moment later. */
export class Ledger {
  readonly #files: Evidence[] = [];
  readonly #positions = new Map<string, number>();
  readonly #store: (files: readonly Evidence[]) => void;
  /** The ids of entries that the database does not have as they are now. */
  readonly #unsaved = new Set<string>();
  /** Whether it gets them before anything else happens. */
  #isFlushing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  shown = $state.raw<readonly Evidence[]>([]);

  /** @param store writes the entries of some files to the database */
  constructor(store: (files: readonly Evidence[]) => void) {
    this.#store = store;
  }

  /** What is known now, whether the screen shows it yet or not. */
  get files(): readonly Evidence[] {
    return this.#files;
  }

  /** One file as it is known now. A component that calls this is updated with `shown`. */
  get(id: string): Evidence | undefined {
    void this.shown;
    const position = this.#positions.get(id);
    return position === undefined ? undefined : this.#files[position];
  }

  /** Takes in files that the database has already. */
  load(files: readonly Evidence[]): void {
    for (const file of files) this.#append(file);
  }

  /** Takes in what another tab has stored by now. Entries that are the same stay the same objects. */
  follow(files: readonly Evidence[]): void {
    const known = new Map(this.#files.map((file) => [file.id, file]));
    const followed = files.map((file) => {
      const before = known.get(file.id);
      return before !== undefined && isEqual(before, file) ? before : file;
    });
    if (followed.length === this.#files.length && followed.every((file, i) => file === this.#files[i]))
      return;
    this.#files.length = 0;
    this.#positions.clear();
    for (const file of followed) this.#append(file);
  }

  /** The `order` of the next file. */
  get nextOrder(): number {
    return this.#files.reduce((next, { order }) => Math.max(next, order + 1), 0);
  }

  /** Takes a file off the list. What is stored of it is for the caller to delete. */
  remove(id: string): void {
    const position = this.#positions.get(id);
    if (position === undefined) return;
    this.#files.splice(position, 1);
    this.#unsaved.delete(id);
    this.#positions.clear();
    this.#files.forEach((file, i) => this.#positions.set(file.id, i));
    this.publish();
  }

  /** Adds an entry, which is written to the database at once: what is found in the file must not be there without it. */
  add(file: Evidence): void {
    this.#append(file);
    this.#unsaved.add(file.id);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    queueMicrotask(() => this.flush());
  }

  #append(file: Evidence): void {
    this.#positions.set(file.id, this.#files.length);
    this.#files.push(file);
    this.#publishSoon();
  }

  /** Changes an entry on the page alone: progress need not outlive it. */
  update(id: string, change: Partial<Evidence>): void {
    this.#change(id, change);
  }

  /** Changes an entry, and writes it to the database a moment later: see `flush`. */
  save(id: string, change: Partial<Evidence> = {}): void {
    if (this.#change(id, change)) this.#unsaved.add(id);
  }

  /** Whether there is such an entry. */
  #change(id: string, change: Partial<Evidence>): boolean {
    const position = this.#positions.get(id);
    if (position === undefined) return false;
    this.#files[position] = { ...this.#files[position]!, ...change };
    this.#publishSoon();
    return true;
  }

  /** Shows and stores everything now. */
  publish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.shown = [...this.#files];
    this.flush();
  }

  /** Hands everything to the database now. */
  flush(): void {
    const changed = this.#files.filter(({ id }) => this.#unsaved.has(id));
    this.#unsaved.clear();
    this.#isFlushing = false;
    if (changed.length > 0) this.#store(changed);
  }

  #publishSoon(): void {
    this.#timer ??= setTimeout(() => this.publish(), PUBLISH_MS);
  }
}

/** Whether two entries of a file are the same but for its alerts, which each tab counts itself. */
function isEqual(known: Evidence, stored: Evidence): boolean {
  return JSON.stringify({ ...known, alerts: 0 }) === JSON.stringify({ ...stored, alerts: 0 });
}
