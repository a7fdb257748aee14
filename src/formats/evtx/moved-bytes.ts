import { u16, u32 } from "./bytes.ts";
import { CHUNK_BYTES, CHUNK_HEADER_BYTES } from "./layout.ts";
import { isHashedName } from "./name-hash.ts";
import { type ChunkSegment, shiftAt } from "./record-walk.ts";
import { TOKEN } from "./tokens.ts";

/** Version of a template's instance. */
const INSTANCE_VERSION = 1;
/** From an instance's token to the offset of its definition, to the definition itself, and to its GUID. */
const OFFSET_AT = 6;
const DEFINITION_AT = 10;
const GUID_AT = DEFINITION_AT + 4;
/** The offset of a name, its header, and two characters. */
const MIN_DEFINITION_BYTES = 18;
/** Longer names are not looked for. */
const LONGEST_NAME = 64;
/** Evidence can be made to show any number of shifts; each is tried. */
const MOST_SHIFTS = 8;

/** A part of the chunk that was moved by a number of bytes. */
interface Run {
  readonly from: number;
  to: number;
  readonly shift: number;
}

/**
 * Where the bytes of a damaged chunk are now. Records refer to templates and names by their offsets in the chunk; if
 * bytes before these are missing or were inserted, they are elsewhere. A template or name where it is first used shows by
 * how many bytes the records around it were moved, because the offset in front of it is its own.
 */
export class MovedBytes {
  readonly #runs: Run[] = [];
  readonly #shifts = new Map<ChunkSegment, number>();

  constructor(bytes: Uint8Array, segments: readonly ChunkSegment[]) {
    const shifts = segments.map(({ start, end, kind }) =>
      kind === "gap" ? null : (shiftsIn(bytes, start, end).next().value ?? null),
    );
    for (const [i, segment] of segments.entries()) {
      if (segment.kind === "gap") continue;
      const shift = shifts[i] ?? nearest(segments, shifts, i) ?? shiftAt(segment.start);
      this.#shifts.set(segment, shift);
      const last = this.#runs.at(-1);
      if (last?.shift === shift && last.to === segment.start) last.to = segment.end;
      else this.#runs.push({ from: segment.start, to: segment.end, shift });
    }
    this.#addGaps(bytes, segments);
  }

  /**
   * What is left of damaged records may still contain templates and names: as far from where they were written as the
   * records before them, or those after them, or the templates among them.
   */
  #addGaps(bytes: Uint8Array, segments: readonly ChunkSegment[]): void {
    for (const [i, { start, end, kind }] of segments.entries()) {
      if (kind !== "gap") continue;
      const neighbours = [segments[i - 1], segments[i + 1]].map((segment) =>
        segment === undefined ? 0 : this.shiftOf(segment),
      );
      const shifts = new Set([...neighbours, ...firstOf(shiftsIn(bytes, start, end))]);
      for (const shift of shifts) this.#runs.push({ from: start, to: end, shift });
    }
  }

  /** Number of bytes lost (negative) or inserted before a record. */
  shiftOf(segment: ChunkSegment): number {
    return this.#shifts.get(segment) ?? shiftAt(segment.start);
  }

  /** Where the byte that was written at an offset may be now; none if it was in a part that is damaged. */
  positionsOf(offset: number): number[] {
    return this.#runs
      .filter(({ from, to, shift }) => offset + shift >= from && offset + shift < to)
      .map(({ shift }) => offset + shift);
  }
}

/** How far the templates and names that a part of the chunk defines are from where they were written, in order. */
function* shiftsIn(bytes: Uint8Array, start: number, end: number): Generator<number, undefined> {
  for (let at = start; at + MIN_DEFINITION_BYTES <= end; at++) {
    if (isDefiningInstance(bytes, at, end)) yield at + DEFINITION_AT - u32(bytes, at + OFFSET_AT);
    else if (isDefiningName(bytes, at, end)) yield at + 4 - u32(bytes, at);
  }
}

function isDefiningInstance(bytes: Uint8Array, at: number, end: number): boolean {
  if (bytes[at] !== TOKEN.templateInstance || bytes[at + 1] !== INSTANCE_VERSION) return false;
  const id = u32(bytes, at + 2);
  return id !== 0 && at + GUID_AT + 16 <= end && u32(bytes, at + GUID_AT) === id;
}

/** Whether the offset of a name is at a position, and the name after it. */
function isDefiningName(bytes: Uint8Array, at: number, end: number): boolean {
  const characters = u16(bytes, at + 10);
  if (characters < 2 || characters > LONGEST_NAME || at + 4 + 8 + 2 * characters + 2 > end) return false;
  const offset = u32(bytes, at);
  return offset >= CHUNK_HEADER_BYTES && offset < CHUNK_BYTES && isHashedName(bytes, at + 4);
}

function firstOf(shifts: Iterable<number>): Set<number> {
  const first = new Set<number>();
  for (const shift of shifts) {
    if (first.size >= MOST_SHIFTS) break;
    first.add(shift);
  }
  return first;
}

/** The shift of the nearest record that is connected with one and shows it. */
function nearest(
  segments: readonly ChunkSegment[],
  shifts: readonly (number | null)[],
  i: number,
): number | null {
  for (
    let k = i;
    k > 0 && segments[k - 1]!.end === segments[k]!.start && segments[k - 1]!.kind === "whole";
    k--
  ) {
    if (shifts[k - 1] !== null) return shifts[k - 1]!;
  }
  for (let k = i; segments[k]!.kind === "whole" && segments[k + 1]?.start === segments[k]!.end; k++) {
    if (shifts[k + 1] !== null) return shifts[k + 1]!;
  }
  return null;
}
