import { unpackedData } from "../bytes/index.ts";
import { SHORTEST } from "./base64-signs.ts";

/** What is unpacked of bytes in a record: no event is larger. */
const MOST_UNPACKED = 8 * 1024 * 1024;

const decoders = new Map(
  ["utf-8", "utf-16le", "utf-16be"].map((encoding) => [encoding, new TextDecoder(encoding)]),
);

/** The text that bytes in a record are, in UTF-8 or UTF-16, or that gzip or zlib in them unpacks to. */
export function textOfBytes(given: Uint8Array): string {
  const bytes = unpackedData(given, MOST_UNPACKED) ?? given;
  const [first, second] = bytes;
  const isWide = first === 0xff || first === 0xfe || first === 0 || second === 0;
  if (!isWide) return decoders.get("utf-8")!.decode(bytes);
  const isBig = first === 0xfe || first === 0;
  return decoders.get(isBig ? "utf-16be" : "utf-16le")!.decode(bytes);
}

/** Whether a list has the numbers of bytes, with or without a sign, that an event may be written as. */
export function areBytes(list: readonly unknown[]): list is readonly number[] {
  return (
    list.length >= 2 * SHORTEST &&
    list.every((item) => Number.isInteger(item) && (item as number) >= -128 && (item as number) < 256)
  );
}

/** Bytes between two places that are looked at: a list of numbers that is an event goes over several of them. */
const STEP = 96;
/** Bytes at such a place that have to be those of a list. */
const WINDOW = 32;
const FEWEST_NUMBERS = 4;
const [COMMA, ZERO, NINE, MINUS, LINE_FEED] = [0x2c, 0x30, 0x39, 0x2d, 0x0a];

/** Whether a record as it was written may have bytes as a list of numbers. Nearly no other list is as long. */
export function mayHaveBytes(buffer: Uint8Array, start: number, end: number): boolean {
  for (let at = start + STEP; at + WINDOW <= end; at += STEP) if (isInList(buffer, at)) return true;
  return false;
}

function isInList(buffer: Uint8Array, at: number): boolean {
  let numbers = 0;
  let isLong = false;
  let wasDigit = false;
  for (let i = at; i < at + WINDOW; i++) {
    const c = buffer[i]!;
    const isDigit = c >= ZERO && c <= NINE;
    if (!isDigit && c !== COMMA && c !== MINUS && c > 0x20) return false;
    if (wasDigit && !isDigit) numbers++;
    if (c === LINE_FEED) isLong = true;
    wasDigit = isDigit;
  }
  // Lists over several lines have each number on its own.
  return numbers >= FEWEST_NUMBERS || (isLong && numbers > 0);
}
