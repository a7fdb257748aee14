import type { Stage } from "../bytes/index.ts";
import { Utf16Aligner } from "./utf16-aligner.ts";

export type Utf16 = "utf-16le" | "utf-16be";

/** Detects the byte order of UTF-16 text: by its mark, or by the zero bytes of ASCII characters. */
export function detectUtf16(bytes: Uint8Array): Utf16 | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  // JSON begins with four ASCII characters (RFC 4627, section 3), or with white space, which is ASCII as well.
  const [a, b, c, d] = bytes;
  if (bytes.length < 4) return null;
  // Half a byte order mark: the text after it is out of step.
  if (a === 0xff && b === 0 && c !== 0 && d === 0) return "utf-16be";
  if (a === 0xfe && b! < 0x7f && c === 0 && d !== 0) return "utf-16le";
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return "utf-16be";
  return byZeros(bytes);
}

/** Bytes that decide the byte order if the first ones are damaged. */
const SAMPLE_BYTES = 128;

/** Decides by the zero bytes of ASCII characters, if these make up at least three quarters of the text. */
function byZeros(bytes: Uint8Array): Utf16 | null {
  const end = Math.min(bytes.length, SAMPLE_BYTES) & ~1;
  if (end < 32) return null;
  let [little, big] = [0, 0];
  for (let i = 0; i < end; i += 2) {
    const [first, second] = [bytes[i]!, bytes[i + 1]!];
    if (second === 0 && first >= 0x09 && first < 0x7f) little++;
    if (first === 0 && second >= 0x09 && second < 0x7f) big++;
  }
  const enough = (3 * end) / 8;
  if (Math.max(little, big) < enough) return null;
  return little > big ? "utf-16le" : "utf-16be";
}

const NOTHING = new Uint8Array(0);

/** Converts UTF-16 text to UTF-8 and tracks which byte came from where. */
export class Utf16ToUtf8 implements Stage {
  readonly #next: Stage;
  readonly #decoder: TextDecoder;
  readonly #encoder = new TextEncoder();
  #chunk = NOTHING;
  /** Pieces of the UTF-8 text that may still be asked about, oldest first. */
  #pieces: { start: number; bytes: Uint8Array }[] = [];
  #written = 0;
  /** The offset last asked for, and the number of UTF-16 units before it. */
  #asked = 0;
  #askedUnits = 0;
  readonly #pairs: PairCheck;
  readonly #aligner: Utf16Aligner;
  /** Number of slips before the offset last asked for. */
  #askedSlips = 0;

  constructor(encoding: Utf16, next: Stage) {
    this.#next = next;
    this.#pairs = new PairCheck(encoding === "utf-16le");
    this.#aligner = new Utf16Aligner(encoding === "utf-16le");
    // The byte order mark is kept, because offsets count it; the JSON scanner skips it.
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
  }

  /** Number of unpaired surrogates and half units; each is replaced by U+FFFD. */
  get replaced(): number {
    return this.#pairs.finish();
  }

  /** Offsets in the file of each missing or extra byte; they may be one or two units too low. */
  get slips(): number[] {
    return this.#aligner.slips.map((units, before) => 2 * units - before - 1);
  }

  append(chunk: Uint8Array): void {
    this.#chunk = chunk.slice();
  }

  work(): boolean {
    const chunk = this.#chunk;
    this.#chunk = NOTHING;
    this.#decode(chunk, false);
    return false;
  }

  end(complete: boolean): void {
    this.#decode(NOTHING, true);
    this.#passOn(this.#decoder.decode());
    this.#next.end(complete);
  }

  #decode(chunk: Uint8Array, ended: boolean): void {
    const bytes = this.#aligner.push(chunk, ended);
    this.#pairs.add(bytes);
    this.#passOn(this.#decoder.decode(bytes, { stream: true }));
  }

  #passOn(text: string): void {
    if (text === "") return;
    const bytes = this.#encoder.encode(text);
    this.#pieces.push({ start: this.#written, bytes });
    this.#written += bytes.length;
    this.#next.append(bytes);
    this.#next.work();
  }

  /**
   * Converts an offset in the UTF-8 text to an offset in the file. Ask in ascending order: counting continues from the
   * last offset, and everything before it is forgotten.
   */
  fileOffset(offset: number): number {
    while (this.#pieces.length > 0) {
      const { start, bytes } = this.#pieces[0]!;
      const end = Math.min(offset - start, bytes.length);
      for (let i = this.#asked - start; i < end; i++) {
        const byte = bytes[i]!;
        // Continuation bytes add nothing; a four-byte character is two units.
        if ((byte & 0xc0) !== 0x80) this.#askedUnits += byte >= 0xf0 ? 2 : 1;
      }
      this.#asked = Math.max(this.#asked, start + end);
      if (end < bytes.length || this.#pieces.length === 1) break;
      this.#pieces.shift();
    }
    const slips = this.#aligner.slips;
    while (this.#askedSlips < slips.length && slips[this.#askedSlips]! <= this.#askedUnits)
      this.#askedSlips++;
    return 2 * this.#askedUnits - this.#askedSlips;
  }
}

/** Counts unpaired surrogates, which a decoder replaces silently. */
class PairCheck {
  readonly #littleEndian: boolean;
  #half = -1;
  #high = false;
  unpaired = 0;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  add(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (this.#half < 0) {
        this.#half = byte;
        continue;
      }
      // The upper byte alone identifies a surrogate.
      const upper = (this.#littleEndian ? byte : this.#half) & 0xfc;
      this.#half = -1;
      if (upper === 0xdc) {
        if (!this.#high) this.unpaired++;
        this.#high = false;
        continue;
      }
      if (this.#high) this.unpaired++;
      this.#high = upper === 0xd8;
    }
  }

  finish(): number {
    return this.unpaired + (this.#high ? 1 : 0) + (this.#half >= 0 ? 1 : 0);
  }
}
