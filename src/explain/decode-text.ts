import { Inflater, packingOf } from "../bytes/index.ts";

/** Text that was encoded in a value of an event. It is only ever shown: nothing of it is run. */
export interface Decoded {
  /** How it was encoded, from the outside in: "PowerShell's encoded command", "Base64, gzip", "character codes". */
  readonly how: string;
  readonly text: string;
  /** There is more of it than `MOST_DECODED` characters. */
  readonly isCut: boolean;
  /** Where the encoded part is in the value: from this UTF-16 unit up to, but not including, that one. */
  readonly start: number;
  readonly end: number;
  /** What is encoded within the text, down to the third level. */
  readonly inner: Decoded | null;
}

/** The most characters of a decoded text. */
export const MOST_DECODED = 65_536;
/** The most characters of a value that are searched. */
const MOST_SEARCHED = 1 << 20;
/** The most digits of base64 that are read: enough for the longest text in UTF-16. A multiple of four. */
const MOST_DIGITS = 4 * 65_536;
const MOST_LEVELS = 3;
/** A shorter text in base64, in base 16 or in character codes may be there by chance. */
const FEWEST = 24;
const FEWEST_CODES = 12;

/** Ids and hashes are base 16 or base64, and no text. */
const NO_TEXT = /(?:hash|guid|thumbprint|ancestry|entity_id|serial_number|[._]id)\b/i;

/**
 * Finds the first encoded text in a value: PowerShell's encoded command, the argument of FromBase64String, base64 and base
 * 16 of readable text, lists of character codes, each also if it is compressed. The time that it takes grows with the
 * length of the value, whatever is in it.
 *
 * @param field the field that the value is in
 * @returns null if there is none
 */
export function decodeText(field: string, value: string): Decoded | null {
  return NO_TEXT.test(field.slice(-200)) ? null : decode(value, 1);
}

/** What a search may still do, and how. */
interface Search {
  /** Parts of the value that look encoded: a hostile value is full of them. */
  candidates: number;
  /** Each takes a quarter of a megabyte of memory, and a value can have ten thousand things that look compressed. */
  inflations: number;
  /** Raw deflate has no sign of its own: it is tried where the value names it. */
  readonly namesDeflate: boolean;
}

const MOST_INFLATIONS = 16;
const MOST_CANDIDATES = 4000;

function decode(value: string, level: number): Decoded | null {
  const text = value.slice(0, MOST_SEARCHED);
  const search: Search = {
    candidates: MOST_CANDIDATES,
    inflations: MOST_INFLATIONS,
    namesDeflate: /deflate/i.test(text),
  };
  for (const find of FINDERS) {
    const found = find(text, search);
    if (found === null) continue;
    const inner = level < MOST_LEVELS ? decode(found.text, level + 1) : null;
    return {
      ...found,
      text: found.text.slice(0, MOST_DECODED),
      isCut: found.text.length > MOST_DECODED,
      inner,
    };
  }
  return null;
}

type Found = Pick<Decoded, "how" | "text" | "start" | "end">;

/** The names of a parameter: PowerShell takes any beginning of it, `ec`, a slash or one of its dashes. */
const PARAMETER = /[-/\u2013-\u2015]([a-z^`]{1,40})[\s:]+["']?([\w+/]{8,}={0,2})/gi;

function encodedCommand(text: string, search: Search): Found | null {
  for (const match of text.matchAll(PARAMETER)) {
    if (--search.candidates < 0) return null;
    const name = match[1]!.replace(/[\^`]/g, "").toLowerCase();
    if (name !== "ec" && !(name !== "" && "encodedcommand".startsWith(name))) continue;
    const bytes = fromBase64(match[2]!);
    if (bytes === null) continue;
    const command = readable(utf16(bytes));
    if (command === null || !isCommand(command, text)) continue;
    const end = match.index + match[0].length;
    return { how: "PowerShell's encoded command", text: command, start: end - match[2]!.length, end };
  }
  return null;
}

/** Any letters are base64, and any bytes are letters of some script: other programs have a parameter `-e`, too. */
function isCommand(decoded: string, around: string): boolean {
  const latin = decoded.replace(/[^\t\n\r -~]+/g, "").length;
  if (decoded === "") return false;
  return latin * 2 > decoded.length || (decoded.length >= FEWEST_CODES && /powershell|pwsh/i.test(around));
}

const ARGUMENT = /FromBase64String["')\s]{0,8}\([("'\s]{1,8}([\w+/=\s]{8,})/gi;

function argument(text: string, search: Search): Found | null {
  for (const match of text.matchAll(ARGUMENT)) {
    if (--search.candidates < 0) return null;
    const bytes = fromBase64(match[1]!);
    const content = bytes === null ? null : contentOf(bytes, search);
    if (content === null || content.text === "") continue;
    const end = match.index + match[0].length;
    return { how: `Base64${content.how}`, text: content.text, start: end - match[1]!.length, end };
  }
  return null;
}

const CODE = String.raw`(?:0x[\da-f]{1,4}|\d{1,5})`;
const CODES = new RegExp(
  // 72,101,108 and [char]72+[char]101 and Chr(72) & Chr(101)
  String.raw`${CODE}(?:\s{0,9}[,;]\s{0,9}${CODE}){${FEWEST_CODES - 1},}` +
    String.raw`|(?:\[char\]\s{0,9}${CODE}\s{0,9}\+?\s{0,9}){${FEWEST_CODES},}` +
    String.raw`|(?:chrw?\(${CODE}\)\s{0,9}[&+]?\s{0,9}){${FEWEST_CODES},}`,
  "gi",
);

function characterCodes(text: string, search: Search): Found | null {
  for (const match of text.matchAll(CODES)) {
    if (--search.candidates < 0) return null;
    const codes = match[0].slice(0, MOST_DIGITS).match(new RegExp(CODE, "gi")) ?? [];
    const numbers = codes.slice(0, MOST_DECODED + 1).map(Number);
    const plain = numbers.every((code) => code <= 0xffff) ? readable(fromCodes(numbers)) : null;
    // Numbers that happen to be codes of characters make no words; bytes may be compressed.
    const isBytes = plain === null && numbers.every((code) => code <= 0xff);
    const content =
      plain !== null && isWordy(plain)
        ? { text: plain, how: "" }
        : isBytes
          ? contentOf(Uint8Array.from(numbers), search)
          : null;
    if (content === null || content.text.length < FEWEST_CODES) continue;
    const { index } = match;
    return {
      how: `character codes${content.how}`,
      text: content.text,
      start: index,
      end: index + match[0].length,
    };
  }
  return null;
}

/** Codes of a list of ports or sizes are seldom letters. */
function isWordy(text: string): boolean {
  return (text.match(/[\p{L}\s]/gu) ?? []).length * 2 > text.length;
}

function fromCodes(codes: readonly number[]): string {
  let text = "";
  for (const code of codes) text += String.fromCharCode(code);
  return text;
}

const BASE16 = /[\da-f]{48,}/gi;

function base16(text: string, search: Search): Found | null {
  for (const match of text.matchAll(BASE16)) {
    if (--search.candidates < 0) return null;
    const digits = match[0].slice(0, MOST_DIGITS);
    const bytes = new Uint8Array(digits.length >> 1);
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
    const content = contentOf(bytes, search);
    if (content === null || content.text.length < FEWEST) continue;
    const { index } = match;
    return {
      how: `hexadecimal${content.how}`,
      text: content.text,
      start: index,
      end: index + match[0].length,
    };
  }
  return null;
}

const BASE64 = /[A-Za-z0-9+/]{32,}={0,2}/g;

function base64(text: string, search: Search): Found | null {
  for (const match of text.matchAll(BASE64)) {
    if (--search.candidates < 0) return null;
    const bytes = fromBase64(match[0]);
    const content = bytes === null ? null : contentOf(bytes, search);
    if (content === null || content.text.length < FEWEST) continue;
    const { index } = match;
    return { how: `Base64${content.how}`, text: content.text, start: index, end: index + match[0].length };
  }
  return null;
}

/** The most certain ones first. */
const FINDERS: readonly ((text: string, search: Search) => Found | null)[] = [
  encodedCommand,
  argument,
  characterCodes,
  base16,
  base64,
];

function fromBase64(digits: string): Uint8Array | null {
  const plain = digits.slice(0, MOST_DIGITS).replace(/[\s=]+/g, "");
  // One digit is six bits, and no byte.
  const whole = plain.length % 4 === 1 ? plain.slice(0, -1) : plain;
  if (!/^[A-Za-z0-9+/]+$/.test(whole)) return null;
  return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
}

/** The readable text that bytes are, or that is compressed in them. */
function contentOf(
  bytes: Uint8Array,
  search: Search,
): { readonly text: string; readonly how: string } | null {
  const plain = textOf(bytes);
  if (plain !== null) return { text: plain, how: "" };
  const packed = deflateIn(bytes, search);
  if (packed === null || search.inflations === 0) return null;
  search.inflations--;
  const text = textOf(inflate(bytes.subarray(packed.start)));
  // Some bytes can be inflated by chance, to little.
  return text === null || text.length < FEWEST ? null : { text, how: packed.how };
}

/** How bytes are compressed, and where their raw deflate begins. */
function deflateIn(
  bytes: Uint8Array,
  { namesDeflate }: Search,
): { readonly how: string; readonly start: number } | null {
  if (bytes.length < 16) return null;
  const packing = packingOf(bytes);
  if (packing !== null) return { how: `, ${packing.kind}`, start: packing.start };
  return namesDeflate ? { how: ", deflate", start: 0 } : null;
}

/** The beginning of what bytes of raw deflate are inflated to, however much that would be. */
function inflate(bytes: Uint8Array): Uint8Array {
  const inflater = new Inflater();
  inflater.push(bytes);
  const piece = inflater.pull();
  return piece === null ? new Uint8Array(0) : piece.slice(0, 2 * MOST_DECODED + 2);
}

/** The text of bytes in UTF-16 or UTF-8, if it is readable and not empty. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return null;
  let zeros = 0;
  for (let at = 1; at < bytes.length; at += 2) if (bytes[at] === 0) zeros++;
  // Latin text in UTF-16 has a zero in nearly every second byte; UTF-8 has none.
  return readable(zeros * 4 > bytes.length ? utf16(bytes) : utf8(bytes));
}

/** The last character may be cut in two: it is left out. */
const utf8 = (bytes: Uint8Array): string | null => decodeAs("utf-8", bytes);
const utf16 = (bytes: Uint8Array): string | null => decodeAs("utf-16le", bytes);

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

const UNREADABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff\p{Cn}\p{Co}\p{Cs}]/u;

/** Text of characters that a person could have written, without the zeros at its end; null for any other. */
function readable(text: string | null): string | null {
  if (text === null) return null;
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  const whole = text.slice(0, end);
  return UNREADABLE.test(whole) ? null : whole;
}
