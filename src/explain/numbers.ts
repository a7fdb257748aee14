/** Reads a whole number up to 2^53, in decimal or after `0x` in hexadecimal; undefined for anything else. */
export function numberOf(text: string): number | undefined {
  if (!/^(?:0x[\da-f]{1,13}|\d{1,15})$/i.test(text)) return undefined;
  return Number(text);
}

/** The names of the bits that are set, from bit 0 on. */
export function bitWords(bits: number, names: readonly string[]): string {
  return names.filter((name, bit) => name !== "" && (bits >>> bit) & 1).join(", ");
}
