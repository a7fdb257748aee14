import { auditAction } from "../../case/index.ts";
import type { AuditSection } from "../../export/index.ts";
import {
  analystWords,
  AUDIT_ACTION_WORDS,
  auditParts,
  count,
  reportWords,
  utc,
} from "../../wording/index.ts";
import type { Session } from "../session.svelte.ts";

/** Entries that a report has: the last ones. */
const MOST_ENTRIES = 1000;

export function auditOf({ case: { trail, alerts }, view }: Session): AuditSection {
  // Without what waits: exporting the report must not change it.
  const records = trail.changes;
  const shown = records.slice(-MOST_ENTRIES);
  return {
    intro: reportWords.auditIntro(records.length),
    entries: shown.map((record) => {
      const number = record.alertIds
        .map((id) => alerts.columns.find(id))
        .find((found) => found !== undefined);
      const row = number === undefined ? undefined : alerts.columns.at(number);
      const more = record.alerts > 1 ? ` and ${count(record.alerts - 1)} more` : "";
      return {
        time: utc(record.at).slice(0, 19),
        analyst: analystWords(record),
        action: AUDIT_ACTION_WORDS[auditAction(record)],
        what: auditParts(record),
        about:
          row === undefined ? "" : `${view.nameOf(row)}${row.host === "" ? "" : ` · ${row.host}`}${more}`,
      };
    }),
    more: reportWords.auditMore(records.length - shown.length),
  };
}
