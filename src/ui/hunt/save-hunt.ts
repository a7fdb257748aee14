import { version } from "virtual:build-info";
import type { Session } from "../../app/index.ts";
import { exportFileName, type HuntForm } from "../../export/index.ts";
import { saveFile } from "../common/save-file.ts";

/** Saves the results of a hunt that meet the conditions, whether they are listed or not, in the order of the list. */
export async function saveHunt({ hunt, case: opened }: Session, form: HuntForm): Promise<void> {
  const { run, columns: fields, conditions, isDescending } = hunt;
  if (run === null) return;
  const options = { form, fields, conditions, isDescending, version };
  const parts = await hunt.exports.write(run, opened.ledger.files, options);
  if (parts === null) return;
  const type = form === "csv" ? "text/csv" : "application/x-ndjson";
  const name = exportFileName(opened.info.name, Date.now(), `hunt.${form}`);
  saveFile(name, `${type};charset=utf-8`, parts);
  opened.recordExport(`what a hunt found, as ${form.toUpperCase()}`, run.rule.name);
}
