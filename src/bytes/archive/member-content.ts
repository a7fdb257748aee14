import type { UnpackBudget } from "../unpack-limits.ts";
import type { ByteStream } from "../byte-stream.ts";
import type { ArchiveEntry, EntryReader } from "./archive.ts";
import type { EntryFault } from "./fault.ts";

/** The bytes by which a file is classified: enough to distinguish rules from evidence. */
export const HEAD_BYTES = 64 * 1024;

/** The content of a member. Its beginning was inspected and is still part of what is read. */
export class MemberContent implements ByteStream {
  readonly #reader: EntryReader;
  readonly #budget: UnpackBudget;
  readonly #folder: string;
  /** The first 64 KiB, or all. */
  readonly head: Uint8Array<ArrayBuffer>;
  #first: Uint8Array | null;

  private constructor(
    reader: EntryReader,
    budget: UnpackBudget,
    folder: string,
    first: Uint8Array<ArrayBuffer>,
  ) {
    this.#reader = reader;
    this.#budget = budget;
    this.#folder = folder;
    this.#first = first;
    this.head = first.subarray(0, HEAD_BYTES);
  }

  /** @param folder the path of the archive that contains it, with a slash; empty for the outermost */
  static async open(
    entry: ArchiveEntry,
    passwords: readonly string[],
    budget: UnpackBudget,
    folder: string,
  ): Promise<MemberContent | EntryFault> {
    const reader = await entry.open(passwords);
    if ("code" in reader) return within(reader, folder);
    const pieces: Uint8Array[] = [];
    let length = 0;
    while (length < HEAD_BYTES) {
      const piece = await reader.read();
      if (piece === null) break;
      pieces.push(piece.slice());
      length += piece.length;
    }
    budget.take(length);
    const first = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      first.set(piece, at);
      at += piece.length;
    }
    return new MemberContent(reader, budget, folder, first);
  }

  async read(): Promise<Uint8Array | null> {
    const first = this.#first;
    this.#first = null;
    if (first !== null && first.length > 0) return first;
    // The total may be too much even if no single member is.
    if (this.#budget.isSpent) return null;
    const piece = await this.#reader.read();
    if (piece !== null) this.#budget.take(piece.length);
    return piece;
  }

  /** Once there are no more pieces: why the content is incomplete. */
  get fault(): EntryFault | null {
    const { fault } = this.#reader;
    return fault === null ? null : within(fault, this.#folder);
  }

  /** The number of archive bytes read for it. */
  get packed(): number {
    return this.#reader.packed;
  }

  /** Stops reading. */
  close(): Promise<void> {
    return this.#reader.close();
  }
}

/** Turns a fault of an inner archive into one of the outermost, with both paths joined. */
export function within(fault: EntryFault, folder: string): EntryFault {
  if (folder === "") return fault;
  return { ...fault, path: fault.path === undefined ? folder.slice(0, -1) : folder + fault.path };
}
