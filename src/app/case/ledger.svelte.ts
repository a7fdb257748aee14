import type { Evidence } from "../../case/index.ts";

/**
 * The screen learns of changes at most this often, in milliseconds: a thousand small files bring thousands of changes,
 * and each makes the browser lay out the whole file list again.
 */
const PUBLISH_MS = 150;

/** The files of a case: `files` is the truth at once, `shown` is what the screen shows of it a moment later. */
export class Ledger {
  readonly #files: Evidence[] = [];
  readonly #positions = new Map<string, number>();
  readonly #store: (file: Evidence) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  shown = $state.raw<readonly Evidence[]>([]);

  /** @param store writes one file's entry to the database */
  constructor(store: (file: Evidence) => void) {
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

  /** The `order` of the next file. */
  get nextOrder(): number {
    return this.#files.reduce((next, { order }) => Math.max(next, order + 1), 0);
  }

  /** Takes a file off the list. What is stored of it is for the caller to delete. */
  remove(id: string): void {
    const position = this.#positions.get(id);
    if (position === undefined) return;
    this.#files.splice(position, 1);
    this.#positions.clear();
    this.#files.forEach((file, i) => this.#positions.set(file.id, i));
    this.publish();
  }

  add(file: Evidence): void {
    this.#append(file);
    this.#store(file);
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

  /** Changes an entry, and writes it to the database. */
  save(id: string, change: Partial<Evidence> = {}): void {
    const changed = this.#change(id, change);
    if (changed !== undefined) this.#store(changed);
  }

  #change(id: string, change: Partial<Evidence>): Evidence | undefined {
    const position = this.#positions.get(id);
    if (position === undefined) return undefined;
    const changed = { ...this.#files[position]!, ...change };
    this.#files[position] = changed;
    this.#publishSoon();
    return changed;
  }

  /** Shows everything now. */
  publish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.shown = [...this.#files];
  }

  #publishSoon(): void {
    this.#timer ??= setTimeout(() => this.publish(), PUBLISH_MS);
  }
}
