import { version } from "virtual:build-info";
import type { AlertForm, Session } from "../../app/index.ts";
import type { RowNumbers } from "../../columns/index.ts";
import { exportFileName } from "../../export/index.ts";
import { plural } from "../../wording/index.ts";
import { openLargeFile } from "../common/large-file.ts";
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

/** The forms with everything of each alert: a million of them are gigabytes. */
const WHOLE: readonly AlertForm[] = ["ndjson", "fields"];
/** So many alerts in such a form are written to disk as they are made, where the browser can do that. */
const MANY = 250_000;

/**
 * Saves alerts in one of the forms, unless that is stopped. Has to be called on a click.
 *
 * @param rows in the order of the case (time, file name, location), however the list is sorted
 * @throws DatabaseError if the findings cannot be read
 */
export async function saveAlerts(session: Session, form: AlertForm, rows: RowNumbers): Promise<void> {
  const { file, type, label } = ALERT_FORMS[form];
  const opened = session.case;
  const name = exportFileName(opened.info.name, Date.now(), file);
  const isWhole =
    WHOLE.includes(form) && rows.length > MANY
      ? await streamAlerts(session, form, rows, name)
      : await gatherAlerts(session, form, rows, name, `${type};charset=utf-8`);
  if (isWhole) opened.recordExport(label, plural(rows.length, "alert"));
}

async function gatherAlerts(
  session: Session,
  form: AlertForm,
  rows: RowNumbers,
  name: string,
  type: string,
): Promise<boolean> {
  const parts = await session.exports.write(form, rows, version);
  if (parts !== null) saveFile(name, type, parts);
  return parts !== null;
}

async function streamAlerts(
  session: Session,
  form: AlertForm,
  rows: RowNumbers,
  name: string,
): Promise<boolean> {
  const target = await openLargeFile(name, ALERT_FORMS[form].type, true);
  if (target === null) return false;
  let isWhole = false;
  try {
    const take = async (part: Blob): Promise<void> => target.write(new Uint8Array(await part.arrayBuffer()));
    isWhole = (await session.exports.write(form, rows, version, take)) !== null;
  } finally {
    await (isWhole ? target.done() : target.drop());
  }
  return isWhole;
}
