/** The grammar of a JSON number (RFC 8259, section 6), one byte at a time: which part of a number a byte leads to. */
export const NUMBER_PART = {
  minus: 0,
  zero: 1,
  integer: 2,
  point: 3,
  fraction: 4,
  e: 5,
  sign: 6,
  exponent: 7,
} as const;

const { minus, zero, integer, point, fraction, e, sign, exponent } = NUMBER_PART;

/** The part that a number's first byte leads to: `-` or a digit. */
export function numberStart(c: number): number {
  return c === 0x2d ? minus : c === 0x30 ? zero : integer;
}

/** The part that `c` leads to from `part`; -1 if it cannot continue the number. */
export function numberNext(part: number, c: number): number {
  if (c >= 0x30 && c <= 0x39) {
    if (part === integer || part === fraction || part === exponent) return part;
    if (part === minus) return numberStart(c);
    if (part === point) return fraction;
    return part === e || part === sign ? exponent : -1;
  }
  if (c === 0x2e) return part === integer || part === zero ? point : -1;
  if (c === 0x65 || c === 0x45) return part === integer || part === zero || part === fraction ? e : -1;
  return (c === 0x2b || c === 0x2d) && part === e ? sign : -1;
}

/** The position after the number that begins at `at`; -1 if there is none or it is not whole. */
export function numberEnd(buffer: Uint8Array, at: number): number {
  const c = buffer[at]!;
  if (c !== 0x2d && (c < 0x30 || c > 0x39)) return -1;
  let part = numberStart(c);
  for (let i = at + 1; ; i++) {
    const next = numberNext(part, buffer[i]!);
    if (next < 0) return numberMayEnd(part) ? i : -1;
    part = next;
  }
}

/** The number of digits before a number's point and exponent. */
export function integerDigits(buffer: Uint8Array, at: number): number {
  let i = buffer[at] === 0x2d ? at + 1 : at;
  const from = i;
  while (buffer[i]! >= 0x30 && buffer[i]! <= 0x39) i++;
  return i - from;
}

/** Whether a number may end after this part. */
export function numberMayEnd(part: number): boolean {
  return part === zero || part === integer || part === fraction || part === exponent;
}
