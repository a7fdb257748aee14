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
