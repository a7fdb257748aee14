import type { RandomReader } from "../random-reader.ts";
import type { DirectoryEntry } from "./directory.ts";
import { isFollowed } from "./hidden.ts";
import { DESCRIPTOR, type LocalHeader, readLocalHeader } from "./local-header.ts";
import { STORED } from "./methods.ts";
import { endByDescriptor } from "./signatures.ts";

/** Where a member's data ends. */
export interface MemberExtent {
  /** None of the member is at or after this offset. */
  readonly end: number;
  /** The bytes up to here are its own; members that the directory does not list may follow. */
  readonly stated: number;
  /** It reaches over the header of another member, as in archives that are made to fill memory. */
  readonly overlaps: boolean;
  /** A header of some kind follows: nothing of it is missing, and nothing was inserted. */
  readonly isSure: boolean;
}

/** Lengths of what may come between a member's data and the next header: nothing, or a descriptor of some kind. */
const BETWEEN: readonly number[] = [0, 12, 16, 20, 24];

/**
 * Determines where members end. Neither of a member's two headers is trusted alone: either may be damaged, or a lie.
 */
export class Extents {
  readonly #reader: RandomReader;
  /** The claimed offsets of local headers, ascending, and last that of the directory. */
  #bounds: number[];
  readonly #validated = new Set<number>();

  constructor(reader: RandomReader, starts: Iterable<number>, directoryStart: number) {
    this.#reader = reader;
    this.#validated.add(directoryStart);
    const bounds = new Set([...starts].filter((start) => start < directoryStart)).add(directoryStart);
    this.#bounds = [...bounds].sort((a, b) => a - b);
  }

  /** @param entry null for a member that the directory does not list */
  async of(header: LocalHeader, entry: DirectoryEntry | null): Promise<MemberExtent> {
    const { dataStart } = header;
    const ends: number[] = [];
    if (entry !== null) ends.push(dataStart + entry.packed);
    if (header.packed > 0 || (header.flags & DESCRIPTOR) === 0) ends.push(dataStart + header.packed);
    const next = await this.#boundAfter(header.start, Math.min(...ends));
    // A size that exactly reaches the next header is right, whatever the other one says.
    const exact = ends.find((candidate) => BETWEEN.includes(next - candidate));
    if (exact !== undefined) {
      const isSure = this.#validated.has(next) || (await isFollowed(this.#reader, header, next));
      return { end: exact, stated: exact, overlaps: false, isSure };
    }
    const fitting = ends.filter((candidate) => candidate <= next);
    const stated = fitting.length > 0 ? Math.max(...fitting) : next;
    const isSure = fitting.length > 0 && (await isFollowed(this.#reader, header, fitting[0]!));
    // Deflate data marks its own end, and stored data ends before a descriptor if there is one.
    if (header.method !== STORED && fitting.length > 0) return { end: next, stated, overlaps: false, isSure };
    const isBare = (header.flags & DESCRIPTOR) !== 0;
    const described = isBare && !isSure ? await endByDescriptor(this.#reader, dataStart, next) : null;
    const end = described ?? fitting[0] ?? next;
    const overlaps = fitting.length === 0 && !isBare && next !== this.#bounds.at(-1);
    return { end, stated, overlaps, isSure };
  }

  /**
   * The first header after an offset. A damaged directory's entries count only once the header has been seen, if that
   * matters.
   */
  async #boundAfter(start: number, needed: number): Promise<number> {
    for (;;) {
      const bound = firstAbove(this.#bounds, start);
      if (bound === undefined) return this.#reader.size;
      if (bound >= needed || this.#validated.has(bound)) return bound;
      if ((await readLocalHeader(this.#reader, bound)) !== null) this.#validated.add(bound);
      else this.#bounds = this.#bounds.filter((other) => other !== bound);
    }
  }
}

/** The first of ascending numbers that is greater than another. */
function firstAbove(numbers: readonly number[], than: number): number | undefined {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! > than) high = middle;
    else low = middle + 1;
  }
  return numbers[low];
}
