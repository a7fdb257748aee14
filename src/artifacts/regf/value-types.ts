import { u32, u64 } from "../little-endian.ts";
import { hexText, utf16Text } from "../text.ts";

const NAMES = [
  "REG_NONE",
  "REG_SZ",
  "REG_EXPAND_SZ",
  "REG_BINARY",
  "REG_DWORD",
  "REG_DWORD_BIG_ENDIAN",
  "REG_LINK",
  "REG_MULTI_SZ",
  "REG_RESOURCE_LIST",
  "REG_FULL_RESOURCE_DESCRIPTOR",
  "REG_RESOURCE_REQUIREMENTS_LIST",
  "REG_QWORD",
];

/** Windows' own name of a value's type; others, as devices have, in hexadecimal. */
export function typeName(type: number): string {
  return NAMES[type] ?? `0x${type.toString(16).padStart(8, "0")}`;
}

/** The number of a type from its name; null for others. */
export function typeNumber(name: string): number | null {
  const number = NAMES.indexOf(name.toUpperCase());
  return number < 0 ? null : number;
}

/**
 * The data of a value as its type asks: a number, a text, a list of texts; a 64-bit number as text, for a double is too
 * short. Everything else is hexadecimal, two digits a byte. Null if it cannot be read, or is a number without bytes.
 */
export type RegistryData = number | string | readonly string[] | null;

export interface DecodedData {
  readonly data: RegistryData;
  /** As ECS has it in `registry.data.strings`: none for bytes. */
  readonly strings: readonly string[];
}

/** Decodes the bytes of a value. No bytes are wrong: a text may lack its end or have several, a number be too short. */
export function decodeData(type: number, bytes: Uint8Array): DecodedData {
  switch (NAMES[type]) {
    case "REG_SZ":
    case "REG_EXPAND_SZ":
    case "REG_LINK": {
      const text = utf16Text(bytes, 0, bytes.length).split("\0", 1)[0]!;
      return { data: text, strings: [text] };
    }
    case "REG_MULTI_SZ": {
      const strings = textList(utf16Text(bytes, 0, bytes.length));
      return { data: strings, strings };
    }
    case "REG_DWORD":
      return decodedNumber(bytes);
    case "REG_DWORD_BIG_ENDIAN":
      return decodedNumber(bytes.slice(0, 4).reverse());
    case "REG_QWORD": {
      if (bytes.length === 0) return { data: null, strings: [] };
      const text = String(u64(padded(bytes, 8), 0));
      return { data: text, strings: [text] };
    }
    default:
      return { data: hexText(bytes), strings: [] };
  }
}

function decodedNumber(bytes: Uint8Array): DecodedData {
  if (bytes.length === 0) return { data: null, strings: [] };
  const data = u32(padded(bytes, 4), 0);
  return { data, strings: [String(data)] };
}

/** A number may have fewer bytes than its type; the missing ones are its highest. */
function padded(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length >= length) return bytes;
  const full = new Uint8Array(length);
  full.set(bytes);
  return full;
}

/** Each text ends in a zero, and the list in one more. Empty texts inside stay: they may hide what follows them. */
export function textList(text: string): string[] {
  let end = text.length;
  while (end > 0 && text[end - 1] === "\0") end--;
  return end === 0 ? [] : text.slice(0, end).split("\0");
}
