import { isUtf8BeyondAscii } from "./encodings.ts";
import { type UnreadKind, unreadKind } from "./unread-kind.ts";
import type { FormatDiagnostic } from "./diagnostic.ts";

/** Whether a file contains only white space. */
export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every(
    (c) => c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d || c === 0xef || c === 0xbb || c === 0xbf,
  );
}

export function emptyFile(bytes: Uint8Array): FormatDiagnostic {
  const kind = bytes.length === 0 ? "file" : "white-space";
  return { code: "empty", severity: "info", data: { kind }, offset: 0 };
}

/** Kinds of text that a format might have recognised, had its letters been readable. */
const TEXTS: ReadonlySet<UnreadKind> = new Set(["csv", "markup", "text"]);

/**
 * Says that a text that no format recognised is not UTF-8, since it may be known in its own encoding.
 *
 * @param whole see `Format.sniff`
 * @returns null for UTF-8 and ASCII, and for content that is no text
 */
export function notUtf8(bytes: Uint8Array, whole: boolean): FormatDiagnostic | null {
  if (!TEXTS.has(unreadKind(bytes))) return null;
  if (bytes.every((c) => c < 0x80) || isUtf8BeyondAscii(bytes, whole)) return null;
  return { code: "invalid-utf8", severity: "warning", data: { unit: "text" }, offset: 0 };
}

export function unknownFormat(bytes: Uint8Array, kind: UnreadKind = unreadKind(bytes)): FormatDiagnostic {
  return { code: "unknown-format", severity: "error", data: { kind }, offset: 0 };
}
