/** A whole number, also in the forms that JavaScript, Python and Java write for a double: `-9.2e+18`, `17.0`. */
const WHOLE = /^[+-]?\d{1,24}(?:\.\d{1,24})?(?:[eE]\+?\d{1,2})?$/;

/**
 * Reads a whole number of up to 64 bits: keywords, a FILETIME, an id. A pipeline in JavaScript rounds numbers beyond
 * 2^53 to a double, and writes the shortest decimals that give this double again. These decimals are not the double's
 * value: 0x8020000000000000 becomes `-9214364837600035000`, whose bits differ from it. So decimals that are a double's
 * own spelling are read as that double, all others as they are written.
 *
 * Source: ECMA-262, Number::toString.
 *
 * @param text decimal with or without a sign, or hexadecimal after `0x`
 * @returns null for anything else
 */
export function wholeNumber(text: string): bigint | null {
  if (/^0x[\da-f]{1,16}$/i.test(text)) return BigInt(text);
  if (!WHOLE.test(text)) return null;
  const double = Number(text);
  const isDouble = /[.eE]/.test(text) || (!Number.isSafeInteger(double) && String(double) === text);
  if (!isDouble) return BigInt(text);
  return Number.isInteger(double) ? BigInt(double) : null;
}
