/** Little-endian numbers. Reading past the end gives 0, so the caller must check the bounds first. */
export function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

export function u32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** Exact up to 2^53, rounded above: for comparisons, not for display. */
export function u64Rounded(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + 4) * 0x1_0000_0000 + u32(bytes, at);
}

/** In decimal digits. */
export function u64Text(bytes: Uint8Array, at: number): string {
  const high = u32(bytes, at + 4);
  const low = u32(bytes, at);
  if (high < 0x20_0000) return String(high * 0x1_0000_0000 + low);
  return String((BigInt(high) << 32n) | BigInt(low));
}

export function startsWith(bytes: Uint8Array, at: number, signature: readonly number[]): boolean {
  if (at < 0 || at + signature.length > bytes.length) return false;
  return signature.every((value, i) => bytes[at + i] === value);
}

/** Compares four bytes at a time where they are aligned: logs that were created with a large size are mostly blank. */
export function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  let i = from;
  for (; i < to && (bytes.byteOffset + i) % 4 !== 0; i++) if (bytes[i] !== 0) return false;
  if (i >= to) return true;
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + i, (to - i) >> 2);
  for (let at = 0; at < words.length; at++) if (words[at] !== 0) return false;
  for (i += 4 * words.length; i < to; i++) if (bytes[i] !== 0) return false;
  return true;
}
