import type { Stage } from "../stage.ts";

/** Keeps its input until it is taken. */
export class Collector implements Stage {
  #pieces: Uint8Array[] = [];
  #length = 0;

  /** The number of bytes that were not taken yet. */
  get length(): number {
    return this.#length;
  }

  append(chunk: Uint8Array): void {
    this.#pieces.push(chunk.slice());
    this.#length += chunk.length;
  }

  work(): boolean {
    return false;
  }

  end(): void {
    // What is missing is known to whoever unpacks.
  }

  take(): Uint8Array[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#length = 0;
    return pieces;
  }

  /** All that was not taken yet. */
  joined(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }
}
