/*
 * Signs that a cell may spell a text in another way than the event that is read from it: JSON with escapes, event XML with
 * its references, comments and sections, and both in base64 or percent-encoding. A false sign only has the row decoded.
 */

/** The first bytes of base64 of JSON, event XML and XML in UTF-16: see `found-event.ts` among the sources. */
const ENCODED = ["eyJ", "W3si", "ewo", "ew0K", "PEV2", "PD94", "PABF"];
/** Their first three bytes as one number: hardly any other text begins with them. */
const BEGINNINGS: ReadonlySet<number> = new Set(
  ENCODED.map((text) => (text.charCodeAt(0) << 16) | (text.charCodeAt(1) << 8) | text.charCodeAt(2)),
);
/** The bytes with which they begin. */
const FIRST = Uint8Array.from({ length: 256 }, (_, byte) =>
  ENCODED.some((text) => text.charCodeAt(0) === byte) ? 1 : 0,
);

/** Whether a text that begins at `at` may be base64. */
export function isEncodedAt(buffer: Uint8Array, at: number): boolean {
  const first = buffer[at]!;
  return FIRST[first] === 1 && BEGINNINGS.has((first << 16) | (buffer[at + 1]! << 8) | buffer[at + 2]!);
}

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
