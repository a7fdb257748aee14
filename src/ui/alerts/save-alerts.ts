import { version } from "virtual:build-info";
import { type AlertRow, alertUuid } from "../../case/index.ts";
import { alertCsv, type AlertExport } from "../../export/index.ts";
import { eventOf, type Finding } from "../../scan/index.ts";
import { saveFile } from "../common/save-file.ts";
import { compareAlerts } from "../state/alert-order.ts";
import type { Session } from "../state/app.svelte.ts";

/**
 * The alerts as CSV: as shown, or all of the case. Always in the order of time, file name and place, whatever column
 * the list is sorted by, so that the same evidence gives the same bytes.
 */
export async function saveAlertCsv(session: Session, all: boolean): Promise<void> {
  const { case: state, view } = session;
  const rows = [...(all ? state.rows : view.inOrder)].sort(compareAlerts(state.ledger.files));
  const header = [...alertCsv([], version)];
  saveFile("loupe-alerts.csv", "text/csv;charset=utf-8", [...header, ...(await csvRows(session, rows))]);
}

/** One text a row. Every page of findings is read once, whatever order its alerts stand in. */
async function csvRows(session: Session, rows: readonly AlertRow[]): Promise<string[]> {
  const pages = new Map<string, { row: AlertRow; at: number }[]>();
  rows.forEach((row, at) => {
    const key = `${row.evidenceId}.${row.page}`;
    const listed = pages.get(key);
    if (listed === undefined) pages.set(key, [{ row, at }]);
    else listed.push({ row, at });
  });
  const texts = new Array<string>(rows.length);
  for (const listed of pages.values()) {
    const { evidenceId, page } = listed[0]!.row;
    const findings = await session.case.findingsOf(evidenceId, page);
    for (const { row, at } of listed) {
      const finding = findings?.[row.slot];
      if (finding === undefined) throw new Error(`Alert ${row.id} is in the list but not in the database.`);
      texts[at] = [...alertCsv([exported(session, row, finding)], version, true)].join("");
    }
  }
  return texts;
}

function exported({ case: state }: Session, row: AlertRow, finding: Finding): AlertExport {
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
