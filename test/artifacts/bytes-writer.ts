/** Bytes that grow as they are written, little-endian. */
export class BytesWriter {
  #bytes = new Uint8Array(4096);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  grow(to: number): void {
    if (to > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(to, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    this.length = Math.max(this.length, to);
  }

  u8(at: number, value: number): void {
    this.grow(at + 1);
    this.#view.setUint8(at, value);
  }

  u16(at: number, value: number): void {
    this.grow(at + 2);
    this.#view.setUint16(at, value, true);
  }

  u32(at: number, value: number): void {
    this.grow(at + 4);
    this.#view.setUint32(at, value >>> 0, true);
  }

  u64(at: number, value: bigint): void {
    this.grow(at + 8);
    this.#view.setBigUint64(at, BigInt.asUintN(64, value), true);
  }

  set(at: number, bytes: Uint8Array): void {
    this.grow(at + bytes.length);
    this.#bytes.set(bytes, at);
  }

  text(at: number, text: string): void {
    this.set(at, latin1(text));
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.length);
  }
}

export function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

export function utf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), true);
  return bytes;
}

/** The FILETIME of a time in ISO 8601, with up to seven decimals. */
export function filetime(iso: string): bigint {
  const [, seconds, decimals = ""] = /^(.*?)(?:\.(\d+))?Z$/.exec(iso)!;
  const millis = BigInt(Date.parse(`${seconds}Z`)) + 11_644_473_600_000n;
  return millis * 10_000n + BigInt(decimals.padEnd(7, "0"));
}
