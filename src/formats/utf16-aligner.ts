import { joined } from "../bytes/index.ts";

/** Consecutive misaligned units after which the text counts as out of step: no real text contains that many. */
const MISALIGNED_UNITS = 6;
const REPLACEMENT = 0xfffd;

/**
 * Keeps UTF-16 text in step. One missing or extra byte would shift everything after it by half a unit, to the end of
 * the file. ASCII reveals the slip: its bytes and zeros change places, and the resulting characters, such as U+6500,
 * never occur side by side in any language. Reading then continues in step.
 */
export class Utf16Aligner {
  /**
   * For each slip, the number of units output up to where reading is in step again. Each slip accounts for one byte
   * fewer than two bytes per unit.
   */
  readonly slips: number[] = [];
  readonly #littleEndian: boolean;
  #heldBack: Uint8Array = new Uint8Array(0);
  #units = 0;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  /**
   * @param ended whether the content ends with this chunk; if not, a few bytes are held back
   * @returns the realigned bytes, with U+FFFD for torn characters
   */
  push(chunk: Uint8Array, ended: boolean): Uint8Array {
    const bytes = new Uint8Array(this.#heldBack.length + chunk.length);
    bytes.set(this.#heldBack);
    bytes.set(chunk, this.#heldBack.length);
    const pieces: Uint8Array[] = [];
    // In little-endian text out of step the zero comes first, in big-endian text the character.
    const zero = this.#littleEndian ? 0 : 1;
    let from = 0;
    let run = 0;
    let i = 0;
    for (; i + 1 < bytes.length; i += 2) {
      if (bytes[i + zero] !== 0 || !isText(bytes[i + 1 - zero]!)) {
        run = 0;
        continue;
      }
      if (++run < MISALIGNED_UNITS) continue;
      const slip = i - 2 * (MISALIGNED_UNITS - 1);
      const kept = this.#mend(bytes, from, slip, pieces);
      from = slip + 1;
      this.#units += kept;
      this.slips.push(this.#units);
      run = 0;
      i = from - 2;
    }
    const end = ended ? bytes.length : Math.max(from, Math.min(i, bytes.length) - 2 * (MISALIGNED_UNITS + 1));
    pieces.push(bytes.subarray(from, end));
    this.#units += Math.ceil((end - from) / 2);
    this.#heldBack = bytes.slice(end);
    return pieces.length === 1 ? pieces[0]! : joined(pieces);
  }

  /** Outputs the bytes before the stray byte, then the units that replace the torn ones. @returns units */
  #mend(bytes: Uint8Array, from: number, slip: number, pieces: Uint8Array[]): number {
    // Two characters have merged: the first has lost its zero.
    const isMerged = this.#littleEndian && slip - 2 >= from && isText(bytes[slip - 1]!);
    const end = isMerged ? slip - 2 : slip;
    pieces.push(bytes.subarray(from, end));
    const units = isMerged
      ? [isText(bytes[end]!) ? bytes[end]! : REPLACEMENT, bytes[slip - 1]!]
      : [this.#littleEndian ? REPLACEMENT : bytes[slip]!];
    for (const unit of units) {
      const [low, high] = [unit & 0xff, unit >> 8];
      pieces.push(this.#littleEndian ? Uint8Array.of(low, high) : Uint8Array.of(high, low));
    }
    return (end - from) / 2 + units.length;
  }
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
