import type { ForwardReader } from "../forward-reader.ts";
import type { HeaderDamage, TarFault, TarFaults, UnreadType } from "./fault.ts";
import { type ExtendedFields, readExtended } from "./extended-header.ts";
import {
  BLOCK_BYTES,
  isEventLog,
  isHeader,
  isTar,
  isZeroBlock,
  readHeader,
  resemblesHeader,
  type TarHeader,
  textIn,
} from "./header.ts";
import { paddingOf, TarMember } from "./member.ts";
import { StreamedNames } from "./member-names.ts";
import type { BadNumber } from "./number.ts";
import { toNextHeader } from "./search.ts";

/** An extended header is read as a whole. Names of this length are an attack. */
const MAX_EXTENDED_BYTES = 1024 * 1024;

/**
 * The files in a tar archive, in its order, and a fault in place of each that is not read. Folders and labels are left
 * out. Each file can be read until the next is asked for.
 *
 * Written according to POSIX.1-2017 (pax) and the manual of GNU tar ("Basic Tar Format", "Storing Sparse Files").
 *
 * @throws what `readBlob` throws when the file cannot be read
 */
export async function* tarMembers(input: ForwardReader): AsyncGenerator<TarMember | TarFault, void, void> {
  try {
    yield* new TarWalk(input).members();
  } finally {
    await input.close();
  }
}

type TarItems = AsyncGenerator<TarMember | TarFault, void, void>;

/** The content of a member that was found by its header. */
interface TarContent {
  readonly start: number;
  /** Whether it is itself a tar archive, whose headers are not those of this one. */
  readonly isTar: boolean;
  readonly isEventLog: boolean;
}

class TarWalk {
  readonly #input: ForwardReader;
  readonly #names = new StreamedNames();
  /** From headers that apply to all members after them. */
  #global: ExtendedFields = {};
  /** From headers that apply to the next member. */
  #own: ExtendedFields = {};
  #longPath: string | null = null;
  /** An extended header precedes the next member. */
  #isExtended = false;
  #last: TarContent | null = null;
  /** A block that marks the end was seen. */
  #hasEnd = false;
  #reportedAfterEnd = false;
  /** Since the last member. Two mark the end. */
  #zeroBlocks = 0;

  constructor(input: ForwardReader) {
    this.#input = input;
  }

  async *members(): TarItems {
    const input = this.#input;
    for (;;) {
      const offset = input.position;
      const block = await input.peek(BLOCK_BYTES);
      if (block.length === 0 || (block.length < BLOCK_BYTES && isZeroBlock(block))) {
        if (this.#isOddEnd(offset + block.length) && (yield* this.#hiddenBefore(offset))) continue;
        if (this.#isExtended) yield fault({ code: "tar-cut", data: { kind: "header" } }, offset);
        else if (!this.#hasEnd) yield fault({ code: "tar-cut", data: { kind: "no-end" } }, offset);
        return;
      }
      if (isZeroBlock(block)) {
        this.#hasEnd = true;
        this.#zeroBlocks++;
        input.take(BLOCK_BYTES);
      } else if (isHeader(block)) {
        if (this.#hasEnd) yield* this.#afterEnd(offset);
        yield* this.#header(readHeader(block), offset);
      } else if (resemblesHeader(block) && block.length === BLOCK_BYTES) {
        yield* this.#damagedHeader(readHeader(block), offset);
      } else if (block.length < BLOCK_BYTES && !this.#hasEnd) {
        if (yield* this.#hiddenBefore(offset)) continue;
        yield fault({ code: "tar-cut", data: { kind: "header" } }, offset);
        return;
      } else yield* this.#lost(offset);
    }
  }

  *#afterEnd(offset: number): Generator<TarFault, void, void> {
    if (!this.#reportedAfterEnd) yield fault({ code: "tar-after-end", data: { kind: "members" } }, offset);
    this.#reportedAfterEnd = true;
    this.#hasEnd = false;
  }

  /** Handles an intact header. */
  async *#header(header: TarHeader, offset: number): TarItems {
    const input = this.#input;
    input.take(BLOCK_BYTES);
    switch (header.type) {
      case "x":
      case "X":
      case "g":
      case "L":
      case "K":
        yield* this.#extended(header, offset);
        return;
      default:
    }
    const fields = { ...this.#global, ...this.#own };
    const path = this.#own.path ?? this.#longPath ?? this.#global.path ?? header.path;
    const size = fields.size ?? header.size;
    this.#forget();
    if (header.hasMoreMap) await this.#skipMap();
    // In the oldest archives, only its name tells a folder.
    const isFolder = header.type === "5" || (isFile(header.type) && path.endsWith("/"));
    if (isFolder && (size === 0 || header.type === "5")) return;
    const unread = fields.isSparse === true ? "sparse-file" : UNREAD.get(header.type);
    if (unread !== undefined && !(unread === "hard-link" && (await this.#hasContent(size)))) {
      yield { code: "tar-type", data: { kind: unread }, path: this.#names.nameOf(path, offset), offset };
      if (unread === "sparse-file") yield* this.#skipped(size, offset);
    } else if (LABELS.has(header.type)) yield* this.#skipped(size, offset);
    else yield* this.#member(path, offset, size, damageOf(size));
  }

  async *#member(
    path: string,
    offset: number,
    size: number | BadNumber,
    damage: HeaderDamage | null,
  ): TarItems {
    const input = this.#input;
    const start = input.position;
    const usable = typeof size === "number" ? size : null;
    const first = await input.peek(BLOCK_BYTES);
    const content = { start, isTar: usable !== 0 && isTar(first), isEventLog: isEventLog(first) };
    this.#zeroBlocks = 0;
    const member = new TarMember(input, {
      path: this.#names.nameOf(path, offset),
      offset,
      size: usable,
      damage,
    });
    yield member;
    const unread = await member.finish();
    if (unread !== null) yield unread;
    this.#last = damage === null ? content : null;
    // Up to the next header means up to the end of the archive if there is none.
    if (damage !== null) this.#hasEnd ||= (await input.peek(1)).length === 0;
    if (member.fault === null) {
      // The unused space of an event log hides a member that came too early: all else shows it as damage.
      if (member.headerAt !== null)
        yield fault(
          { code: "tar-header", data: { kind: "hidden", bytes: member.headerAt - start } },
          member.headerAt,
        );
      else if (damage === null && content.isEventLog) {
        yield* this.#hiddenBefore(input.position);
        this.#last ??= content;
      }
      return;
    }
    this.#hasEnd = true;
    yield* this.#hiddenBefore(input.position);
  }

  /** Passes over content that is not read. */
  async *#skipped(size: number | BadNumber, offset: number): TarItems {
    if (typeof size !== "number") {
      yield fault({ code: "tar-header", data: damageOf(size)! }, offset);
      return;
    }
    this.#last = null;
    const missing = size - (await this.#input.skip(size));
    await this.#input.skip(paddingOf(size));
    if (missing === 0) return;
    this.#hasEnd = true;
    yield fault({ code: "tar-cut", data: { kind: "header" } }, offset);
  }

  async *#extended(header: TarHeader, offset: number): TarItems {
    const input = this.#input;
    const { type, size } = header;
    if (typeof size !== "number" || size > MAX_EXTENDED_BYTES) {
      // Its size may be a lie: the search for the next header hides nothing.
      yield fault({ code: "tar-header", data: { kind: "extension" } }, offset);
      await toNextHeader(input);
      return;
    }
    const bytes = (await input.peek(size)).slice();
    input.take(bytes.length);
    await input.skip(paddingOf(size));
    this.#isExtended = true;
    // The end of the archive is then reported.
    if (bytes.length < size) return;
    if (type === "L") this.#longPath = textIn(bytes);
    if (type === "L" || type === "K") return;
    const { fields, isDamaged } = readExtended(bytes);
    if (type === "g") {
      this.#global = { ...this.#global, ...fields };
      this.#isExtended = false;
    } else this.#own = { ...this.#own, ...fields };
    if (isDamaged) yield fault({ code: "tar-header", data: { kind: "extension" } }, offset);
  }

  /** A header with a wrong checksum: its member is read, up to the next header. */
  async *#damagedHeader(header: TarHeader, offset: number): TarItems {
    this.#input.take(BLOCK_BYTES);
    this.#hasEnd = false;
    const path = this.#own.path ?? this.#longPath ?? header.path;
    const size = this.#own.size ?? header.size;
    this.#forget();
    yield* this.#member(path, offset, size, { kind: "checksum" });
  }

  /** There is no header where one should be. */
  async *#lost(offset: number): TarItems {
    const isAfterEnd = this.#hasEnd;
    if (yield* this.#hiddenBefore(offset)) return;
    const { bytes, hasData, found } = await toNextHeader(this.#input);
    this.#forget();
    this.#last = null;
    if (hasData || !isAfterEnd)
      yield isAfterEnd
        ? fault({ code: "tar-after-end", data: { kind: "data", bytes } }, offset)
        : fault({ code: "tar-header", data: { kind: "none", bytes } }, offset);
    this.#hasEnd = !found;
  }

  /** Whether the archive's length shows that bytes of it are missing or were inserted. */
  #isOddEnd(length: number): boolean {
    return this.#hasEnd && (length % BLOCK_BYTES !== 0 || this.#zeroBlocks === 1);
  }

  /**
   * If bytes of a member are missing, what its size claims reaches over the members after it: they are searched for in
   * what was taken for its content. Zero blocks after it may be part of such a member, as event logs have them.
   *
   * @returns whether there is a header, where the walk then continues
   */
  async *#hiddenBefore(offset: number): AsyncGenerator<TarFault, boolean, void> {
    const input = this.#input;
    const last = this.#last;
    this.#last = null;
    if (last === null || last.isTar || input.source === null) return false;
    await input.moveTo(last.start);
    const { bytes, found } = await toNextHeader(input, offset);
    if (!found) {
      await input.moveTo(offset);
      return false;
    }
    yield fault({ code: "tar-header", data: { kind: "overrun", bytes } }, input.position);
    this.#hasEnd = false;
    return true;
  }

  /** Whether content follows the header of a hard link: only some programs write it. */
  async #hasContent(size: number | BadNumber): Promise<boolean> {
    if (size === 0) return false;
    const next = await this.#input.peek(BLOCK_BYTES);
    return next.length > 0 && !isHeader(next) && !isZeroBlock(next);
  }

  /** Skips the blocks with more of a sparse file's map. Each says whether another one follows. */
  async #skipMap(): Promise<void> {
    for (let hasMore = true; hasMore;) {
      const block = await this.#input.peek(BLOCK_BYTES);
      if (block.length < BLOCK_BYTES || isHeader(block)) return;
      hasMore = block[504] === 1;
      this.#input.take(BLOCK_BYTES);
    }
  }

  #forget(): void {
    this.#own = {};
    this.#longPath = null;
    this.#isExtended = false;
  }
}

/** Types of members without content of their own, and sparse files, which are stored without their holes. */
const UNREAD: ReadonlyMap<string, UnreadType> = new Map([
  ["1", "hard-link"],
  ["2", "symbolic-link"],
  ["3", "character-device"],
  ["4", "block-device"],
  ["6", "fifo"],
  ["S", "sparse-file"],
]);

/** GNU tar's lists of a folder's files, long names of old versions and volume labels; Solaris' access lists. */
const LABELS: ReadonlySet<string> = new Set(["D", "N", "V", "A", "I"]);

/** Unknown types count as files, as POSIX wants it. */
function isFile(type: string): boolean {
  return type === "0" || type === "\0" || type === "7";
}

function damageOf(size: number | BadNumber): HeaderDamage | null {
  return typeof size === "number" ? null : { kind: `${size}-size` };
}

function fault<C extends keyof TarFaults>(
  coded: { readonly code: C; readonly data: TarFaults[C] },
  offset: number,
): TarFault {
  return { ...coded, offset } as TarFault;
}
