import { version } from "virtual:build-info";
import {
  type AlertFinding,
  type AlertRow,
  alertUuid,
  isSequence,
  type SequenceFinding,
  sequenceUuid,
  sharedFields,
} from "../../case/index.ts";
import { alertCsv, type AlertExport } from "../../export/index.ts";
import { toIsoUtc } from "../../time/index.ts";
import { eventOf } from "../../scan/index.ts";
import { hashMissing, recordMarks } from "../../wording/index.ts";
import { saveFile } from "../common/save-file.ts";
import { compareAlerts, type Session } from "../../app/index.ts";

/**
 * The alerts as CSV: as shown, or all of the case. Always in the order of time, file name and place, whatever column
 * the list is sorted by, so that the same evidence gives the same bytes.
 */
export async function saveAlertCsv(session: Session, all: boolean): Promise<void> {
  const { case: state, view } = session;
  const rows = [...(all ? state.alerts.rows : view.listed)].sort(compareAlerts(state.ledger.files));
  const header = [...alertCsv([], version)];
  saveFile("loupe-alerts.csv", "text/csv;charset=utf-8", [...header, ...(await csvRows(session, rows))]);
}

/** One text a row. Every page of findings is read once, whatever order its alerts stand in. */
async function csvRows(session: Session, rows: readonly AlertRow[]): Promise<string[]> {
  const pages = new Map<string, { row: AlertRow; at: number }[]>();
  rows.forEach((row, at) => {
    const key = `${row.shelf ?? row.evidenceId}.${row.page}`;
    const listed = pages.get(key);
    if (listed === undefined) pages.set(key, [{ row, at }]);
    else listed.push({ row, at });
  });
  const texts = new Array<string>(rows.length);
  for (const listed of pages.values()) {
    const { shelf, evidenceId, page } = listed[0]!.row;
    const findings = await session.case.pages.read(shelf ?? evidenceId, page);
    for (const { row, at } of listed) {
      const finding = findings?.[row.slot];
      if (finding === undefined) throw new Error(`Alert ${row.id} is in the list but not in the database.`);
      texts[at] = [...alertCsv([exported(session, row, finding)], version, true)].join("");
    }
  }
  return texts;
}

function exported({ case: state, view }: Session, row: AlertRow, finding: AlertFinding): AlertExport {
  const evidence = state.ledger.get(row.evidenceId)!;
  const disposition = state.dispositions.get(row.id);
  const rule = state.alerts.ruleOf(row);
  const sequence = isSequence(finding) ? finding : undefined;
  return {
    event: isSequence(finding)
      ? sharedFields(finding.events.flatMap((one) => (one?.seen ? [eventOf(one.seen)] : [])))
      : eventOf(finding),
    rule: {
      rule_id: rule.rule_id,
      ...(rule.version !== undefined && { version: rule.version }),
      ...(rule.building_block_type !== undefined && { building_block_type: rule.building_block_type }),
      name: view.nameOf(row),
      severity: view.severityOf(row),
      risk_score: view.riskOf(row),
    },
    uuid: uuidOf(state, row, sequence),
    status: disposition?.status ?? "open",
    verdict: disposition?.verdict ?? "",
    note: disposition?.note ?? "",
    exception: state.exceptions.covered.get(row.id)?.why ?? "",
    file: { name: evidence.path, sha256: evidence.sha256 || hashMissing(evidence) },
    offset: row.offset,
    line: row.line,
    ...(row.member !== undefined && { member: row.member }),
    source: row.source,
    ...(!isSequence(finding) && finding.extension !== undefined && { extension: finding.extension }),
    ...(sequence !== undefined && {
      sequence: sequenceText(state, sequence),
      ...(!Number.isNaN(row.time) && { time: row.time }),
    }),
    ...recordMarks(finding),
    ...(view.losses.has(row.id) && { lost: view.losses.get(row.id)!.message }),
  };
}

function uuidOf(state: Session["case"], row: AlertRow, sequence: SequenceFinding | undefined): string {
  const hashOf = (evidenceId: string): string => state.ledger.get(evidenceId)?.sha256 ?? "";
  if (sequence === undefined) {
    const hash = hashOf(row.evidenceId);
    return hash === "" ? "" : alertUuid(hash, row, row.ruleId);
  }
  const places = sequence.events.flatMap((event) =>
    event === null ? [] : [[hashOf(event.evidenceId), event.place] as const],
  );
  return places.some(([hash]) => hash === "") ? "" : sequenceUuid(places, row.ruleId);
}

/** Where each event of a sequence stands, in their order: `time file byte N; …`, `missing` for one that must not be. */
function sequenceText(state: Session["case"], { events }: SequenceFinding): string {
  return events
    .map((event) => {
      if (event === null) return "missing";
      const time = Number.isNaN(event.time) ? "no time" : toIsoUtc(event.time);
      const { member, offset } = event.place;
      const within = member === undefined ? "" : ` in ${JSON.stringify(member)}`;
      return `${time} ${state.ledger.get(event.evidenceId)?.path ?? ""}${within} byte ${offset}`;
    })
    .join("; ");
}
