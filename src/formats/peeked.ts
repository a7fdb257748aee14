import type { UnpackBudget, ZipMemberReader } from "../bytes/index.ts";
import type { Pieces } from "./pieces.ts";

/** What is judged by: as much as tells a rule file from evidence. */
const HEAD_BYTES = 64 * 1024;

/** Content whose beginning was looked at, and is still read with the rest. */
export class Peeked implements Pieces {
  readonly #reader: ZipMemberReader;
  readonly #budget: UnpackBudget;
  readonly head: Uint8Array;
  #first: Uint8Array | null;

  private constructor(reader: ZipMemberReader, budget: UnpackBudget, first: Uint8Array) {
    this.#reader = reader;
    this.#budget = budget;
    this.#first = first;
    this.head = first.subarray(0, HEAD_BYTES);
  }

  static async open(reader: ZipMemberReader, budget: UnpackBudget): Promise<Peeked> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    while (length < HEAD_BYTES) {
      const piece = await reader.read();
      if (piece === null) break;
      pieces.push(piece.slice());
      length += piece.length;
    }
    const first = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      first.set(piece, at);
      at += piece.length;
    }
    return new Peeked(reader, budget, first);
  }

  async read(): Promise<Uint8Array | null> {
    const piece = this.#first ?? (await this.#reader.read());
    this.#first = null;
    // All in all it may be too much, even where no single member is.
    if (piece === null || this.#budget.isSpent) return null;
    this.#budget.take(piece.length);
    return piece.length === 0 ? this.read() : piece;
  }
}
