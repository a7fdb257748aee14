/** Searches bytes for one ASCII text, ignoring case. */
export abstract class BytesSearch {
  /** Bytes of the text in the encoding that is searched. */
  abstract readonly length: number;

  /** Calls `found` with the position of every occurrence that lies between `from` and `end`, in order. */
  find(buffer: Uint8Array, from: number, end: number, found: (at: number) => void): void {
    for (let at = this.next(buffer, from, end); at >= 0; at = this.next(buffer, at + 1, end)) found(at);
  }

  /** Whether the text occurs between `from` and `end`. */
  isIn(buffer: Uint8Array, from: number, end: number): boolean {
    return this.next(buffer, from, end) >= 0;
  }

  /** The position of the first occurrence between `from` and `end`, or -1. */
  protected abstract next(buffer: Uint8Array, from: number, end: number): number;
}

/**
 * Searches for text with one byte for each character.
 *
 * Horspool's search on pairs: the last two bytes under the text determine how far it may move. Single letters of a text
 * like "windows error reporting" occur everywhere, but its pairs hardly anywhere, so nearly every step is a long one.
 */
export class TextSearch extends BytesSearch {
  readonly length: number;
  readonly #lower: Uint8Array;
  /** By a hash of two folded bytes: how far to move. Pairs with the same hash move by the smaller step. */
  readonly #skip = new Uint8Array(HASHES);

  /** @param text ASCII, not empty; of more than 255 characters the search moves by 255 at the most */
  constructor(text: string) {
    super();
    this.length = text.length;
    this.#lower = lowerBytes(text);
    const last = text.length - 1;
    this.#skip.fill(Math.min(255, Math.max(1, last)));
    for (let i = 1; i < last; i++) {
      const hash = hashOf(this.#lower[i - 1]!, this.#lower[i]!);
      this.#skip[hash] = Math.min(this.#skip[hash]!, last - i);
    }
  }

  protected next(buffer: Uint8Array, from: number, end: number): number {
    const lower = this.#lower;
    const skip = this.#skip;
    const last = lower.length - 1;
    const lastByte = lower[last]!;
    for (let at = from + last; at < end;) {
      const byte = FOLD[buffer[at]!]!;
      if (byte === lastByte) {
        let i = last - 1;
        while (i >= 0 && FOLD[buffer[at - last + i]!] === lower[i]) i--;
        if (i < 0) return at - last;
      }
      at += last === 0 ? 1 : skip[hashOf(FOLD[buffer[at - 1]!]!, byte)]!;
    }
    return -1;
  }
}

/**
 * Searches for UTF-16LE text at any position, even or odd.
 *
 * In such a text of ASCII characters every other byte is 0. So two neighbouring bytes that are both 0, or both not, are
 * in no occurrence, and the search moves past them: over other binary data it is as fast as over zeros. Elsewhere the last
 * two characters under the text determine how far it may move, as in `TextSearch`.
 */
export class Utf16Search extends BytesSearch {
  readonly length: number;
  readonly #lower: Uint8Array;
  /** By a hash of two folded characters: how many bytes to move. */
  readonly #skip = new Uint16Array(HASHES);

  /** @param text ASCII, not empty */
  constructor(text: string) {
    super();
    this.length = 2 * text.length;
    this.#lower = lowerBytes(text);
    const last = text.length - 1;
    this.#skip.fill(Math.max(2, 2 * last));
    for (let i = 1; i < last; i++) {
      const hash = hashOf(this.#lower[i - 1]!, this.#lower[i]!);
      this.#skip[hash] = Math.min(this.#skip[hash]!, 2 * (last - i));
    }
  }

  protected next(buffer: Uint8Array, from: number, end: number): number {
    const lower = this.#lower;
    const skip = this.#skip;
    const lastByte = lower[lower.length - 1]!;
    const span = 2 * lower.length - 1;
    // `at` is where the 0 of the last character would be.
    for (let at = from + span; at < end;) {
      const high = buffer[at]!;
      const low = buffer[at - 1]!;
      if ((high === 0) === (low === 0)) at += span;
      else if (high !== 0) at++;
      else {
        const byte = FOLD[low]!;
        if (byte === lastByte && this.#isAt(buffer, at - span)) return at - span;
        at += span === 1 ? 2 : skip[hashOf(FOLD[buffer[at - 3]!]!, byte)]!;
      }
    }
    return -1;
  }

  #isAt(buffer: Uint8Array, at: number): boolean {
    const lower = this.#lower;
    for (let i = lower.length - 1; i >= 0; i--) {
      if (buffer[at + 2 * i + 1] !== 0 || FOLD[buffer[at + 2 * i]!] !== lower[i]) return false;
    }
    return true;
  }
}

const HASHES = 4096;

function hashOf(a: number, b: number): number {
  return ((a << 5) ^ b) & (HASHES - 1);
}

function lowerBytes(text: string): Uint8Array {
  return Uint8Array.from(text.toLowerCase(), (c) => c.charCodeAt(0));
}

/** ASCII capitals to small letters, every other byte to itself. */
const FOLD = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte));
