import type { Diagnostic, DiagnosticSeverity } from "../diagnostic/index.ts";
import type { FileLocation } from "../formats/index.ts";
import type { ScanDiagnostics } from "../scan/index.ts";

/** What a case keeps of a file's examination, beside what its scan says. */
export interface CaseDiagnostics extends ScanDiagnostics {
  /** The scan itself broke: an error in Loupe. */
  "scan-failed": { readonly detail: string };
  /** It was stopped by the analyst, or by the page being closed. */
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

/** One of a case that an earlier version stored: a sentence instead of data. */
export interface WordedDiagnostic extends FileLocation {
  readonly code: CaseCode;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
}

export type EvidenceProblem = CaseDiagnostic | WordedDiagnostic;
