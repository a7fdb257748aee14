/** Whether the bytes are valid UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF. */
export function isValidUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let i = start;
  while (i < end) {
    const a = bytes[i++]!;
    if (a < 0x80) continue;
    let more: number;
    let low = 0x80;
    let high = 0xbf;
    if (a >= 0xc2 && a <= 0xdf) more = 1;
    else if (a >= 0xe0 && a <= 0xef) {
      more = 2;
      if (a === 0xe0) low = 0xa0;
      if (a === 0xed) high = 0x9f;
    } else if (a >= 0xf0 && a <= 0xf4) {
      more = 3;
      if (a === 0xf0) low = 0x90;
      if (a === 0xf4) high = 0x8f;
    } else return false;
    for (; more > 0; more--) {
      const b = i < end ? bytes[i++]! : 0;
      if (b < low || b > high) return false;
      low = 0x80;
      high = 0xbf;
    }
  }
  return true;
}
