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

/** Turns UTF-16 text into UTF-8 and keeps account of which byte came from where. */
export class Utf16ToUtf8 implements Stage {
  readonly #next: Stage;
  readonly #decoder: TextDecoder;
  readonly #encoder = new TextEncoder();
  #chunk = new Uint8Array(0);
  /** Pieces of the UTF-8 text that may still be asked for, oldest first. */
  #pieces: { start: number; units: number; bytes: Uint8Array }[] = [];
  #written = 0;
  #units = 0;

  constructor(encoding: Utf16, next: Stage) {
    this.#next = next;
    // The mark is kept: it is part of the offsets, and the JSON scanner passes over it.
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
  }

  append(chunk: Uint8Array): void {
    this.#chunk = chunk.slice();
  }

  work(): void {
    this.#hand(this.#decoder.decode(this.#chunk, { stream: true }));
  }

  end(): void {
    this.#hand(this.#decoder.decode());
    this.#next.end();
  }

  #hand(text: string): void {
    if (text === "") return;
    const bytes = this.#encoder.encode(text);
    this.#pieces.push({ start: this.#written, units: this.#units, bytes });
    this.#written += bytes.length;
    this.#units += text.length;
    this.#next.append(bytes);
    this.#next.work();
  }

  /**
   * The offset in the file of an offset in the UTF-8 text. Offsets must be asked for in ascending order: what lies
   * before the last one is forgotten.
   */
  fileOffset(offset: number): number {
    while (this.#pieces.length > 1 && this.#pieces[1]!.start <= offset) this.#pieces.shift();
    const piece = this.#pieces[0];
    if (piece === undefined) return 2 * this.#units;
    let units = piece.units;
    const end = Math.min(offset - piece.start, piece.bytes.length);
    for (let i = 0; i < end; i++) {
      const byte = piece.bytes[i]!;
      // Continuation bytes add nothing; a four-byte character is two units.
      if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    return 2 * units;
  }
}
