import type { Evidence } from "../../case/index.ts";
import type { EvidenceSection, ReportFile } from "../../export/index.ts";
import { bytes, count, hashWords, reportWords, zoneWords } from "../../wording/index.ts";
import type { Session } from "../session.svelte.ts";

/** Files that a report lists, and hosts of each. */
const MOST_FILES = 1000;
const MOST_HOSTS = 5;

export function evidenceOf({ case: { evidence } }: Session): EvidenceSection {
  const sum = (of: (file: Evidence) => number): number =>
    evidence.reduce((total, file) => total + of(file), 0);
  return {
    intro: reportWords.evidenceIntro(
      evidence.length,
      sum(({ size }) => size),
      sum(({ records }) => records),
    ),
    files: evidence.slice(0, MOST_FILES).map(fileOf),
    more: reportWords.evidenceMore(Math.max(0, evidence.length - MOST_FILES)),
  };
}

function fileOf(file: Evidence): ReportFile {
  const { path, format, size, inventory, zone, reading = {}, alerts } = file;
  const hosts = inventory?.hosts ?? [];
  const left = hosts.length - MOST_HOSTS;
  return {
    path,
    kind: [...(format === "" ? [] : [format]), bytes(size)].join(", "),
    sha256: hashWords(file),
    counts: reportWords.fileCounts(file),
    times: reportWords.fileTimes(file),
    hosts: `${hosts.slice(0, MOST_HOSTS).join(", ")}${left > 0 ? ` and ${count(left)} more` : ""}`,
    settings: [
      ...(zone === null ? [] : [`Times without a zone: ${zoneWords(zone)}`]),
      ...(reading.dateOrder === undefined
        ? []
        : [
            `In dates, the ${reading.dateOrder === "day-first" ? "day" : "month"} is first, as the analyst set it`,
          ]),
      ...(reading.encoding === undefined ? [] : [`Text read as ${reading.encoding}`]),
      ...(reading.carve === true ? ["Deleted records were looked for"] : []),
    ],
    alerts: count(alerts),
  };
}
