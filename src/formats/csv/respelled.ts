/*
 * Signs that a cell may spell a text in another way than the event that is read from it: JSON with escapes, event XML with
 * its references, comments and sections, and both in base64 or percent-encoding. A false sign only has the row decoded.
 */

const LT = 0x3c;
const AMP = 0x26;
const PERCENT = 0x25;
const HASH = 0x23;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const SMALL_L = 0x6c;
const SMALL_U = 0x75;

/** Whether a row has markup, a reference, an escape, or a bracket in percent-encoding. */
export function hasEscapes(buffer: Uint8Array, start: number, stop: number): boolean {
  const row = buffer.subarray(start, stop);
  return row.includes(LT) || hasReference(row) || hasEncodedBracket(row) || hasUnicodeEscape(row);
}

/** `&#x44;`, or the `&lt;` of escaped markup. Commands and addresses have `&` by itself. */
function hasReference(row: Uint8Array): boolean {
  for (let at = row.indexOf(AMP); at >= 0; at = row.indexOf(AMP, at + 1))
    if (row[at + 1] === HASH || row[at + 1] === SMALL_L) return true;
  return false;
}

/** `%7B`, `%5B` or `%3C`, with which a text in percent-encoding begins. */
function hasEncodedBracket(row: Uint8Array): boolean {
  for (let at = row.indexOf(PERCENT); at >= 0; at = row.indexOf(PERCENT, at + 1)) {
    const high = row[at + 1];
    const low = row[at + 2]! | 0x20;
    if ((high === 0x37 || high === 0x35) && low === 0x62) return true;
    if (high === 0x33 && low === 0x63) return true;
  }
  return false;
}

/**
 * `\u00`, with which every escape of ASCII begins in JSON: what a rule requires is ASCII. One byte in four is looked at,
 * since backslashes are everywhere in paths.
 */
function hasUnicodeEscape(row: Uint8Array): boolean {
  for (let at = 3; at < row.length; at += 4) {
    const byte = row[at];
    if (byte === ZERO) {
      if (isUnicodeEscape(row, at - 3) || isUnicodeEscape(row, at - 2)) return true;
    } else if (byte === SMALL_U) {
      if (isUnicodeEscape(row, at - 1)) return true;
    } else if (byte === BACKSLASH && isUnicodeEscape(row, at)) return true;
  }
  return false;
}

function isUnicodeEscape(row: Uint8Array, at: number): boolean {
  return row[at] === BACKSLASH && row[at + 1] === SMALL_U && row[at + 2] === ZERO && row[at + 3] === ZERO;
}
