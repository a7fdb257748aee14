import type { Coded } from "../../diagnostic/index.ts";
import type { ForwardReader } from "../forward-reader.ts";
import type { ByteSource } from "../read-blob.ts";
import type { FaultLocation, ZipFault } from "../zip/index.ts";
import { leadsOut } from "../zip/member-names.ts";
import type { HeaderDamage, TarFault, TarFaults } from "./fault.ts";
import { BLOCK_BYTES, isEventLog, isHeader, isZeroBlock } from "./header.ts";
import { headerIn } from "./search.ts";

/** Where a member begins, and what its headers say of it. */
export interface TarEntry {
  /** Unique among the archive's members; hostile text. */
  readonly path: string;
  /** Offset of its own header in the archive. */
  readonly offset: number;
  /** The size that its headers claim, in bytes; null if it cannot be used. */
  readonly size: number | null;
  /** Why the size is not to be trusted: the content then goes up to the next header. */
  readonly damage: HeaderDamage | null;
}

/** One file in a tar archive. It can be read until the next one is asked for. */
export class TarMember {
  readonly path: string;
  readonly isEncrypted = false;
  readonly openedWith = "";
  readonly size: number;
  readonly packedSize: number;
  /** Offset of its content in the archive. */
  readonly dataStart: number;
  readonly inPlace: ByteSource | null;
  readonly #entry: TarEntry;
  readonly #input: ForwardReader;
  readonly #startConsumed: number;
  /** Bytes of content to come; null while only the next header ends it. */
  #left: number | null;
  #isAtEnd = false;
  #missing = 0;
  #faultWasRead = false;
  #isLog = false;
  /** Offset in the archive of a header in the content of an event log that cannot be read again; null if none was seen. */
  headerAt: number | null = null;

  /** @param input at the first byte of its content */
  constructor(input: ForwardReader, entry: TarEntry) {
    this.#input = input;
    this.#entry = entry;
    this.#startConsumed = input.consumed;
    this.path = entry.path;
    this.size = entry.size ?? 0;
    this.packedSize = this.size;
    this.dataStart = input.position;
    this.#left = entry.size;
    const { source } = input;
    const isSure = entry.damage === null && entry.size !== null;
    this.inPlace =
      isSure && source !== null ? source.slice(this.dataStart, this.dataStart + this.size) : null;
  }

  /** Warnings about it, and damage that does not prevent reading it. */
  get warnings(): (TarFault | ZipFault)[] {
    const { path, offset, damage } = this.#entry;
    return [
      ...(damage === null ? [] : [this.#fault({ code: "tar-header", data: damage })]),
      ...(leadsOut(path) ? [{ code: "name", data: {}, path, offset } as const] : []),
    ];
  }

  open(): Promise<TarMemberReader> {
    return Promise.resolve(new TarMemberReader(this));
  }

  /** The number of archive bytes read for it. */
  get packed(): number {
    return this.#input.consumed - this.#startConsumed;
  }

  /** Once it was read to its end: that the archive ends first. */
  get fault(): TarFault | null {
    if (this.#missing === 0) return null;
    return this.#fault({ code: "tar-cut", data: { kind: "member", missing: this.#missing } });
  }

  /** The next piece of content, valid until the next call; null at its end. */
  async next(): Promise<Uint8Array | null> {
    if (this.#isAtEnd) return null;
    const piece = this.#entry.damage === null ? await this.#known() : await this.#upToHeader();
    if (piece === null) {
      this.#isAtEnd = true;
      this.#faultWasRead = true;
    }
    return piece;
  }

  /**
   * Moves on to the end of its last block.
   *
   * @returns that the archive ends first, if no one has learned it by reading to the end
   */
  async finish(): Promise<TarFault | null> {
    if (this.#entry.damage !== null) while (!this.#isAtEnd) await this.next();
    else {
      if (!this.#isAtEnd && this.#left !== null) {
        this.#missing = this.#left - (await this.#input.skip(this.#left));
        this.#isAtEnd = true;
      }
      await this.#input.skip(paddingOf(this.size));
    }
    return this.#faultWasRead ? null : this.fault;
  }

  async #known(): Promise<Uint8Array | null> {
    const left = this.#left!;
    if (left === 0) return null;
    const piece = await this.#input.some(left);
    if (piece === null) this.#missing = left;
    else {
      this.#lookForHeader(piece);
      this.#left = left - piece.length;
    }
    return piece;
  }

  /** Looks at the blocks that are whole in a piece of content. Pieces of gzip data mostly begin where a block does. */
  #lookForHeader(piece: Uint8Array): void {
    const end = this.#input.position;
    const start = end - piece.length;
    if (start === this.dataStart) this.#isLog = isEventLog(piece);
    if (this.#input.source !== null || !this.#isLog || this.headerAt !== null) return;
    const first = (BLOCK_BYTES - (start % BLOCK_BYTES)) % BLOCK_BYTES;
    for (let at = first; at + BLOCK_BYTES <= piece.length; at += BLOCK_BYTES) {
      if (!isHeader(piece.subarray(at, at + BLOCK_BYTES))) continue;
      this.headerAt = start + at;
      return;
    }
  }

  /**
   * One block, if the content goes on, or what is before a header in it. The claimed size ends it where a header or the
   * end of the archive follows.
   */
  async #upToHeader(): Promise<Uint8Array | null> {
    if (this.#left === 0) return null;
    const blocks = await this.#input.peek(2 * BLOCK_BYTES);
    const header = headerIn(blocks, this.#input.position, BLOCK_BYTES);
    if (blocks.length === 0 || header === 0) return null;
    const block = blocks.subarray(0, header < 0 ? BLOCK_BYTES : header);
    const rest = blocks.subarray(block.length);
    const left = this.#left;
    const isLast = left !== null && left <= block.length && (isZeroBlock(rest) || isHeader(rest));
    const piece = isLast ? block.slice(0, left) : block.slice();
    this.#input.take(block.length);
    if (isLast) this.#left = 0;
    else if (left !== null) this.#left = left > block.length ? left - block.length : null;
    return piece;
  }

  #fault(fault: Coded<TarFaults>): TarFault & Required<FaultLocation> {
    return { ...fault, path: this.path, offset: this.#entry.offset };
  }
}

/** Reads a member's content. */
export class TarMemberReader {
  readonly #member: TarMember;
  #isClosed = false;

  constructor(member: TarMember) {
    this.#member = member;
  }

  async read(): Promise<Uint8Array | null> {
    return this.#isClosed ? null : this.#member.next();
  }

  get packed(): number {
    return this.#member.packed;
  }

  get fault(): TarFault | null {
    return this.#member.fault;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }
}

/** The bytes between content of a size and the next block. */
export function paddingOf(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}
