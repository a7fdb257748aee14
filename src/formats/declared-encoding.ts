import { isValidUtf8 } from "./json/valid-utf8.ts";

/** An XML declaration at the start of the content, also after evtx_dump's first label, that names an encoding. */
const DECLARATION =
  /^(?:Record \d{1,20})?\s{0,20}<\?xml\s[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([A-Za-z][\w.:-]{0,40})["']/;
const DECLARATION_BYTES = 512;
/** The longest character of UTF-8. */
const CHARACTER_BYTES = 4;

/**
 * The encoding in which an XML text is to be decoded, because its declaration says so.
 *
 * A byte order mark takes precedence (XML 1.0, appendix F), and so do the bytes if they are UTF-8 beyond ASCII: text of
 * an older encoding practically never is by chance, while programs convert files and leave the declaration.
 *
 * @param head the beginning of the content, not UTF-16
 * @returns the name in the WHATWG Encoding Standard; null for UTF-8, for unknown names, and without a declaration
 */
export function declaredEncoding(head: Uint8Array): string | null {
  const start = String.fromCharCode(...head.subarray(0, DECLARATION_BYTES));
  const label = DECLARATION.exec(start)?.[1];
  if (label === undefined) return null;
  const encoding = encodingOf(label);
  // Text in UTF-16 has been recognised by its bytes before: here only the declaration was left.
  if (encoding === null || encoding.startsWith("utf-")) return null;
  return isUtf8BeyondAscii(head) ? null : encoding;
}

function encodingOf(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

function isUtf8BeyondAscii(head: Uint8Array): boolean {
  if (head.every((c) => c < 0x80)) return false;
  // The last character may be cut in two.
  for (let cut = 0; cut < CHARACTER_BYTES; cut++) {
    if (isValidUtf8(head, 0, head.length - cut)) return true;
  }
  return false;
}
