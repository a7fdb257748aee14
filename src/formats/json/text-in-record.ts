import { beginsAsBase64, isBase64Digit } from "../base64-signs.ts";
import { FLAG } from "./span.ts";

/*
 * Signs that a text in a record may itself be an event, noted while the record is validated. They cost next to nothing:
 * nearly no text of an ordinary record has an escaped quote before a colon, or is long. A false sign only has the record
 * looked at more closely.
 */

/** No event is shorter, in whatever form. */
export const LONG_TEXT = 120;

/**
 * The flag for an escaped quote inside a text: of a key in JSON, or of an attribute in XML.
 *
 * @param at the quote
 * @param end of what has arrived; what has not may be anything
 */
export function flagOfQuote(buffer: Uint8Array, at: number, end: number): number {
  if (at + 2 >= end) return FLAG.inner;
  const next = buffer[at + 1]!;
  const isKey = next === 0x3a || (next === 0x20 && buffer[at + 2] === 0x3a);
  return isKey || buffer[at - 2] === 0x3d ? FLAG.inner : 0;
}

/** The flags for a text of at least `LONG_TEXT` bytes between two positions: also for signs of an event in it. */
export function flagsOfLongText(buffer: Uint8Array, view: DataView, from: number, to: number): number {
  const isInner = mayBegin(buffer, from) || hasSign(buffer, view, from, to) || hasRun(buffer, from, to);
  return isInner ? FLAG.longText | FLAG.inner : FLAG.longText;
}

const DOUBLE_QUOTE = 0x22;
const [AND, QUOTE, COMMA, COLON, SEMICOLON, ANGLE, BRACE] = [0x26, 0x27, 0x2c, 0x3a, 0x3b, 0x3c, 0x7b];
const BACKSLASH = 0x5c;
const LITTLE_V = 0x76;
/** A byte at all four places of a word. */
const FOUR = 0x01010101;

/**
 * Whether there is a name or a tag that nearly every event has in any spelling: `EventID`, `event_code`, `EventData`,
 * `<Event`, `'event'`. Eight bytes are tested at once, see `plainEnd`, for a `v`, which is rare.
 */
function hasSign(buffer: Uint8Array, view: DataView, from: number, to: number): boolean {
  let at = from;
  for (; at + 8 <= to; at += 8) {
    const first = (view.getInt32(at, true) | 0x20202020) ^ (LITTLE_V * FOUR);
    const second = (view.getInt32(at + 4, true) | 0x20202020) ^ (LITTLE_V * FOUR);
    // Bytes beyond ASCII are looked at as well.
    if ((((first - FOUR) | (second - FOUR)) & 0x80808080) !== 0 && hasSignAt(buffer, at, at + 8)) return true;
  }
  return hasSignAt(buffer, at, to);
}

function hasSignAt(buffer: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++)
    if ((buffer[at]! | 0x20) === LITTLE_V && isEventName(buffer, at)) return true;
  return false;
}

/** Whether the `v` is that of `Event` in such a name or tag, or in the namespace of one. */
function isEventName(buffer: Uint8Array, v: number): boolean {
  const letter = (at: number): number => buffer[v + at]! | 0x20;
  if (letter(-1) !== 0x65 || letter(1) !== 0x65 || letter(2) !== 0x6e || letter(3) !== 0x74) return false;
  const before = buffer[v - 2]!;
  const after = buffer[v + 4]!;
  if (before === ANGLE || before === COLON || before === SEMICOLON) return true;
  if (before === BRACE || after === QUOTE || (after === COLON && buffer[v - 3] === COMMA)) return true;
  // A line of YAML with nothing else, whose first letter is after a quote or a line break.
  const isAtStart = before === DOUBLE_QUOTE || (before === 0x6e && buffer[v - 3] === BACKSLASH);
  if (after === COLON && isAtStart && buffer[v + 5] === BACKSLASH) return true;
  const isJoint = after === 0x5f || after === 0x20 || after === 0x2e || after === 0x2d;
  const first = letter(isJoint ? 5 : 4);
  const second = letter(isJoint ? 6 : 5);
  switch (first) {
    case 0x69: // id
      return second === 0x64;
    case 0x63: // code
      return second === 0x6f;
    case 0x64: // data
      return second === 0x61;
    case 0x6c: // log
      return second === 0x6f;
    default: // Event_NS, events/
      return (first === 0x6e || first === 0x73) && (second === 0x73 || buffer[v + 5] === 0x2f);
  }
}

/** Hashes in messages have up to 64 digits in a row. */
const RUN = 96;

/** Whether it has a long run of letters and digits, as base64 and base 16 have: looked for in steps, from behind. */
function hasRun(buffer: Uint8Array, from: number, to: number): boolean {
  for (let begin = from; begin + RUN <= to;) {
    let at = begin + RUN - 1;
    while (at >= begin && isBase64Digit(buffer[at]!)) at--;
    if (at < begin) return true;
    begin = at + 1;
  }
  return false;
}

/**
 * Whether it begins as base64 or base 16 of JSON or of event XML does, as markup, escaped XML and percent-encoding do: see
 * `event-signs.ts` and `base64-signs.ts`; or as CEF and LEEF, and the header of syslog before them.
 */
function mayBegin(buffer: Uint8Array, at: number): boolean {
  if (beginsAsBase64(buffer, at)) return true;
  const second = buffer[at + 1]!;
  switch (buffer[at]) {
    case 0x43: // CE
    case 0x4c: // LE
      return second === 0x45;
    case BRACE:
      return second === QUOTE;
    case ANGLE:
      return true;
    case 0x37: // 7B
      return second === 0x62 || second === 0x42;
    case 0x33: // 3C
      return second === 0x63 || second === 0x43;
    case 0x35: // 5B
      return second === 0x62 || second === 0x42;
    case 0x30: // 0x
      return second === 0x78;
    case 0x5c: // \\x
      return second === 0x5c;
    case AND:
      return second === 0x6c || second === 0x61 || second === 0x23;
    default:
      return buffer[at] === 0x25;
  }
}
