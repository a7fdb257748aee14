import type { Finding } from "./finding.ts";

/**
 * Findings in the form in which they are stored, made by the worker that found them, so that the page needs no object for
 * any of them. What the form is, the scan does not know.
 */
export interface PackedFindings {
  readonly count: number;
  /** About how many bytes they take. */
  readonly size: number;
  /** How many of them, from the first on, were handed over before and do not count. */
  readonly skipped: number;
  /** To be added to the lines of all: those of the file before the split that they are from. */
  readonly linesBefore: number;
}

export type PackFindings = (findings: readonly Finding[]) => Promise<PackedFindings>;
