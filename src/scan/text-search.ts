/**
 * Searches bytes for one ASCII text, ignoring case.
 *
 * Horspool's search on pairs: the last two bytes under the text determine how far it may move. Single letters of a text
 * like "windows error reporting" occur everywhere, but its pairs hardly anywhere, so nearly every step is a long one.
 */
export class TextSearch {
  readonly length: number;
  readonly #lower: Uint8Array;
  /** By a hash of two folded bytes: how far to move. Pairs with the same hash move by the smaller step. */
  readonly #skip = new Uint8Array(HASHES);

  /** @param text ASCII, not empty; of more than 255 characters the search moves by 255 at the most */
  constructor(text: string) {
    this.length = text.length;
    this.#lower = Uint8Array.from(text.toLowerCase(), (c) => c.charCodeAt(0));
    const last = text.length - 1;
    this.#skip.fill(Math.min(255, Math.max(1, last)));
    for (let i = 1; i < last; i++) {
      const hash = hashOf(this.#lower[i - 1]!, this.#lower[i]!);
      this.#skip[hash] = Math.min(this.#skip[hash]!, last - i);
    }
  }

  /** Calls `found` with the position of every occurrence that lies between `from` and `end`, in order. */
  find(buffer: Uint8Array, from: number, end: number, found: (at: number) => void): void {
    const lower = this.#lower;
    const skip = this.#skip;
    const last = lower.length - 1;
    const lastByte = lower[last]!;
    for (let at = from + last; at < end;) {
      const byte = FOLD[buffer[at]!]!;
      if (byte === lastByte) {
        let i = last - 1;
        while (i >= 0 && FOLD[buffer[at - last + i]!] === lower[i]) i--;
        if (i < 0) found(at - last);
      }
      at += last === 0 ? 1 : skip[hashOf(FOLD[buffer[at - 1]!]!, byte)]!;
    }
  }
}

const HASHES = 4096;

function hashOf(a: number, b: number): number {
  return ((a << 5) ^ b) & (HASHES - 1);
}

/** ASCII capitals to small letters, every other byte to itself. */
const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte));
