import type { ScanDiagnostic, ScanDiagnostics } from "./diagnostic.ts";

/**
 * Why a file could not be read on.
 *
 * @param error what the browser's stream ended with; its wording differs between browsers, its name does not
 * @param offset bytes that had been read
 */
export function readFailure(error: unknown, offset: number): ScanDiagnostic {
  const name = error instanceof Error ? error.name : "";
  const data = REASONS.get(name) ?? { kind: "other", detail: String(error) };
  return { code: "read-failed", severity: "error", data, offset };
}

/** The names of DOMExceptions that File and Blob streams end with (File API, section "Errors and Exceptions"). */
const REASONS: ReadonlyMap<string, ScanDiagnostics["read-failed"]> = new Map([
  ["NotReadableError", { kind: "gone" }],
  // In a worker the stream of a vanished file ends so, in Chromium ("network error") and in Firefox.
  ["TypeError", { kind: "gone" }],
  ["NotFoundError", { kind: "missing" }],
  ["SecurityError", { kind: "refused" }],
  ["StalledError", { kind: "stalled" }],
  ["EncodingError", { kind: "unreachable" }],
]);
