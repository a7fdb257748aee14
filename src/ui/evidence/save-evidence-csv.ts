import { version } from "virtual:build-info";
import type { Session } from "../../app/index.ts";
import type { Evidence } from "../../case/index.ts";
import { evidenceCsv, type EvidenceExport, exportFileName } from "../../export/index.ts";
import { hashMissing, plural, problemSentence, zoneWords } from "../../wording/index.ts";
import { saveFile } from "../common/save-file.ts";

/** Saves the file list of a case as CSV. */
export function saveEvidenceCsv(opened: Session["case"], evidence: readonly Evidence[]): void {
  const name = exportFileName(opened.info.name, Date.now(), "evidence.csv");
  saveFile(name, "text/csv;charset=utf-8", [...evidenceCsv(evidence.map(row), version)]);
  opened.recordExport("evidence list as CSV", plural(evidence.length, "file"));
}

function row(evidence: Evidence): EvidenceExport {
  const { inventory } = evidence;
  const { zone } = evidence;
  return {
    name: evidence.name,
    path: evidence.path,
    size: evidence.size,
    sha256: evidence.sha256 || hashMissing(evidence),
    format: evidence.format,
    state: evidence.state,
    sources: (inventory?.sources ?? []).map(([name]) => name),
    records: evidence.records,
    unreadable: evidence.lost,
    headerOnly: evidence.headerOnly ?? 0,
    ...(evidence.reading?.carve && { carved: evidence.carved ?? 0 }),
    ...(zone !== null && { zone: zoneWords(zone) }),
    alerts: evidence.alerts,
    alertsNotStored: evidence.unstored?.alerts ?? 0,
    ...(inventory?.firstEvent != null && { firstEvent: inventory.firstEvent }),
    ...(inventory?.lastEvent != null && { lastEvent: inventory.lastEvent }),
    hosts: inventory?.hosts ?? [],
    categories: (inventory?.categories ?? []).map(([name]) => name),
    sampled: inventory?.sampled ? "sampled" : "exact",
    started: evidence.addedAt,
    durationMs: Math.round(evidence.scanMilliseconds),
    problems: evidence.problems.map((problem) => ({ ...problem, message: problemSentence(problem) })),
    problemCount: Math.max(evidence.lost + evidence.remarks, evidence.problems.length),
  };
}
