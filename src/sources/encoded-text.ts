import {
  BASE16_BEGINS,
  BASE64_BEGINS,
  ESCAPES,
  NUMBERS_BEGIN,
  PERCENT_BEGINS,
  textOfBytes,
} from "../formats/index.ts";

/*
 * Undoes the encodings in which an event is written as text: base64, base 16, lists of
 * numbers, percent-encoding and escapes; and the compression of what is in them.
 */

/** A run of base64, perhaps in lines. */
const BASE64_RUN = /[\w+/-]+(?:\r?\n[\w+/-]+)*/y;
/** A run of base 16, with the signs that may be between its bytes. */
const BASE16_RUN = /(?:(?:0x|\\{1,4}x|[ :-]|, ?0x)?[\da-f]{2})+/iy;
const NUMBERS_RUN = /(?:(?:,\s{0,2}|\s)?-?\d{1,3}(?!\d))+/y;
const PERCENT_RUN = /(?:%[\da-f]{2})+/gi;
const NO_DIGITS = /0x|[^\da-f]/gi;

/** The text that is encoded in another one, or null: of several, the first. What is around it is left out. */
export function decodedText(text: string): string | null {
  const base64 = runAt(text, BASE64_BEGINS, BASE64_RUN);
  if (base64 !== null) return fromBase64(base64);
  const base16 = runAt(text, BASE16_BEGINS, BASE16_RUN);
  if (base16 !== null) return fromBase16(base16);
  const numbers = runAt(text, NUMBERS_BEGIN, NUMBERS_RUN);
  if (numbers !== null) return textOfBytes(Uint8Array.from(numbers.match(/-?\d+/g)!, Number));
  if (text.includes("%") && PERCENT_BEGINS.test(text)) return fromPercent(text);
  return ESCAPES.test(text) ? withoutEscapes(text) : null;
}

const ESCAPE = /(?<!\\)\\+u00([\da-f]{2})/gi;

const withoutEscapes = (text: string): string =>
  text
    .replace(ESCAPE, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&(?:quot|#34);/g, '"')
    .replaceAll("&amp;", "&");

function runAt(text: string, begins: RegExp, run: RegExp): string | null {
  const at = text.search(begins);
  if (at < 0) return null;
  run.lastIndex = at;
  return run.exec(text)?.[0] ?? null;
}

function fromBase64(run: string): string | null {
  try {
    const digits = run.replace(/\s+/g, "").replaceAll("-", "+").replaceAll("_", "/");
    // A run that is cut off, or followed by a letter, has one digit too many.
    const whole = digits.length % 4 === 1 ? digits.slice(0, -1) : digits;
    return textOfBytes(Uint8Array.from(atob(whole), (c) => c.charCodeAt(0)));
  } catch {
    return null;
  }
}

function fromBase16(run: string): string {
  const digits = run.replace(NO_DIGITS, "");
  const bytes = new Uint8Array(digits.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return textOfBytes(bytes);
}

/** Percent-encoding may be repeated once, and a form has `+` for spaces. */
function fromPercent(text: string): string {
  const spaced = text.includes(" ") ? text : text.replaceAll("+", " ");
  const once = (given: string): string =>
    given.replace(PERCENT_RUN, (run) => fromBase16(run.replaceAll("%", "")));
  const plain = once(spaced);
  return PERCENT_BEGINS.test(plain) ? once(plain) : plain;
}
