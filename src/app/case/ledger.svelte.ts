import type { Evidence } from "../../case/index.ts";

/**
 * The screen learns of changes at most this often: with a thousand small files there are thousands of changes, and
 * each makes the browser lay the whole ledger out again.
 */
const PUBLISH_MS = 150;

/** The files of a case: the truth at once, and what the screen shows of it a moment later. */
export class Ledger {
  readonly #files: Evidence[] = [];
  readonly #positions = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What the screen shows. */
  shown = $state.raw<readonly Evidence[]>([]);

  /** What is known now, whether shown yet or not. */
  get files(): readonly Evidence[] {
    return this.#files;
  }

  /** One file as it is known now. Reading it in a component follows what is shown. */
  get(id: string): Evidence | undefined {
    void this.shown;
    const position = this.#positions.get(id);
    return position === undefined ? undefined : this.#files[position];
  }

  add(file: Evidence): void {
    this.#positions.set(file.id, this.#files.length);
    this.#files.push(file);
    this.#publishSoon();
  }

  /** The changed entry, or undefined if there is no such file. */
  update(id: string, change: Partial<Evidence>): Evidence | undefined {
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
