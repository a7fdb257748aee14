/** Texts up to this length are kept: names of elements and data, channels, hosts. */
const KEPT_BYTES = 64;
const SLOTS = 2048;
/** Up to this length, ASCII texts are made in JavaScript; above it, the decoder's fixed cost is lower. */
const IN_SCRIPT = 32;

/**
 * Makes texts from bytes and remembers short ones, because a log repeats the same few names. Each text is independent,
 * so that keeping it does not keep its event in memory.
 *
 * Every slot holds the latest text with its hash: neither memory nor time grows with the content of the evidence.
 */
export class NamePool {
  readonly #bytes = new Uint8Array(SLOTS * KEPT_BYTES);
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #texts = new Array<string>(SLOTS).fill("");
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #codes: number[][] = Array.from({ length: IN_SCRIPT + 1 }, (_, n) => new Array<number>(n).fill(0));

  take(buffer: Uint8Array, start: number, end: number): string {
    const length = end - start;
    if (length > KEPT_BYTES) return this.#decoder.decode(buffer.subarray(start, end));
    if (length === 0) return "";
    const slot = slotOf(buffer, start, end);
    const kept = this.#bytes;
    const offset = slot * KEPT_BYTES;
    if (this.#lengths[slot] === length) {
      let i = 0;
      while (i < length && kept[offset + i] === buffer[start + i]) i++;
      if (i === length) return this.#texts[slot]!;
    }
    const text = this.#make(buffer, start, end);
    for (let i = 0; i < length; i++) kept[offset + i] = buffer[start + i]!;
    this.#lengths[slot] = length;
    this.#texts[slot] = text;
    return text;
  }

  #make(buffer: Uint8Array, start: number, end: number): string {
    const codes = this.#codes[end - start];
    let all = 0;
    for (let i = start; i < end; i++) {
      all |= buffer[i]!;
      if (codes !== undefined) codes[i - start] = buffer[i]!;
    }
    if (codes === undefined || all > 0x7f) return this.#decoder.decode(buffer.subarray(start, end));
    return String.fromCharCode.apply(null, codes);
  }
}

/** A few bytes distinguish the names of a log. If two names share a slot, they merely replace each other. */
function slotOf(buffer: Uint8Array, start: number, end: number): number {
  const length = end - start;
  let hash = length + (buffer[start]! << 7) + (buffer[end - 1]! << 14);
  hash = Math.imul(hash, 0x9e3779b1) + buffer[start + (length >> 1)]! + (buffer[start + (length >> 2)]! << 8);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) + buffer[end - 1 - (length >> 2)]!;
  return (hash ^ (hash >>> 13)) & (SLOTS - 1);
}
