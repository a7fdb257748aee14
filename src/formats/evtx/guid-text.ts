/** Position of each byte's digits: three little-endian numbers, then eight bytes. */
const DIGIT_POSITIONS = [7, 5, 3, 1, 12, 10, 17, 15, 20, 22, 25, 27, 29, 31, 33, 35] as const;
const DIGITS = Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
const codes = Array.from("{00000000-0000-0000-0000-000000000000}", (digit) => digit.charCodeAt(0));

/**
 * `{5770385f-c22a-43e0-bf4c-06f5698ffbd9}`. Windows up to 8.1 renders the digits in upper case, later versions in lower
 * case, whichever machine the log comes from.
 */
export function guidText(bytes: Uint8Array, at: number): string {
  for (let i = 0; i < DIGIT_POSITIONS.length; i++) {
    const byte = bytes[at + i]!;
    const position = DIGIT_POSITIONS[i]!;
    codes[position] = DIGITS[byte >> 4]!;
    codes[position + 1] = DIGITS[byte & 15]!;
  }
  return String.fromCharCode.apply(null, codes);
}
