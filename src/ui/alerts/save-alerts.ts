import { version } from "virtual:build-info";
import type { AlertForm, Session } from "../../app/index.ts";
import type { RowNumbers } from "../../columns/index.ts";
import { exportFileName } from "../../export/index.ts";
import { saveFile } from "../common/save-file.ts";

/** How each form is offered, what its file is called, and its type. */
export const ALERT_FORMS: Readonly<
  Record<AlertForm, { readonly label: string; readonly file: string; readonly type: string }>
> = {
  csv: { label: "CSV", file: "alerts.csv", type: "text/csv" },
  shown: { label: "CSV with the columns on screen", file: "alerts-columns.csv", type: "text/csv" },
  fields: { label: "CSV with all fields", file: "alerts-fields.csv", type: "text/csv" },
  ndjson: { label: "NDJSON, as Elastic's alerts", file: "alerts.ndjson", type: "application/x-ndjson" },
  timesketch: { label: "CSV for Timesketch", file: "alerts-timesketch.csv", type: "text/csv" },
  timeline: { label: "CSV for Timeline Explorer", file: "alerts-timeline.csv", type: "text/csv" },
  navigator: { label: "ATT&CK Navigator layer", file: "attack-layer.json", type: "application/json" },
};

/**
 * Saves alerts in one of the forms, unless that is stopped.
 *
 * @param rows in the order of the case (time, file name, location), however the list is sorted
 * @throws DatabaseError if the findings cannot be read
 */
export async function saveAlerts(session: Session, form: AlertForm, rows: RowNumbers): Promise<void> {
  const parts = await session.exports.write(form, rows, version);
  if (parts === null) return;
  const { file, type } = ALERT_FORMS[form];
  saveFile(exportFileName(session.case.info.name, Date.now(), file), `${type};charset=utf-8`, parts);
}
