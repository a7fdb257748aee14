import type { Evidence } from "../../case/index.ts";

/** Sums over all files of a case. */
export interface EvidenceTotals {
  readonly records: number;
  readonly alerts: number;
  /** Pieces that could not be read. */
  readonly problems: number;
  readonly headerOnly: number;
}

export function evidenceTotals(evidence: readonly Evidence[]): EvidenceTotals {
  const sum = (of: (file: Evidence) => number): number => evidence.reduce((all, file) => all + of(file), 0);
  return {
    records: sum((file) => file.records),
    alerts: sum((file) => file.alerts),
    problems: sum((file) => file.lost),
    headerOnly: sum((file) => file.headerOnly ?? 0),
  };
}
