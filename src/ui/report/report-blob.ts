import { commit, version } from "virtual:build-info";
import { type Gathered, gatherReport, lastChange, reportOf, type Session } from "../../app/index.ts";
import { exportFileName, reportHtml } from "../../export/index.ts";
import { saveFile } from "../common/save-file.ts";

const TYPE = "text/html;charset=utf-8";

/** The report as the file that it is exported as. */
export function reportBlob(session: Session, gathered: Gathered): Blob {
  const chunks = reportHtml(reportOf(session, gathered, { version, commit }));
  // The browser can keep a Blob on disk, but not the texts that it was made from.
  return new Blob(
    Array.from(chunks, (chunk) => new Blob([chunk])),
    { type: TYPE },
  );
}

/** Saves the report of the case as it is now. */
export async function saveReport(session: Session): Promise<void> {
  const gathered = await gatherReport(session, new AbortController().signal);
  const name = exportFileName(session.case.info.name, lastChange(session), "report.html");
  saveFile(name, TYPE, [reportBlob(session, gathered)]);
  session.case.recordExport("report", "");
}
