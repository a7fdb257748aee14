import { BytesWriter } from "./bytes-writer.ts";
import { writeBaseBlock } from "./hive-writer.ts";

const BASE = 4096;
const PAGE = 4096;
const MASK = 0xffff_ffffn;

/** Marvin32 in whole numbers of any size: slow, and as its description reads. */
export function plainMarvin32(bytes: Uint8Array): readonly [low: number, high: number] {
  let low = 0x7a4e_55c5n;
  let high = 0x82ef_4d88n;
  const rotate = (word: bigint, bits: bigint): bigint => ((word << bits) | (word >> (32n - bits))) & MASK;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const words: bigint[] = [];
  for (let at = 0; at < bytes.length; at += 4) words.push(BigInt(view.getUint32(at, true)));
  for (const word of [...words, 0x80n, 0n]) {
    low = (low + word) & MASK;
    high ^= low;
    low = (rotate(low, 20n) + high) & MASK;
    high = rotate(high, 9n) ^ low;
    low = (rotate(low, 27n) + high) & MASK;
    high = rotate(high, 19n);
  }
  return [Number(low), Number(high)];
}

export interface LogOptions {
  readonly primary: number;
  /** The hives after each change, in order. */
  readonly states: readonly Uint8Array[];
  /** The hive before the first of them. */
  readonly before: Uint8Array;
  readonly first?: number;
  readonly written?: bigint;
}

/** Writes a log of Windows 8.1 and later: one entry for each state, with the pages that differ from the one before. */
export function writeNewLog({
  primary,
  states,
  before,
  first = primary,
}: LogOptions): Uint8Array<ArrayBuffer> {
  const out = new BytesWriter();
  const last = states.at(-1) ?? before;
  block(out, last, primary, primary, 6, 0n);
  let at = 512;
  let from = before;
  for (const [i, state] of states.entries()) {
    at = writeEntry(out, at, from, state, first + i);
    from = state;
  }
  return out.bytes;
}

function writeEntry(
  out: BytesWriter,
  at: number,
  from: Uint8Array,
  state: Uint8Array,
  sequence: number,
): number {
  const pages = changedPages(from, state, PAGE);
  const data = at + 40 + 8 * pages.length;
  const size = Math.ceil((data - at + pages.length * PAGE) / 512) * 512;
  out.grow(at + size);
  out.text(at, "HvLE");
  out.u32(at + 4, size);
  out.u32(at + 12, sequence);
  out.u32(at + 16, state.length - BASE);
  out.u32(at + 20, pages.length);
  for (const [i, page] of pages.entries()) {
    out.u32(at + 40 + 8 * i, page);
    out.u32(at + 44 + 8 * i, PAGE);
    out.set(data + i * PAGE, state.subarray(BASE + page, BASE + page + PAGE));
  }
  const [low1, high1] = plainMarvin32(out.bytes.subarray(at + 40, at + size));
  out.u32(at + 24, low1);
  out.u32(at + 28, high1);
  const [low2, high2] = plainMarvin32(out.bytes.subarray(at, at + 32));
  out.u32(at + 32, low2);
  out.u32(at + 36, high2);
  return at + size;
}

/** Writes a log of Windows XP to 8, with the sectors that differ. */
export function writeOldLog({ primary, states, before, written = 0n }: LogOptions): Uint8Array<ArrayBuffer> {
  const out = new BytesWriter();
  const state = states.at(-1)!;
  block(out, state, primary, primary, 1, written);
  const sectors = changedPages(before, state, 512);
  const bitmap = new Uint8Array(Math.ceil((state.length - BASE) / 512 / 8));
  for (const sector of sectors) bitmap[(sector / 512 / 8) | 0]! |= 1 << ((sector / 512) % 8);
  out.text(512, "DIRT");
  out.set(516, bitmap);
  let at = Math.ceil((516 + bitmap.length) / 512) * 512;
  for (const sector of sectors) {
    out.set(at, state.subarray(BASE + sector, BASE + sector + 512));
    at += 512;
  }
  return out.bytes;
}

/** The offsets of the pages that one state of a hive has and another has not. */
function changedPages(before: Uint8Array, after: Uint8Array, size: number): number[] {
  const changed: number[] = [];
  for (let at = BASE; at < after.length; at += size) {
    if (after.subarray(at, at + size).some((byte, i) => byte !== before[at + i])) changed.push(at - BASE);
  }
  return changed;
}

function block(
  out: BytesWriter,
  hive: Uint8Array,
  primary: number,
  secondary: number,
  type: number,
  written: bigint,
): void {
  const view = new DataView(hive.buffer, hive.byteOffset);
  const root = view.getUint32(36, true);
  const minor = view.getUint32(24, true);
  const size = hive.length - BASE;
  writeBaseBlock(out, { minor, primary, secondary, fileName: "", root, size, type, written });
}
