import { version } from "virtual:build-info";
import type { Session } from "../../app/index.ts";
import { exportAlerts } from "../../case/index.ts";
import type { RowNumbers } from "../../columns/index.ts";
import { alertCsv } from "../../export/index.ts";
import { alertCsvRow } from "../../wording/index.ts";
import { saveFile } from "../common/save-file.ts";

/**
 * Saves alerts as CSV, so that the same evidence gives the same bytes.
 *
 * @param rows in the order of the case (time, file name, location), however the list is sorted
 */
export async function saveAlertCsv(session: Session, rows: RowNumbers): Promise<void> {
  const { case: opened, view } = session;
  const sources = { ...opened.exportSources, missed: (row: number) => view.missed.get(row) };
  // The browser can keep a Blob on disk, but not the texts that it was made from.
  const parts: Blob[] = [new Blob([...alertCsv([], version)])];
  const written = exportAlerts(rows, sources, (alert) =>
    [...alertCsv([alertCsvRow(alert, opened.rules.runnable(alert.rule))], version, true)].join(""),
  );
  for await (const lines of written) parts.push(new Blob(lines));
  saveFile("loupe-alerts.csv", "text/csv;charset=utf-8", parts);
}
