import type { ProblemList } from "./diagnostic.ts";
import { windows1252Text } from "./text.ts";

const MEBIBYTE = 1024 * 1024;
/** Files of text that are read as a whole: exports of parts of a registry, and reports. */
const MOST_BYTES = 128 * MEBIBYTE;

export type TextEncodingName =
  "utf-16le with BOM" | "utf-16be with BOM" | "utf-8 with BOM" | "utf-16le" | "utf-8" | "windows-1252";

export interface DecodedText {
  readonly text: string;
  /** Null for text that was decoded by the caller. */
  readonly encoding: TextEncodingName | null;
}

/**
 * Decodes a file of text: by its byte order mark, as UTF-16 if every other byte is zero, as UTF-8 if it is that, else as
 * Windows-1252. No bytes are wrong; a file that is too large is reported and read as empty.
 *
 * @param input text as it is, without its byte order mark, or bytes
 */
export function decodedText(input: string | Uint8Array, problems: ProblemList): DecodedText {
  const size = input.length;
  if (size > MOST_BYTES) {
    const limit = MOST_BYTES / MEBIBYTE;
    problems.add("text-size", { mebibytes: Math.ceil(size / MEBIBYTE), limit }, 0);
    return { text: "", encoding: null };
  }
  if (typeof input === "string") return { text: input.replace(/^\ufeff/, ""), encoding: null };
  const as = (label: string, encoding: TextEncodingName): DecodedText => ({
    text: new TextDecoder(label).decode(input),
    encoding,
  });
  if (input[0] === 0xff && input[1] === 0xfe) return as("utf-16le", "utf-16le with BOM");
  if (input[0] === 0xfe && input[1] === 0xff) return as("utf-16be", "utf-16be with BOM");
  if (input[0] === 0xef && input[1] === 0xbb && input[2] === 0xbf) return as("utf-8", "utf-8 with BOM");
  if (isUtf16(input)) return as("utf-16le", "utf-16le");
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(input), encoding: "utf-8" };
  } catch {
    return { text: windows1252Text(input), encoding: "windows-1252" };
  }
}

/** The first characters are of the Latin alphabet: their second bytes are zero. */
function isUtf16(bytes: Uint8Array): boolean {
  const units = Math.min(16, Math.floor(bytes.length / 2));
  if (units < 4) return false;
  for (let i = 0; i < units; i++) if (bytes[2 * i] === 0 || bytes[2 * i + 1] !== 0) return false;
  return true;
}
