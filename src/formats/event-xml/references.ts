import { ascii, BYTE, KIND, isNamed } from "./xml-bytes.ts";

const PREDEFINED = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);
const PREDEFINED_BYTES = [...PREDEFINED.keys()].map(ascii);

/** No character reference is longer than `&#x10FFFF;`, apart from leading zeros. */
const MAX_REFERENCE = 32;

/**
 * Examines the reference whose `&` is at `at`.
 *
 * @returns its end if it stands for a character; -1 if the bytes end too early; -2 if its text stays unchanged: a bare
 *   `&`, or an entity of the document's own, which is never expanded
 */
export function referenceEnd(buffer: Uint8Array, at: number, end: number): number {
  let i = at + 1;
  const last = Math.min(end, at + MAX_REFERENCE);
  while (i < last && (buffer[i] === 0x23 || (KIND[buffer[i]!]! & BYTE.name) !== 0)) i++;
  if (i >= end) return -1;
  if (buffer[i] !== 0x3b) return -2;
  if (buffer[at + 1] !== 0x23) {
    return PREDEFINED_BYTES.some((name) => isNamed(buffer, at + 1, i, name) && name.length === i - at - 1)
      ? i + 1
      : -2;
  }
  const digits = String.fromCharCode(...buffer.subarray(at + 2, i));
  return characterOf(digits) === null ? -2 : i + 1;
}

/** The character for `#…`, or null. Control characters that XML 1.0 forbids are accepted, because logs contain them. */
function characterOf(digits: string): string | null {
  const hex = /^x[0-9A-Fa-f]+$/.test(digits);
  if (!hex && !/^[0-9]+$/.test(digits)) return null;
  const code = hex ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  return String.fromCodePoint(code);
}

/** Resolves the references in a text once; the result is not resolved again. */
export function resolveReferences(text: string): string {
  return text.replace(/&(?:#([0-9A-Za-z]{1,30})|([a-z]{2,4}));/g, (whole, number?: string, name?: string) => {
    const character = number === undefined ? PREDEFINED.get(name ?? "") : characterOf(number);
    return character ?? whole;
  });
}

/** Normalizes line ends as an XML processor does (XML 1.0, section 2.11). */
export function normalizeLineEnds(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

/** Replaces white space in an attribute's value by blanks (section 3.3.3). */
export function normalizeValue(text: string): string {
  return text.replace(/\r\n|[\r\n\t]/g, " ");
}
