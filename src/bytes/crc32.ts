const SLICES = 8;
const TABLES = makeTables();

/** CRC-32 as in RFC 1952, of a range of bytes. */
export function crc32(bytes: Uint8Array, from: number, to: number): number {
  return new Crc32().add(bytes, from, to).value;
}

/** CRC-32 of ranges that are handed over one after the other. */
export class Crc32 {
  #crc = 0xffffffff;

  add(bytes: Uint8Array, from: number, to: number): this {
    this.#crc = update(this.#crc, bytes, from, to);
    return this;
  }

  /** Of everything so far. */
  get value(): number {
    return ~this.#crc >>> 0;
  }
}

/** Eight bytes a step ("slicing by 8"): every byte of a log passes here, far above the speed of decoding. */
function update(start: number, bytes: Uint8Array, from: number, to: number): number {
  const t = TABLES;
  let crc = start;
  let i = from;
  for (const end = to - 7; i < end; i += 8) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc =
      t[0x700 + (crc & 0xff)]! ^
      t[0x600 + ((crc >>> 8) & 0xff)]! ^
      t[0x500 + ((crc >>> 16) & 0xff)]! ^
      t[0x400 + (crc >>> 24)]! ^
      t[0x300 + bytes[i + 4]!]! ^
      t[0x200 + bytes[i + 5]!]! ^
      t[0x100 + bytes[i + 6]!]! ^
      t[bytes[i + 7]!]!;
  }
  for (; i < to; i++) crc = (crc >>> 8) ^ t[(crc ^ bytes[i]!) & 0xff]!;
  return crc;
}

/** Table n, at n * 256, says what a byte does to the sum n bytes later. */
function makeTables(): Int32Array {
  const tables = new Int32Array(SLICES * 256);
  for (let n = 0; n < 256; n++) {
    let value = n;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) !== 0 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    tables[n] = value;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256]!;
    tables[i] = (before >>> 8) ^ tables[before & 0xff]!;
  }
  return tables;
}
