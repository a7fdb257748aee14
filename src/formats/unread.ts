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

export function unknownFormat(bytes: Uint8Array, kind: UnreadKind = unreadKind(bytes)): FormatDiagnostic {
  return { code: "unknown-format", severity: "error", data: { kind }, offset: 0 };
}
