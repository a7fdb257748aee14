import { type RandomReader, WINDOW_BYTES } from "../random-reader.ts";
import type { DirectoryEntry } from "./directory.ts";
import { isPlausible, type LocalHeader, readLocalHeader } from "./local-header.ts";
import { STORED } from "./methods.ts";
import { agrees } from "./moved.ts";
import { signatures } from "./signatures.ts";
import { sameBytes, ZipMember } from "./zip-member.ts";

/** A member up to this size is read with its header; what follows it then costs nothing. */
const NEAR_BYTES = 64 * 1024;

/** So many times as long as the archive is what is read to see whether its members are whole. */
const SEARCHES = 2;
/** And so many jumps to where members claim to end, in an archive that is not much longer than what one reads. */
const MORE_JUMPS = 32;

/** Whether a header or descriptor of some kind begins at an offset, the end of a member or shortly after it. */
export async function isFollowed(
  reader: RandomReader,
  { start }: LocalHeader,
  end: number,
): Promise<boolean> {
  const isNear = end > start && end - start <= NEAR_BYTES;
  const bytes = isNear
    ? (await reader.read(start, end - start + 2)).subarray(end - start)
    : await reader.read(end, 2);
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/**
 * Where a damaged member ends that claims another one's header: before it if bytes are missing, so that the other one
 * reaches beyond its end; otherwise where it says, because its own bytes may follow the other one.
 */
export function endBefore(hidden: LocalHeader, end: number): number {
  const isInside = hidden.packed > 0 && hidden.dataStart + hidden.packed <= end;
  return isInside ? end : hidden.start;
}

/**
 * Finds headers of other members in what a damaged member claims for itself: if bytes of it are missing, its size
 * reaches over them; if bytes were copied, its own header may follow once more.
 */
export class HiddenHeaders {
  readonly #reader: RandomReader;
  /** Bytes that may still be read to see whether members are whole: headers can be made to contain each other. */
  #left: number;

  constructor(reader: RandomReader) {
    this.#reader = reader;
    this.#left = SEARCHES * reader.size + MORE_JUMPS * WINDOW_BYTES;
  }

  /** Like `isFollowed`, for any number of headers that claim to end anywhere: after some time it believes them. */
  async isFollowed(header: LocalHeader, end: number): Promise<boolean> {
    if (this.#left < 0 || (await isFollowed(this.#reader, header, end))) return true;
    if (this.#reader.size > WINDOW_BYTES) this.#left -= WINDOW_BYTES;
    return false;
  }

  /**
   * The first header between a member's own and an offset; null if there is none, or if the member is whole, so that
   * the header is part of its content.
   *
   * @param end where the member ends by its headers
   */
  async in(header: LocalHeader, end: number, entry: DirectoryEntry | null): Promise<LocalHeader | null> {
    // In an archive that is stored in this one, all headers are its own.
    if (header.method === STORED && (await readLocalHeader(this.#reader, header.dataStart)) !== null)
      return null;
    const hidden = await this.#firstIn(header.dataStart, end);
    return hidden === null || (await this.isWhole(header, end, entry)) ? null : hidden;
  }

  /** Whether a member can be unpacked to its end, with the right checksum. */
  async isWhole(header: LocalHeader, end: number, entry: DirectoryEntry | null): Promise<boolean> {
    const member = new ZipMember(this.#reader, "", header, end, entry);
    this.#left -= member.packedSize;
    if (this.#left < 0 || end > this.#reader.size || member.isEncrypted) return false;
    const content = await member.open([]);
    if ("code" in content) return false;
    while ((await content.read()) !== null);
    return content.fault === null;
  }

  async #firstIn(from: number, to: number): Promise<LocalHeader | null> {
    // A header may begin with the last byte that the member claims.
    for await (const at of signatures(this.#reader, from, to + 3, [3, 4])) {
      const header = await readLocalHeader(this.#reader, at);
      if (header !== null && isPlausible(header)) return header;
    }
    return null;
  }

  /** Whether a header is that of the same member once more, and the member there is whole. */
  async isWholeCopy(header: LocalHeader, of: LocalHeader, entry: DirectoryEntry): Promise<boolean> {
    const isSame = agrees(header, entry) && sameBytes(header.name, of.name);
    return isSame && (await this.isWhole(header, header.dataStart + entry.packed, entry));
  }
}
