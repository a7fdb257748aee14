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

/** @param count number of characters that the declared encoding does not have */
export function badCharacters(encoding: string, count: number): FormatDiagnostic {
  return { code: "bad-encoding", severity: "warning", data: { encoding, count }, offset: 0 };
}
