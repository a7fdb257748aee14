import { isUtf8BeyondAscii, olderEncoding } from "./encodings.ts";

/** An XML declaration at the start of the content, also after evtx_dump's first label, that names an encoding. */
const DECLARATION =
  /^(?:Record \d{1,20})?\s{0,20}<\?xml\s[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([A-Za-z][\w.:-]{0,40})["']/;
const DECLARATION_BYTES = 512;

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
  // Text in UTF-16 has been recognised by its bytes before: here only the declaration was left.
  const encoding = olderEncoding(label);
  // XML ends with a tag, so a last character that is cut can only be cut by the end of `head`.
  return encoding === null || isUtf8BeyondAscii(head, false) ? null : encoding;
}
