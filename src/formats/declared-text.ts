import type { Stage } from "../bytes/index.ts";

const NOTHING = new Uint8Array(0);
/** Encodings in which each byte is one character, by their names in the WHATWG Encoding Standard. */
const SINGLE_BYTE = /^(?:windows-(?!31j)|iso-8859-|koi8-|ibm866$|macintosh$|x-mac-cyrillic$|x-user-defined$)/;
/** Bytes below 0x80 are not always ASCII in it. */
const STATEFUL = "iso-2022-jp";
const REPLACEMENT = "\uFFFD";

/** A piece of the UTF-8 text that may still be asked about. */
interface Piece {
  readonly start: number;
  readonly bytes: Uint8Array;
  /** For each byte, how many bytes of the file its character took; 0 for continuation bytes. Null if each took one. */
  readonly widths: Uint8Array | null;
}

/** Converts text in an older encoding to UTF-8 and tracks which byte came from where. */
export class DeclaredText implements Stage {
  readonly #next: Stage;
  readonly #decoder: TextDecoder;
  readonly #encoder = new TextEncoder();
  readonly #isSingleByte: boolean;
  readonly #isStateful: boolean;
  #chunk: Uint8Array = NOTHING;
  #pieces: Piece[] = [];
  #written = 0;
  /** Bytes of a character that is not complete yet. */
  #pending = 0;
  /** The offset last asked for, and the bytes of the file before it. */
  #asked = 0;
  #askedBytes = 0;
  /** Number of characters that the encoding does not have; each is replaced by U+FFFD. */
  replaced = 0;

  /** @param encoding one that `TextDecoder` knows */
  constructor(encoding: string, next: Stage) {
    this.#next = next;
    this.#decoder = new TextDecoder(encoding);
    this.#isSingleByte = SINGLE_BYTE.test(this.#decoder.encoding);
    this.#isStateful = this.#decoder.encoding === STATEFUL;
  }

  append(chunk: Uint8Array): void {
    this.#chunk = chunk.slice();
  }

  work(): boolean {
    const chunk = this.#chunk;
    this.#chunk = NOTHING;
    if (chunk.length === 0) return false;
    if (this.#isSingleByte) {
      const text = this.#decoder.decode(chunk, { stream: true });
      this.#count(text);
      this.#passOn(this.#encoder.encode(text), null);
    } else this.#decodeWide(chunk);
    return false;
  }

  end(complete: boolean): void {
    const rest = this.#decoder.decode();
    if (rest !== "") {
      const bytes = this.#encoder.encode(rest);
      const widths = new Uint8Array(bytes.length);
      widths[0] = this.#pending;
      this.#count(rest);
      this.#passOn(bytes, widths);
    }
    this.#next.end(complete);
  }

  /** Decodes byte by byte where a character may have several, so that it is known which bytes each took. */
  #decodeWide(chunk: Uint8Array): void {
    const parts: { bytes: Uint8Array; width: number }[] = [];
    for (let i = 0; i < chunk.length;) {
      let end = i;
      if (this.#pending === 0 && !this.#isStateful) while (end < chunk.length && chunk[end]! < 0x80) end++;
      if (end > i) {
        parts.push({ bytes: chunk.subarray(i, end), width: 1 });
        i = end;
        continue;
      }
      const text = this.#decoder.decode(chunk.subarray(i, i + 1), { stream: true });
      this.#pending++;
      i++;
      if (text === "") continue;
      this.#count(text);
      // A broken character and the ASCII character that broke it arrive together.
      const torn = text.length > 1 && this.#pending > 1 && text.endsWith(String.fromCharCode(chunk[i - 1]!));
      const whole = torn ? text.slice(0, -1) : text;
      parts.push({ bytes: this.#encoder.encode(whole), width: this.#pending - (torn ? 1 : 0) });
      if (torn) parts.push({ bytes: chunk.subarray(i - 1, i), width: 1 });
      this.#pending = 0;
    }
    const length = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const bytes = new Uint8Array(length);
    const widths = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      bytes.set(part.bytes, at);
      // A run of ASCII has one byte for each; otherwise the part is one character.
      if (part.bytes[0]! < 0x80) widths.fill(1, at, at + part.bytes.length);
      else widths[at] = part.width;
      at += part.bytes.length;
    }
    this.#passOn(bytes, widths);
  }

  #count(text: string): void {
    for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, at + 1)) this.replaced++;
  }

  #passOn(bytes: Uint8Array, widths: Uint8Array | null): void {
    if (bytes.length === 0) return;
    this.#pieces.push({ start: this.#written, bytes, widths });
    this.#written += bytes.length;
    this.#next.append(bytes);
    while (this.#next.work());
  }

  /** Converts an offset in the UTF-8 text to an offset in the file. Ask in ascending order. */
  fileOffset(offset: number): number {
    while (this.#pieces.length > 0) {
      const { start, bytes, widths } = this.#pieces[0]!;
      const end = Math.min(offset - start, bytes.length);
      for (let i = this.#asked - start; i < end; i++) {
        if (widths !== null) this.#askedBytes += widths[i]!;
        else if ((bytes[i]! & 0xc0) !== 0x80) this.#askedBytes++;
      }
      this.#asked = Math.max(this.#asked, start + end);
      if (end < bytes.length || this.#pieces.length === 1) break;
      this.#pieces.shift();
    }
    return this.#askedBytes;
  }
}
