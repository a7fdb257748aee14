import { u16 } from "./little-endian.ts";

/** Characters that are passed to one call: more would overflow the stack. */
const CHUNK = 4096;

/** UTF-16LE; an odd last byte is left out. Half characters stay as they are, as the evidence has them. */
export function utf16Text(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let at = from; at + 1 < to; at += 2 * CHUNK) {
    const units: number[] = [];
    for (let i = at; i + 1 < to && i < at + 2 * CHUNK; i += 2) units.push(u16(bytes, i));
    text += String.fromCharCode(...units);
  }
  return text;
}

/** One byte a character, the low byte of UTF-16: Latin-1, which is not Windows-1252. */
export function latin1Text(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(to, at + CHUNK)));
  }
  return text;
}

/** What Windows-1252 has in place of the control characters of Latin-1; five of its bytes have no meaning and stay. */
const FROM_80 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** ANSI of Western Windows. Node's own decoder takes it for Latin-1. */
export function windows1252Text(bytes: Uint8Array): string {
  const text = latin1Text(bytes, 0, bytes.length);
  return text.replace(/[\x80-\x9f]/g, (char) => FROM_80[char.charCodeAt(0) - 0x80]!);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Two hexadecimal digits for each byte, in lower case. */
export function hexText(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte]!;
  return text;
}

/** Names in Windows are compared without case, one UTF-16 unit at a time: "ß" is not "SS". */
export function isSameName(a: string, b: string): boolean {
  return a.length === b.length && (a === b || a.toUpperCase() === b.toUpperCase());
}
