import { version } from "virtual:build-info";
import { compareAlerts, type Session } from "../../app/index.ts";
import { exportAlerts } from "../../case/index.ts";
import { alertCsv } from "../../export/index.ts";
import { alertCsvRow } from "../../wording/index.ts";
import { saveFile } from "../common/save-file.ts";

/**
 * Saves the alerts as CSV: as shown, or all of the case. They come in the order of time, file name and location, however
 * the list is sorted, so that the same evidence gives the same bytes.
 */
export async function saveAlertCsv(session: Session, all: boolean): Promise<void> {
  const { case: opened, view } = session;
  const rows = [...(all ? opened.alerts.rows : view.listed)].sort(compareAlerts(opened.ledger.files));
  const sources = {
    ...opened.exportSources,
    missed: (alertId: string) => view.missed.get(alertId),
  };
  const lines = await exportAlerts(rows, sources, (alert) =>
    [...alertCsv([alertCsvRow(alert, opened.rules.runnable(alert.rule))], version, true)].join(""),
  );
  saveFile("loupe-alerts.csv", "text/csv;charset=utf-8", [...alertCsv([], version), ...lines]);
}
