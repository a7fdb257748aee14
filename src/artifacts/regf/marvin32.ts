import { u32 } from "../little-endian.ts";

/** The two halves of the seed that Windows uses for the logs of hives, 0x82EF4D887A4E55C5. */
const LOW = 0x7a4e55c5;
const HIGH = 0x82ef4d88;

/**
 * Hashes bytes with Marvin32, as Windows does the entries of a hive's log.
 *
 * @param to the end; the length must be a multiple of 4, which that of every entry is
 * @returns the two halves in the order in which they are stored
 */
export function marvin32(bytes: Uint8Array, from: number, to: number): readonly [low: number, high: number] {
  let low = LOW | 0;
  let high = HIGH | 0;
  const mix = (word: number): void => {
    low = (low + word) | 0;
    high ^= low;
    low = (rotated(low, 20) + high) | 0;
    high = rotated(high, 9) ^ low;
    low = (rotated(low, 27) + high) | 0;
    high = rotated(high, 19);
  };
  for (let at = from; at + 3 < to; at += 4) mix(u32(bytes, at) | 0);
  mix(0x80);
  mix(0);
  return [low >>> 0, high >>> 0];
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
