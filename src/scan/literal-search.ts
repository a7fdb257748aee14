/**
 * Looks for one ASCII text in bytes, upper and lower case alike (Horspool's search: the longer the text, the fewer
 * bytes are looked at).
 */
export class LiteralSearch {
  readonly length: number;
  readonly #lower: Uint8Array;
  readonly #skip = new Uint32Array(256);

  /** @param text ASCII, not empty */
  constructor(text: string) {
    this.length = text.length;
    this.#lower = Uint8Array.from(text.toLowerCase(), (c) => c.charCodeAt(0));
    this.#skip.fill(text.length);
    for (let i = 0; i < text.length - 1; i++) {
      const skip = text.length - 1 - i;
      this.#skip[text.toLowerCase().charCodeAt(i)] = skip;
      this.#skip[text.toUpperCase().charCodeAt(i)] = skip;
    }
  }

  /** Calls `found` with the position of every occurrence that lies between `from` and `end`, in order. */
  find(buffer: Uint8Array, from: number, end: number, found: (at: number) => void): void {
    const lower = this.#lower;
    const skip = this.#skip;
    const last = lower.length - 1;
    const lastByte = lower[last]!;
    for (let at = from + last; at < end;) {
      const byte = buffer[at]!;
      if (FOLD[byte] === lastByte) {
        let i = last - 1;
        while (i >= 0 && FOLD[buffer[at - last + i]!] === lower[i]) i--;
        if (i < 0) found(at - last);
      }
      at += skip[byte]!;
    }
  }
}

/** ASCII capitals to small letters, every other byte to itself. */
const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte));
