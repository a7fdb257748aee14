import { isValidUtf8 } from "./json/valid-utf8.ts";
import type { Utf16 } from "./utf16.ts";

/*
 * Where the encoding of a text changes: PowerShell's `>>` appends UTF-16 to any file, and most other programs append UTF-8
 * to one in UTF-16; `cat` puts files of either byte order together. A change is looked for where a line or an event begins, so that a value with zero bytes in a record is
 * none.
 */

/** Characters of ASCII in a row that show UTF-16. */
const UNITS = 8;
/** Bytes without a zero in a row that show UTF-8, and how many are enough at the end of the content. */
const PLAIN_BYTES = 32;
const FEWEST_PLAIN_BYTES = 16;
/** Bytes before the first zero of UTF-16 that belong to it: a byte order mark and half a character. */
export const BEFORE_ZERO = 3;
/** Bytes that are looked at from a zero on. */
const AFTER_ZERO = 2 * UNITS;

const [LINE_FEED, CARRIAGE_RETURN] = [0x0a, 0x0d];
const bytesOf = (text: string): ReadonlySet<number> => new Set(Array.from(text, (c) => c.charCodeAt(0)));
/** What an event or a row begins with, and what another one ends with right before it. */
const OPENS = bytesOf('{[<"#');
const CLOSES: ReadonlyMap<number, ReadonlySet<number>> = new Map([
  [0x7d, OPENS],
  [0x5d, OPENS],
  [0x3e, bytesOf("<")],
  [0x22, bytesOf('"')],
]);
/** What follows the quote that ends a text, and hardly one that begins it. */
const CONTINUES = bytesOf(":,}]");
const BREAKS = bytesOf("\r\n");

const isText = (byte: number): boolean =>
  (byte >= 0x20 && byte < 0x7f) || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === 0x09;

/** Where UTF-16 begins in a text of another encoding. */
export interface Utf16Start {
  readonly encoding: Utf16;
  /** Its byte order mark, or its first character. */
  readonly at: number;
}

/**
 * Looks for UTF-16 in bytes that begin in another encoding.
 *
 * @param buffer bytes that follow the one or two in `before`
 * @param before the last two bytes before the buffer; -1 for none
 * @param ended whether the content ends with the buffer
 * @param usual the byte order of UTF-16 before, if there was any: where damage hides the beginning, ASCII fits both
 * @returns where it begins, or up to where there certainly is none
 */
export function findUtf16(
  buffer: Uint8Array,
  before: readonly [number, number],
  ended: boolean,
  usual: Utf16 | null = null,
): Utf16Start | number {
  const byteAt = (at: number): number => (at >= 0 ? buffer[at]! : (before[at + 2] ?? -1));
  const end = buffer.length;
  for (let zero = buffer.indexOf(0); zero >= 0; zero = buffer.indexOf(0, zero + 1)) {
    const first = zero;
    while (zero + 1 < end && buffer[zero + 1] === 0) zero++;
    if (zero + AFTER_ZERO > end && !ended) return first === zero ? Math.max(0, zero - BEFORE_ZERO) : zero;
    for (const encoding of ["utf-16le", "utf-16be"] as const) {
      const isLittle = encoding === "utf-16le";
      // More zeros in a row are no character of ASCII.
      if (isLittle && first !== zero) continue;
      const unit = isLittle ? zero - 1 : zero;
      if (unit < 0 || !hasUnits(buffer, unit, isLittle ? 0 : 1)) continue;
      const [high, low] = isLittle ? [0xff, 0xfe] : [0xfe, 0xff];
      if (unit >= 2 && buffer[unit - 2] === high && buffer[unit - 1] === low)
        return { encoding, at: unit - 2 };
      const letter = buffer[isLittle ? unit : unit + 1]!;
      const last = byteAt(unit - 1);
      // A line break of one byte before big-endian text looks like one of two bytes in little-endian text.
      if (isLittle && letter === LINE_FEED && last >= 0) continue;
      if (!isBorder(last, byteAt(unit - 2), letter)) continue;
      if (usual === null || usual === encoding) return { encoding, at: unit };
      // In the usual order, a character begins a byte earlier, or half of one was lost.
      if (unit > 0 && byteAt(unit - (isLittle ? 1 : 2)) === 0) return { encoding: usual, at: unit - 1 };
      const second = byteAt(unit + (isLittle ? 2 : 3));
      const isNewLine = (last < 0 || BREAKS.has(last)) && OPENS.has(letter) && !CONTINUES.has(second);
      return isNewLine ? { encoding, at: unit } : { encoding: usual, at: unit + 1 };
    }
  }
  return ended ? end : Math.max(0, end - BEFORE_ZERO);
}

/** Whether a text may end with `last`, or with `beforeLast` as a character of UTF-16, and another begin with `letter`. */
function isBorder(last: number, beforeLast: number, letter: number): boolean {
  if (last < 0 || BREAKS.has(last) || (last === 0 && BREAKS.has(beforeLast))) return true;
  const opens = CLOSES.get(last);
  return opens !== undefined && (opens.has(letter) || BREAKS.has(letter));
}

/** @param letter 0 for little endian, 1 for big endian */
function hasUnits(buffer: Uint8Array, at: number, letter: 0 | 1): boolean {
  if (at + 2 * UNITS > buffer.length) return false;
  for (let i = at; i < at + 2 * UNITS; i += 2)
    if (buffer[i + 1 - letter] !== 0 || !isText(buffer[i + letter]!)) return false;
  return true;
}

/** A byte order mark and the characters that show it. */
const MARKED_BYTES = 2 + 2 * UNITS;

/**
 * Looks for the mark of the other byte order in UTF-16. Without a mark, the other order looks as text does of which a byte
 * is missing, and is read as that, which is reported.
 *
 * @param ended whether the content ends with the buffer
 * @returns where the mark is, with `found`; or up to where there certainly is none
 */
export function findSwapped(
  buffer: Uint8Array,
  encoding: Utf16,
  ended: boolean,
): { readonly at: number; readonly found: boolean } {
  const isLittle = encoding === "utf-16le";
  const [high, low] = isLittle ? [0xfe, 0xff] : [0xff, 0xfe];
  const end = buffer.length;
  const last = ended ? end : end - MARKED_BYTES;
  for (let at = buffer.indexOf(high); at >= 0 && at <= last; at = buffer.indexOf(high, at + 1))
    if (buffer[at + 1] === low && hasUnits(buffer, at + 2, isLittle ? 1 : 0)) return { at, found: true };
  return { at: ended ? end : Math.max(0, last), found: false };
}

/**
 * Looks for UTF-8 in bytes that begin in UTF-16, at a line or an event.
 *
 * @param ended whether the content ends with the buffer
 * @returns where it begins, with `found`; or up to where there certainly is none
 */
export function findPlain(
  buffer: Uint8Array,
  encoding: Utf16,
  ended: boolean,
): { readonly at: number; readonly found: boolean } {
  const end = buffer.length;
  let begin = -1;
  const begins = (from: number, line: number, stop: number): boolean => {
    if (line < 0) begin = plainAt(buffer, from, stop, encoding);
    // With its line break, which would otherwise be half a character of the text before it.
    else begin = isPlainLine(buffer, line, stop) ? line - 1 : -1;
    return begin >= 0;
  };
  let from = 0;
  // The last line break in bytes without a zero: UTF-8 may have begun in the middle of the line before it.
  let line = -1;
  for (let i = 0; i < end; i++) {
    const byte = buffer[i];
    if (byte === 0) {
      from = i + 1;
      line = -1;
      continue;
    }
    if (i + 1 - from === PLAIN_BYTES && begins(from, -1, i + 1)) return { at: begin, found: true };
    // In big-endian text, the byte after a zero is its character.
    if (byte === LINE_FEED && (i > from || encoding === "utf-16le")) line = i + 1;
    else if (line >= 0 && i + 1 - line === PLAIN_BYTES && begins(from, line, i + 1))
      return { at: begin, found: true };
  }
  const start = end - from < PLAIN_BYTES ? Math.max(0, from - 2) : end;
  if (!ended)
    return { at: line >= 0 && end - line < PLAIN_BYTES ? Math.min(start, line - 2) : start, found: false };
  const isLast = (at: number): boolean => end - at >= FEWEST_PLAIN_BYTES && end - at < PLAIN_BYTES;
  const found =
    (isLast(from) && begins(from, -1, end)) || (line >= 0 && isLast(line) && begins(from, line, end));
  return { at: found ? begin : end, found };
}

/** Whether bytes that follow a line feed are a line of UTF-8, whatever the bytes before it were. */
function isPlainLine(buffer: Uint8Array, from: number, stop: number): boolean {
  const rare = [0, 0];
  for (let i = from; i < stop; i++) {
    if (!isText(buffer[i]!)) return false;
    if (isRareUpper(buffer[i]!)) rare[(i - from) & 1]!++;
  }
  return Math.min(...rare) >= (stop - from < PLAIN_BYTES ? 1 : 2);
}

/** Where UTF-8 begins in bytes without a zero; -1 if it does not. */
function plainAt(buffer: Uint8Array, from: number, stop: number, encoding: Utf16): number {
  // The last character of big-endian text is one of these bytes.
  const begin = encoding === "utf-16le" ? from : from + 1;
  const last = encoding === "utf-16le" ? from - 2 : from;
  if (last < 0 || buffer[encoding === "utf-16le" ? last + 1 : last - 1] !== 0) return -1;
  const isMarked = buffer[begin] === 0xef && buffer[begin + 1] === 0xbb && buffer[begin + 2] === 0xbf;
  const letter = buffer[isMarked ? begin + 3 : begin]!;
  const isAfterBreak = BREAKS.has(buffer[last]!);
  const opens = isAfterBreak ? OPENS : CLOSES.get(buffer[last]!);
  if (opens?.has(letter) !== true && !(isAfterBreak && isText(letter))) return -1;
  // The last character may be cut in two.
  let whole = stop;
  while (whole > begin && (buffer[whole - 1]! & 0xc0) === 0x80) whole--;
  if (whole > begin && buffer[whole - 1]! >= 0xc0) whole--;
  for (let i = begin; i < whole; i++) if (buffer[i]! < 0x80 && !isText(buffer[i]!)) return -1;
  if (!isValidUtf8(buffer, begin, whole)) return -1;
  // Chinese and Japanese characters may have two bytes of ASCII, of which the upper one is in few places.
  let others = 0;
  for (let i = encoding === "utf-16le" ? from + 1 : from + 2; i < stop; i += 2)
    if (isRareUpper(buffer[i]!)) others++;
  return others >= (stop - from < PLAIN_BYTES ? 1 : 2) ? begin : -1;
}

/** Whether hardly any character of the languages of Windows has this upper byte, among those of ASCII. */
const isRareUpper = (byte: number): boolean => (byte > 0x21 && byte < 0x30) || (byte > 0x30 && byte < 0x4e);
