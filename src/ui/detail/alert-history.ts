import type { AuditRecord } from "../../case/index.ts";

/** An entry of the audit trail that is about an alert, or may be. */
export interface HistoryEntry {
  readonly record: AuditRecord;
  /** A record names only the first thousand of its alerts: of those beyond, none can be told. */
  readonly isCertain: boolean;
}

/** What was decided about an alert, the latest first. */
export function historyOf(records: readonly AuditRecord[], alertId: string): HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  for (const record of records) {
    const isCertain = record.alertIds.includes(alertId);
    if (isCertain || record.alerts > record.alertIds.length) entries.push({ record, isCertain });
  }
  return entries.reverse();
}
