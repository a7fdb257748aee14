/*
 * Signs that a cell may spell a text in another way than the event that is read from it: JSON with escapes, event XML with
 * its references, comments and sections, and both in base64 or percent-encoding. A false sign only has the row decoded.
 */

/** The first bytes of base64 of JSON, event XML and XML in UTF-16: see `found-event.ts` among the sources. */
const ENCODED = ["eyJ", "W3si", "ewo", "ew0K", "PEV2", "PD94", "PABF"].map((text) =>
  Uint8Array.from(text, (c) => c.charCodeAt(0)),
);
/** The bytes with which they begin. */
const BEGINS_ENCODED = Uint8Array.from({ length: 256 }, (_, byte) =>
  ENCODED.some(([first]) => first === byte) ? 1 : 0,
);

/** Whether a text that begins at `at` may be base64. */
export function isEncodedAt(buffer: Uint8Array, at: number): boolean {
  if (BEGINS_ENCODED[buffer[at]!] === 0) return false;
  return ENCODED.some((bytes) => bytes.every((byte, i) => buffer[at + i] === byte));
}

/** The bytes to ask `isSignAt` about. */
export const SIGNS: readonly number[] = Array.from("<&%\\", (c) => c.charCodeAt(0));

const LT = 0x3c;
const AMP = 0x26;
const PERCENT = 0x25;
const HASH = 0x23;
const ZERO = 0x30;
const SMALL_L = 0x6c;
const SMALL_U = 0x75;

/** Whether another spelling may begin with the sign at `at`. Windows paths and messages have most signs by themselves. */
export function isSignAt(buffer: Uint8Array, at: number): boolean {
  const next = buffer[at + 1]!;
  switch (buffer[at]) {
    case LT:
      return true;
    case AMP:
      return next === HASH || next === SMALL_L;
    case PERCENT:
      return isEncodedBracket(next, buffer[at + 2]! | 0x20);
    default:
      // What a rule requires is ASCII.
      return next === SMALL_U && buffer[at + 2] === ZERO && buffer[at + 3] === ZERO;
  }
}

/** Whether these are the digits of `{`, `[` or `<`. */
function isEncodedBracket(high: number, lowerLow: number): boolean {
  return ((high === 0x37 || high === 0x35) && lowerLow === 0x62) || (high === 0x33 && lowerLow === 0x63);
}
