import { SIMPLE_ESCAPE } from "./json-bytes.ts";

/** Texts up to this length are kept: host names, programs, paths. */
const KEPT_BYTES = 64;
/** The last four bytes, then all bytes from the first on. Shorter texts are faster to make than to find. */
const KEPT_WORDS = KEPT_BYTES / 4 + 1;
const SLOTS_LOG2 = 12;
const SLOTS = 1 << SLOTS_LOG2;
/** Up to this length, a text is made from its bytes in JavaScript; above it, the decoder's fixed cost is lower. */
const IN_SCRIPT = 64;

/** The byte that a letter after a backslash stands for. */
const UNESCAPED = new Uint8Array(256);
for (let c = 0; c < 256; c++) UNESCAPED[c] = c;
for (const [letter, meaning] of ["b\b", "f\f", "n\n", "r\r", "t\t"]) {
  UNESCAPED[letter!.charCodeAt(0)] = meaning!.charCodeAt(0);
}

/**
 * Makes texts from the bytes between the quotes of a JSON text. A log repeats the same few texts, so they are
 * remembered: a known text costs a comparison and no memory.
 *
 * Each slot holds the latest text with its hash, so neither memory nor time grows with the content of the evidence.
 */
export class TextPool {
  readonly #words = new Int32Array(SLOTS * KEPT_WORDS);
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #texts: string[] = new Array<string>(SLOTS).fill("");
  // `ignoreBOM` keeps a byte order mark in the text: nothing in the evidence is dropped.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #codes: number[][] = Array.from({ length: IN_SCRIPT + 1 }, (_, n) => new Array<number>(n).fill(0));
  #scratch = new Uint8Array(1024);

  /**
   * @param buffer holds well-formed JSON in valid UTF-8
   * @param view of the same bytes
   * @param start the first byte after the opening quote
   * @param end the closing quote
   */
  take(buffer: Uint8Array, view: DataView, start: number, end: number): string {
    const length = end - start;
    if (length > KEPT_BYTES || length < 4) return this.#make(buffer, start, end);
    const slot = slotOf(view, start, end);
    const kept = this.#words;
    const offset = slot * KEPT_WORDS;
    const last = view.getInt32(end - 4, true);
    if (this.#lengths[slot] === length && kept[offset] === last) {
      let word = offset + 1;
      let at = start;
      while (at < end - 4 && kept[word] === view.getInt32(at, true)) {
        at += 4;
        word++;
      }
      if (at >= end - 4) return this.#texts[slot]!;
    }
    const text = this.#make(buffer, start, end);
    kept[offset] = last;
    for (let at = start, word = offset + 1; at < end - 4; at += 4) kept[word++] = view.getInt32(at, true);
    this.#lengths[slot] = length;
    this.#texts[slot] = text;
    return text;
  }

  #make(buffer: Uint8Array, start: number, end: number): string {
    const bytes = this.#scratchOf(end - start);
    let length = 0;
    let all = 0;
    for (let i = start; i < end; i++) {
      let c = buffer[i]!;
      if (c === 0x5c) {
        c = buffer[++i]!;
        if (SIMPLE_ESCAPE[c] === 0) return this.#parse(buffer, start, end);
        c = UNESCAPED[c]!;
      }
      all |= c;
      bytes[length++] = c;
    }
    if (length > IN_SCRIPT || all > 0x7f) return this.#decoder.decode(bytes.subarray(0, length));
    const codes = this.#codes[length]!;
    for (let i = 0; i < length; i++) codes[i] = bytes[i]!;
    return String.fromCharCode.apply(null, codes);
  }

  /** Decodes a text with `\u` escapes, including its quotes. */
  #parse(buffer: Uint8Array, start: number, end: number): string {
    return JSON.parse(this.#decoder.decode(buffer.subarray(start - 1, end + 1))) as string;
  }

  #scratchOf(length: number): Uint8Array {
    if (this.#scratch.length < length) this.#scratch = new Uint8Array(2 * length);
    return this.#scratch;
  }
}

/** Three words distinguish the texts of a log. If two texts share a slot, they merely replace each other. */
function slotOf(view: DataView, start: number, end: number): number {
  const length = end - start;
  const middle = view.getInt32(start + ((length - 4) >> 1), true);
  let hash = Math.imul(view.getInt32(end - 4, true) ^ Math.imul(middle, 0x85ebca6b), 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15) ^ view.getInt32(start, true) ^ (length << 24), 0xc2b2ae35);
  return hash >>> (32 - SLOTS_LOG2);
}
