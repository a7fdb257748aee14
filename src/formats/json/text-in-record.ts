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

/**
 * Markup is looked for this far from both ends of a text: event XML with longer texts on both sides is found by the quotes
 * of its attributes, unless they are single.
 */
const NEAR_START = 128;
const NEAR_END = 64;

/** The flags for a text of at least `LONG_TEXT` bytes between two positions: also for markup or base64 in it. */
export function flagsOfLongText(buffer: Uint8Array, view: DataView, from: number, to: number): number {
  const near = Math.min(to, from + NEAR_START);
  const isInner =
    hasAngle(buffer, view, from, near) ||
    hasAngle(buffer, view, Math.max(near, to - NEAR_END), to) ||
    isEncoded(buffer, from);
  return isInner ? FLAG.longText | FLAG.inner : FLAG.longText;
}

/** Whether there is a `<`. Four bytes are tested at once, see `plainEnd`. */
function hasAngle(buffer: Uint8Array, view: DataView, from: number, to: number): boolean {
  let at = from;
  for (; at + 4 <= to; at += 4) {
    const word = view.getInt32(at, true) ^ 0x3c3c3c3c;
    if (((word - 0x01010101) & ~word & 0x80808080) !== 0) return true;
  }
  for (; at < to; at++) if (buffer[at] === 0x3c) return true;
  return false;
}

/**
 * Whether it begins as base64 of JSON or of event XML does (`eyJ`, `W3si`, `ewo`, `ew0K`, `PEV2`, `PD94`, `PABF`), or as
 * escaped XML and percent-encoding do.
 */
function isEncoded(buffer: Uint8Array, at: number): boolean {
  const second = buffer[at + 1]!;
  switch (buffer[at]) {
    case 0x65:
      return second === 0x79 || second === 0x77;
    case 0x57:
      return second === 0x33;
    case 0x50:
      return second === 0x45 || second === 0x44 || second === 0x41;
    case 0x26:
      return second === 0x6c;
    default:
      return buffer[at] === 0x25;
  }
}
