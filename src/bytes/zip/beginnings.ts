import { isLocal, isPlausible, localHeaderIn } from "./local-header.ts";
import { officeKind } from "./office.ts";

/** The end record without its comment (APPNOTE.TXT 4.3.16), and the longest comment. */
const END_BYTES = 22;
export const LONGEST_END = END_BYTES + 0xffff;

/**
 * Whether a file begins like a zip archive: with a local header, or the end record that an archive without members consists
 * of. An Office document is no archive of files, although it is packed as one.
 */
export function isZip(head: Uint8Array): boolean {
  if (isLocal(head)) return officeKind(head) === null;
  return isEnd(head, 0);
}

/** Whether any of these bytes is the plausible header of a member. */
export function hasZipHeader(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x50); at >= 0; at = bytes.indexOf(0x50, at + 1)) {
    const header = localHeaderIn(bytes, at);
    if (header !== null && isPlausible(header)) return true;
  }
  return false;
}

/** Whether a file with these last bytes ends with a zip archive's directory and end record. */
export function isZipEnd(end: Uint8Array): boolean {
  for (let at = end.length - END_BYTES; at >= 0; at--) {
    if (end[at] !== 0x50 || !isEnd(end, at)) continue;
    const view = new DataView(end.buffer, end.byteOffset + at, END_BYTES);
    if (view.getUint16(10, true) > 0 && at + END_BYTES + view.getUint16(20, true) === end.length) return true;
  }
  return false;
}

function isEnd(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 5 && bytes[at + 3] === 6;
}
