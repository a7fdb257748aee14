import { windows1252Text } from "../text.ts";
import { decodeData, type DecodedData, typeName } from "../regf/index.ts";

const BINARY = 3;
const DWORD = 4;
/** SZ, EXPAND_SZ, LINK, MULTI_SZ: in files of REGEDIT4 their bytes are ANSI. */
const TEXTS = new Set([1, 2, 6, 7]);

export interface RegData extends DecodedData {
  readonly type: string;
}

/** Reads the data of a line without quotes, `dword:…` or `hex(…):…`; null if it is neither. */
export function regData(text: string, isAnsi: boolean): RegData | null {
  const dword = /^dword:\s*([0-9a-f]{1,8})\s*$/i.exec(text);
  if (dword !== null) {
    const data = parseInt(dword[1]!, 16);
    return { type: typeName(DWORD), data, strings: [String(data)] };
  }
  const hex = /^hex(?:\(([0-9a-f]{1,8})\))?:/i.exec(text);
  if (hex === null) return null;
  const type = hex[1] === undefined ? BINARY : parseInt(hex[1], 16);
  const bytes = hexBytes(text.slice(hex[0].length));
  if (bytes === null) return null;
  return { type: typeName(type), ...decodeData(type, isAnsi && TEXTS.has(type) ? widened(bytes) : bytes) };
}

/** Bytes with commas between them; null if anything else is there. */
function hexBytes(text: string): Uint8Array | null {
  const parts = text.replace(/\s+/g, "").replace(/,$/, "").split(",");
  if (parts.length === 1 && parts[0] === "") return new Uint8Array(0);
  const bytes = new Uint8Array(parts.length);
  for (const [i, part] of parts.entries()) {
    if (!/^[0-9a-f]{1,2}$/i.test(part)) return null;
    bytes[i] = parseInt(part, 16);
  }
  return bytes;
}

/** ANSI as UTF-16LE. */
function widened(bytes: Uint8Array): Uint8Array {
  const text = windows1252Text(bytes);
  const wide = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i++) {
    wide[2 * i] = text.charCodeAt(i) & 0xff;
    wide[2 * i + 1] = text.charCodeAt(i) >> 8;
  }
  return wide;
}
