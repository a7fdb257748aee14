import type { ForwardReader } from "../forward-reader.ts";
import { BLOCK_BYTES, isHeader, isZeroBlock } from "./header.ts";

const WINDOW_BYTES = 64 * 1024;
/** Offset of `ustar` in a header. */
const MAGIC_AT = 257;

/** What a search has passed over. */
export interface Passed {
  readonly bytes: number;
  /** Whether some of them were not zero. */
  readonly hasData: boolean;
  readonly found: boolean;
}

/**
 * Moves on to the next intact header. Where bytes are missing or were inserted, headers no longer begin at multiples of
 * 512, but those of POSIX and GNU tar have a mark.
 *
 * @param end the offset from which on no header may begin; the reader stops there
 */
export async function toNextHeader(input: ForwardReader, end = Infinity): Promise<Passed> {
  const start = input.position;
  let hasData = false;
  for (;;) {
    const window = await input.peek(WINDOW_BYTES);
    const isLast = window.length < WINDOW_BYTES;
    const most = Math.min(isLast ? window.length : window.length - BLOCK_BYTES + 1, end - input.position);
    const at = headerIn(window, input.position, most);
    hasData ||= !isZeroBlock(window.subarray(0, at < 0 ? most : at));
    input.take(at < 0 ? most : at);
    const found = at >= 0;
    if (found || isLast || input.position >= end) return { bytes: input.position - start, hasData, found };
  }
}

/**
 * Position of the first intact header that begins before `most`; -1 if there is none.
 *
 * @param offset of the window in the archive
 */
export function headerIn(window: Uint8Array, offset: number, most: number): number {
  for (let at = 0; at < most; at++) {
    const isAligned = (offset + at) % BLOCK_BYTES === 0;
    if (!isAligned && !isMarked(window, at)) continue;
    if (isHeader(window.subarray(at, at + BLOCK_BYTES))) return at;
  }
  return -1;
}

function isMarked(window: Uint8Array, at: number): boolean {
  const mark = at + MAGIC_AT;
  return window[mark] === 0x75 && window[mark + 1] === 0x73 && window[mark + 2] === 0x74;
}
