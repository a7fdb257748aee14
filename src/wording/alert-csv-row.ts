import { derivedUsed, type ExportedAlert, isSequence, withOverrides } from "../case/index.ts";
import type { AlertExport } from "../export/index.ts";
import type { Runnable } from "../rules/index.ts";
import { toIsoUtc } from "../time/index.ts";
import { missSentence } from "./diagnostics/index.ts";
import { hashMissing } from "./hash-words.ts";
import { recordMarks } from "./record-marks.ts";

/** An alert as a row of the CSV has it: what is a value below is text there. */
export function alertCsvRow(alert: ExportedAlert, compiled: Runnable): AlertExport {
  const { row, finding, rule, evidence, events, disposition, exception, missed } = alert;
  return {
    event: alert.event,
    rule: {
      rule_id: rule.rule_id,
      threat: rule.threat,
      ...(rule.version !== undefined && { version: rule.version }),
      ...(rule.building_block_type !== undefined && { building_block_type: rule.building_block_type }),
      ...withOverrides(row, rule),
    },
    uuid: alert.uuid,
    status: disposition?.status ?? "open",
    verdict: disposition?.verdict ?? "",
    note: disposition?.note ?? "",
    tags: disposition?.tags ?? [],
    exception: exception?.why ?? "",
    file: { name: evidence.path, sha256: evidence.sha256 || hashMissing(evidence) },
    offset: row.offset,
    line: row.line,
    ...(row.member !== undefined && { member: row.member }),
    source: row.source,
    ...(!isSequence(finding) && finding.extension !== undefined && { extension: finding.extension }),
    ...(events !== undefined && {
      sequence: sequenceText(events),
      ...(!Number.isNaN(row.time) && { time: row.time }),
    }),
    ...(alert.group !== undefined && { group: alert.group }),
    ...recordMarks(finding),
    derived: derivedUsed(compiled, finding),
    ...(missed !== undefined && { lost: missSentence(missed) }),
  };
}

/** Where each event of a sequence is, in their order: `time file byte N; …`, `missing` for one that had to be missing. */
function sequenceText(events: NonNullable<ExportedAlert["events"]>): string {
  return events
    .map((event) => {
      if (event === null) return "missing";
      const time = Number.isNaN(event.time) ? "no time" : toIsoUtc(event.time);
      const { member, offset } = event.place;
      const within = member === undefined ? "" : ` in ${JSON.stringify(member)}`;
      return `${time} ${event.evidence?.path ?? ""}${within} byte ${offset}`;
    })
    .join("; ");
}
