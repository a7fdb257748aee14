import type { Stage } from "./stage.ts";

export type Utf16 = "utf-16le" | "utf-16be";

/** The byte order of UTF-16 text: by its mark, else by where the zero bytes of ASCII characters stand. */
export function detectUtf16(bytes: Uint8Array): Utf16 | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  // JSON begins with four ASCII characters (RFC 4627, section 3), or with white space, ASCII as well.
  const [a, b, c, d] = bytes;
  if (bytes.length < 4) return null;
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return "utf-16be";
  return null;
}

const NOTHING = new Uint8Array(0);

/** Turns UTF-16 text into UTF-8 and keeps account of which byte came from where. */
export class Utf16ToUtf8 implements Stage {
  readonly #next: Stage;
  readonly #decoder: TextDecoder;
  readonly #encoder = new TextEncoder();
  #chunk = NOTHING;
  /** Pieces of the UTF-8 text that may still be asked for, oldest first. */
  #pieces: { start: number; bytes: Uint8Array }[] = [];
  #written = 0;
  /** The offset that was asked for last, and the units before it. */
  #asked = 0;
  #askedUnits = 0;
  readonly #pairs: PairCheck;

  constructor(encoding: Utf16, next: Stage) {
    this.#next = next;
    this.#pairs = new PairCheck(encoding === "utf-16le");
    // The mark is kept: it is part of the offsets, and the JSON scanner passes over it.
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
  }

  /** Units that were half a pair, or half a unit: U+FFFD stands in their place. */
  get replaced(): number {
    return this.#pairs.finish();
  }

  append(chunk: Uint8Array): void {
    this.#chunk = chunk.slice();
    this.#pairs.add(chunk);
  }

  work(): boolean {
    const chunk = this.#chunk;
    this.#chunk = NOTHING;
    this.#hand(this.#decoder.decode(chunk, { stream: true }));
    return false;
  }

  end(complete: boolean): void {
    this.#hand(this.#decoder.decode());
    this.#next.end(complete);
  }

  #hand(text: string): void {
    if (text === "") return;
    const bytes = this.#encoder.encode(text);
    this.#pieces.push({ start: this.#written, bytes });
    this.#written += bytes.length;
    this.#next.append(bytes);
    this.#next.work();
  }

  /**
   * The offset in the file of an offset in the UTF-8 text. Offsets must be asked for in ascending order: what lies
   * before the last one is forgotten, and counting goes on from there.
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
    return 2 * this.#askedUnits;
  }
}

/** Counts the units of UTF-16 that are half a pair: what a decoder silently replaces. */
class PairCheck {
  readonly #littleEndian: boolean;
  #half = -1;
  #high = false;
  lone = 0;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  add(chunk: Uint8Array): void {
    for (const byte of chunk) {
      if (this.#half < 0) {
        this.#half = byte;
        continue;
      }
      // The surrogates' blocks are told by the upper byte alone.
      const upper = (this.#littleEndian ? byte : this.#half) & 0xfc;
      this.#half = -1;
      if (upper === 0xdc) {
        if (!this.#high) this.lone++;
        this.#high = false;
        continue;
      }
      if (this.#high) this.lone++;
      this.#high = upper === 0xd8;
    }
  }

  finish(): number {
    return this.lone + (this.#high ? 1 : 0) + (this.#half >= 0 ? 1 : 0);
  }
}
