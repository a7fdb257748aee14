import { type AuditAction, auditAction, type AuditRecord } from "../../case/index.ts";
import { analystWords, auditText } from "../../wording/index.ts";

/** The alert that an entry of the audit trail leads to. */
export interface AuditAlert {
  /** Its number in the list. */
  readonly row: number;
  readonly rule: string;
  readonly host: string;
}

/** What a trail is narrowed by; empty for everything. */
export interface AuditFilter {
  /** As `analystWords` has it. */
  readonly analyst: string;
  readonly action: AuditAction | "";
  /** Occurs in the sentence, in the rule's name or in the host's, whatever its case. */
  readonly text: string;
}

/** The entries that pass a filter, the latest first. */
export function filteredTrail(
  records: readonly AuditRecord[],
  { analyst, action, text }: AuditFilter,
  alertOf: (record: AuditRecord) => AuditAlert | undefined,
): AuditRecord[] {
  const wanted = text.trim().toLowerCase();
  return records
    .filter((record) => {
      if (analyst !== "" && analystWords(record) !== analyst) return false;
      if (action !== "" && auditAction(record) !== action) return false;
      if (wanted === "") return true;
      const alert = alertOf(record);
      return [auditText(record), alert?.rule ?? "", alert?.host ?? ""].some((part) =>
        part.toLowerCase().includes(wanted),
      );
    })
    .reverse();
}

/** The analysts of a trail, as they are filtered by. */
export function analystsOf(records: readonly AuditRecord[]): string[] {
  return [...new Set(records.map(analystWords))].sort();
}

/** The view that shows what an entry is about that is about no alert. */
export function viewOf(record: AuditRecord): "rules" | "evidence" | "alerts" | null {
  switch (auditAction(record)) {
    case "rule":
      return "rules";
    case "evidence":
      return "evidence";
    case "exception":
      return "alerts";
    default:
      return null;
  }
}
