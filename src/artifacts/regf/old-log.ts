import type { RandomReader } from "../../bytes/index.ts";
import { hasSignature } from "../little-endian.ts";
import { type BaseBlock, SECTOR_BYTES } from "./base-block.ts";
import { MOST_BINS_BYTES } from "./limits.ts";
import type { LogContent, LogPage } from "./log-entry.ts";

const SIGNATURE = "DIRT";

/**
 * Reads a log of Windows XP to 8: a bitmap of the sectors that it has, and these sectors.
 *
 * The bitmap is as long as the bins are after the change, as the log's own header says: they may have grown. The
 * sectors begin at the next boundary of a sector after it.
 *
 * @param log the log's place among those that were given
 * @returns null if the log is not laid out like one
 */
export async function oldLogContent(
  reader: RandomReader,
  log: number,
  { binsSize, clustering, primary }: BaseBlock,
): Promise<LogContent | null> {
  const bitmapAt = SECTOR_BYTES * Math.min(8, Math.max(1, clustering));
  const bitmapBytes = Math.ceil(binsSize / SECTOR_BYTES / 8);
  if (binsSize > MOST_BINS_BYTES) return null;
  const head = await reader.read(bitmapAt, SIGNATURE.length + bitmapBytes);
  if (head.length < SIGNATURE.length + bitmapBytes || !hasSignature(head, 0, SIGNATURE)) return null;
  const bitmap = head.subarray(SIGNATURE.length);
  const pages: LogPage[] = [];
  let from = Math.ceil((bitmapAt + head.length) / SECTOR_BYTES) * SECTOR_BYTES;
  for (const [first, count] of runsOf(bitmap, binsSize / SECTOR_BYTES)) {
    const length = Math.min(
      count * SECTOR_BYTES,
      Math.floor((reader.size - from) / SECTOR_BYTES) * SECTOR_BYTES,
    );
    if (length > 0) pages.push({ to: first * SECTOR_BYTES, from, length });
    if (length < count * SECTOR_BYTES) {
      const entries = [{ log, sequence: primary, binsSize, pages }];
      return { entries, end: { why: "cut", offset: reader.size, sequence: primary } };
    }
    from += length;
  }
  return { entries: [{ log, sequence: primary, binsSize, pages }], end: null };
}

/** The runs of set bits, the lowest bit of a byte first. */
function* runsOf(bitmap: Uint8Array, bits: number): Generator<readonly [first: number, count: number]> {
  let first = -1;
  for (let bit = 0; bit <= bits; bit++) {
    const isSet = bit < bits && (bitmap[bit >> 3]! & (1 << (bit & 7))) !== 0;
    if (isSet && first < 0) first = bit;
    if (!isSet && first >= 0) {
      yield [first, bit - first];
      first = -1;
    }
  }
}
