import { version } from "virtual:build-info";
import { type AlertRow, alertUuid } from "../../case/index.ts";
import { alertCsv, type AlertExport } from "../../export/index.ts";
import { eventOf } from "../../scan/index.ts";
import { saveFile } from "../common/save-file.ts";
import { compareAlerts } from "../state/alert-order.ts";
import type { Session } from "../state/app.svelte.ts";

/** Alerts fetched from the database at once. */
const PART = 2000;

/**
 * The alerts as CSV: as shown, or all of the case. Always in the order of time, file name and place, whatever column
 * the list is sorted by, so that the same evidence gives the same bytes.
 */
export async function saveAlertCsv(session: Session, all: boolean): Promise<void> {
  const { case: state, view } = session;
  const names = new Map(state.evidence.map((one) => [one.id, one.path]));
  const rows = all ? [...state.rows].sort(compareAlerts((id) => names.get(id) ?? "")) : view.inOrder;
  const parts: string[] = [];
  for (let at = 0; at === 0 || at < rows.length; at += PART) {
    const alerts: AlertExport[] = [];
    for (const row of rows.slice(at, at + PART)) alerts.push(await exported(session, row));
    parts.push(...alertCsv(alerts, version, at > 0));
  }
  saveFile("loupe-alerts.csv", "text/csv;charset=utf-8", parts);
}

async function exported({ case: state }: Session, row: AlertRow): Promise<AlertExport> {
  const finding = await state.finding(row);
  if (finding === undefined) throw new Error(`Alert ${row.id} is in the list but not in the database.`);
  const evidence = state.evidenceOf(row.evidenceId)!;
  const judgement = state.judgements.get(row.id);
  return {
    event: eventOf(finding),
    rule: state.rules.get(row.ruleId)!,
    uuid: evidence.sha256 === "" ? "" : alertUuid(evidence.sha256, row.offset, row.ruleId),
    status: judgement?.status ?? "open",
    verdict: judgement?.verdict ?? "",
    note: judgement?.note ?? "",
    exception: state.suppressed.get(row.id)?.why ?? "",
    file: { name: evidence.path, sha256: evidence.sha256 },
    offset: row.offset,
    line: row.line,
    source: finding.source,
    ...(finding.extension !== undefined && { extension: finding.extension }),
  };
}
