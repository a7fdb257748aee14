import type { Diagnostic, DiagnosticSeverity } from "../diagnostic/index.ts";
import type { FileLocation } from "../formats/index.ts";
import type { ScanDiagnostics } from "../scan/index.ts";

/** The diagnostics that a case stores for a file, in addition to those of its scan. */
export interface CaseDiagnostics extends ScanDiagnostics {
  /** The scan itself failed, which is an error in Loupe. */
  "scan-failed": { readonly detail: string };
  /** The analyst stopped the scan or closed the page. */
  cancelled: {
    readonly kind:
      | "not-begun"
      | "while-scanning"
      | "while-proving"
      | "before-hash"
      | "page-closed"
      | "page-closed-before-hash";
  };
}

export type CaseCode = keyof CaseDiagnostics;
export type CaseDiagnostic<Code extends CaseCode = CaseCode> = Diagnostic<
  CaseDiagnostics,
  FileLocation,
  Code
>;

/** A diagnostic stored by an earlier version: a sentence instead of data. */
export interface WordedDiagnostic extends FileLocation {
  readonly code: CaseCode;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
}

export type EvidenceProblem = CaseDiagnostic | WordedDiagnostic;
