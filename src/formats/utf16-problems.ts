import type { FormatDiagnostic } from "./diagnostic.ts";

/** @param units number of UTF-16 units that are half a character */
export function unpairedSurrogates(units: number): FormatDiagnostic {
  return {
    code: "bad-utf16",
    severity: "warning",
    data: { kind: "half-characters", count: units },
    offset: 0,
  };
}

/** @param slips offsets in the file, at least one */
export function misaligned([slip, ...more]: readonly number[]): FormatDiagnostic {
  return {
    code: "bad-utf16",
    severity: "warning",
    data: { kind: "slip", more: more.length },
    offset: slip!,
  };
}

/**
 * @param count number of characters that the encoding does not have
 * @param by who named the encoding
 */
export function badCharacters(encoding: string, count: number, by: "file" | "analyst"): FormatDiagnostic {
  const data = { encoding, count, ...(by === "analyst" && { fromAnalyst: true as const }) };
  return { code: "bad-encoding", severity: "warning", data, offset: 0 };
}
