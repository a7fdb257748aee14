import { version } from "virtual:build-info";
import type { Session } from "../../app/index.ts";
import { auditAction, type AuditRecord } from "../../case/index.ts";
import { auditCsv, type AuditExport, exportFileName } from "../../export/index.ts";
import { auditText, decisionsWords, plural } from "../../wording/index.ts";
import { saveFile } from "../common/save-file.ts";

/** Saves entries of the audit trail as CSV. */
export function saveAuditCsv(records: readonly AuditRecord[], session: Session): void {
  const rows = records.map((record) => rowOf(record, session));
  const name = exportFileName(session.case.info.name, Date.now(), "audit.csv");
  saveFile(name, "text/csv;charset=utf-8", [...auditCsv(rows, version)]);
  session.case.recordExport("audit trail as CSV", plural(records.length, "entry", "entries"));
}

function rowOf(record: AuditRecord, { case: opened, view }: Session): AuditExport {
  const [id] = record.alertIds;
  const number = id === undefined ? undefined : opened.alerts.columns.find(id);
  const row = number === undefined ? null : opened.alerts.columns.at(number);
  return {
    id: record.id,
    time: record.at,
    analyst: record.by,
    action: auditAction(record),
    what: auditText(record),
    alerts: record.alerts,
    first:
      row === null
        ? null
        : {
            rule: view.nameOf(row),
            host: row.host,
            time: row.time,
            file: opened.ledger.get(row.evidenceId)?.path ?? "",
            offset: row.offset,
          },
    before: decisionsWords(record.before, record.alerts),
    after: decisionsWords(record.after, record.alerts),
    undoes: record.undoes ?? "",
  };
}
