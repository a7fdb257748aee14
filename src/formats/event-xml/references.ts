import { ascii, BYTE, KIND, isNamed } from "./xml-bytes.ts";

const PREDEFINED = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);
const PREDEFINED_BYTES = [...PREDEFINED.keys()].map(ascii);

/** No reference to a character is longer, leading zeros aside: `&#x10FFFF;` */
const MAX_REFERENCE = 32;

/**
 * Looks at the reference whose `&` stands at `at`.
 *
 * @returns where it ends if it stands for a character; -1 where the bytes end too early; -2 where it is none, so that
 *   its text stays as it is: a bare `&`, or an entity of the document's own, which is never expanded
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

/** The character of `#…`, or null. Controls that XML 1.0 forbids are taken: logs hold them. */
function characterOf(digits: string): string | null {
  const hex = /^x[0-9A-Fa-f]+$/.test(digits);
  if (!hex && !/^[0-9]+$/.test(digits)) return null;
  const code = hex ? Number.parseInt(digits.slice(1), 16) : Number.parseInt(digits, 10);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  return String.fromCodePoint(code);
}

/** A text with its references resolved, once: what they stand for is not looked at again. */
export function resolveReferences(text: string): string {
  return text.replace(/&(?:#([0-9A-Za-z]{1,30})|([a-z]{2,4}));/g, (whole, number?: string, name?: string) => {
    const character = number === undefined ? PREDEFINED.get(name ?? "") : characterOf(number);
    return character ?? whole;
  });
}

/** Line ends as an XML processor hands them on (XML 1.0, section 2.11). */
export function normalizeLineEnds(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

/** White space of an attribute's value as blanks (section 3.3.3). */
export function normalizeValue(text: string): string {
  return text.replace(/\r\n|[\r\n\t]/g, " ");
}
