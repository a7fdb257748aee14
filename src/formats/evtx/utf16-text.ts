import { u16 } from "./bytes.ts";

/** Most arguments in one call: engines put them on the stack. */
const UNITS_A_CALL = 4096;
/** Up to this length, a text is made in JavaScript; above it, the decoder's fixed cost is lower. */
const IN_SCRIPT = 24;
/** No text in a chunk is longer. */
const MAX_UNITS = 32768;

const narrow = new Uint8Array(MAX_UNITS);
const codes = Array.from({ length: IN_SCRIPT + 1 }, (_, n) => new Array<number>(n).fill(0));
const ascii = new TextDecoder();
const wide = new TextDecoder("utf-16le", { ignoreBOM: true });

/**
 * Converts UTF-16LE to a string. Unpaired surrogates are kept; a TextDecoder would replace them.
 * @param size in bytes; an odd last byte is ignored
 */
export function textOfUtf16(bytes: Uint8Array, start: number, size: number): string {
  const length = size >> 1;
  if (length > MAX_UNITS) return exactly(bytes, start, length);
  let all = 0;
  let hasHalves = false;
  for (let i = 0, at = start; i < length; i++, at += 2) {
    const unit = bytes[at]! | (bytes[at + 1]! << 8);
    narrow[i] = unit;
    all |= unit;
    hasHalves ||= (unit & 0xf800) === 0xd800;
  }
  if (hasHalves) return exactly(bytes, start, length);
  if (all > 0x7f) return wide.decode(bytes.subarray(start, start + 2 * length));
  if (length > IN_SCRIPT) return ascii.decode(narrow.subarray(0, length));
  const units = codes[length]!;
  for (let i = 0; i < length; i++) units[i] = narrow[i]!;
  return String.fromCharCode.apply(null, units);
}

/** Converts unit by unit. */
function exactly(bytes: Uint8Array, start: number, length: number): string {
  let text = "";
  for (let from = 0; from < length; from += UNITS_A_CALL) {
    const units: number[] = [];
    const to = Math.min(length, from + UNITS_A_CALL);
    for (let i = from; i < to; i++) units.push(u16(bytes, start + 2 * i));
    text += String.fromCharCode.apply(null, units);
  }
  return text;
}
