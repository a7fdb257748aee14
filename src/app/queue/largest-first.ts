import type { QueuedFile } from "./queued-file.ts";

/**
 * Files that wait, the largest first: a worker that begins a large file last keeps all others waiting. Files of one size
 * keep their order.
 */
export class LargestFirst {
  readonly #files: QueuedFile[] = [];
  #isSorted = true;

  get size(): number {
    return this.#files.length;
  }

  add(file: QueuedFile): void {
    this.#files.push(file);
    this.#isSorted = false;
  }

  /** Takes the next file; undefined if none is left. */
  take(): QueuedFile | undefined {
    if (!this.#isSorted) this.#files.sort((a, b) => b.file.size - a.file.size);
    this.#isSorted = true;
    return this.#files.shift();
  }

  takeAll(): QueuedFile[] {
    return this.#files.splice(0);
  }
}
