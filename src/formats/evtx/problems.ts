import type { FormatDiagnostic } from "../diagnostic.ts";
import type { EvtxFault } from "./damage.ts";

/** The diagnostics of the EVTX reader. Chunks are counted from 0, as in other tools. */
export const problems = {
  headerDamaged: (): FormatDiagnostic => ({
    code: "evtx-header",
    severity: "warning",
    data: { kind: "damaged" },
    offset: 0,
  }),

  noChunk: (): FormatDiagnostic => ({
    code: "evtx-chunk",
    severity: "error",
    data: { kind: "none" },
    offset: 0,
  }),

  headerVersion: (version: string): FormatDiagnostic => ({
    code: "evtx-header",
    severity: "warning",
    data: { kind: "version", version },
    offset: 36,
  }),

  dirty: (): FormatDiagnostic => ({ code: "evtx-dirty", severity: "info", data: {}, offset: 120 }),

  withoutChecksums: (): FormatDiagnostic => ({
    code: "evtx-checksum",
    severity: "info",
    data: { kind: "none" },
    offset: 120,
  }),

  chunkHeaderChecksum: (chunk: number, offset: number): FormatDiagnostic => ({
    code: "evtx-checksum",
    severity: "warning",
    data: { kind: "header", chunk },
    offset,
  }),

  chunkDataChecksum: (chunk: number, offset: number): FormatDiagnostic => ({
    code: "evtx-checksum",
    severity: "warning",
    data: { kind: "records", chunk },
    offset,
  }),

  chunkSignature: (chunk: number, offset: number): FormatDiagnostic => ({
    code: "evtx-chunk",
    severity: "warning",
    data: { kind: "signature", chunk },
    offset,
  }),

  chunkBeginning: (chunk: number, offset: number, bytes: number): FormatDiagnostic => ({
    code: "evtx-chunk",
    severity: "error",
    data: { kind: "beginning", chunk, bytes },
    offset,
  }),

  chunkMissing: (chunk: number, offset: number, isZero: boolean): FormatDiagnostic => ({
    code: "evtx-chunk",
    severity: "error",
    data: { kind: isZero ? "zeros" : "overwritten", chunk },
    offset,
  }),

  residue: (bytes: number, offset: number, carved: boolean): FormatDiagnostic => ({
    code: "evtx-chunk",
    severity: "info",
    data: { kind: "residue", bytes, carved },
    offset,
  }),

  chunksMissing: (found: number, expected: number, offset: number): FormatDiagnostic => ({
    code: "evtx-truncated",
    severity: "error",
    data: { kind: "chunks", found, expected },
    offset,
  }),

  truncated: (chunk: number, offset: number, missing: number, lost: boolean): FormatDiagnostic => ({
    code: "evtx-truncated",
    severity: lost ? "error" : "warning",
    data: { kind: "inside-chunk", chunk, missing, lost },
    offset,
  }),

  gap: (chunk: number, offset: number, bytes: number, missing: number): FormatDiagnostic => ({
    code: "evtx-record",
    severity: "error",
    data: { kind: "gap", chunk, bytes, missing },
    offset,
  }),

  cut: (chunk: number, offset: number, recordId: string): FormatDiagnostic => ({
    code: "evtx-record",
    severity: "error",
    data: { kind: "cut", chunk, recordId },
    offset,
  }),

  spliced: (chunk: number, offset: number, recordId: string, inEvent: string): FormatDiagnostic => ({
    code: "evtx-record",
    severity: "error",
    data: { kind: "spliced", chunk, recordId, inEvent },
    offset,
  }),

  unreadable: (chunk: number, offset: number, recordId: string, fault: EvtxFault): FormatDiagnostic => ({
    code: "evtx-record",
    severity: "error",
    data: { kind: "unreadable", chunk, recordId, fault },
    offset,
  }),

  borrowedTemplate: (chunk: number, offset: number, recordId: string): FormatDiagnostic => ({
    code: "evtx-record",
    severity: "warning",
    data: { kind: "borrowed-template", chunk, recordId },
    offset,
  }),

  displaced: (records: number, offset: number): FormatDiagnostic => ({
    code: "evtx-record",
    severity: "warning",
    data: { kind: "displaced", records },
    offset,
  }),

  carvedCopies: (records: number): FormatDiagnostic => ({
    code: "evtx-record",
    severity: "info",
    data: { kind: "carved-copies", records },
    offset: 0,
  }),

  carvedUnreadable: (records: number): FormatDiagnostic => ({
    code: "evtx-record",
    severity: "warning",
    data: { kind: "carved-unreadable", records },
    offset: 0,
  }),
};
