import type { FlatEvent } from "../eql/index.ts";
import { alertReason, epochMillis, type Rule } from "../rules/index.ts";
import { eventOf, type Finding } from "../scan/index.ts";
import type { AlertRow } from "./model.ts";

/** The list's view of a finding. */
export function alertRow(
  finding: Finding,
  rule: Rule,
  where: { evidenceId: string; page: number; slot: number; number: number },
): AlertRow {
  const event = eventOf(finding);
  const time = event["@timestamp"];
  const first = typeof time === "object" ? time[0] : time;
  return {
    id: `${where.evidenceId}.${where.number}`,
    evidenceId: where.evidenceId,
    page: where.page,
    slot: where.slot,
    ruleId: rule.rule_id,
    time: first === undefined || typeof first === "boolean" ? NaN : epochMillis(first),
    reason: short(alertReason(event, rule)),
    host: shown(event, "host.name"),
    user: shown(event, "user.name") || shown(event, "user.id"),
    process: shown(event, "process.name") || shown(event, "process.executable"),
    object: shown(event, "registry.path") || shown(event, "file.path"),
    offset: finding.place.offset,
    line: finding.place.line,
    source: finding.source,
    extension: finding.extension !== undefined,
  };
}

function shown(event: FlatEvent, field: string): string {
  const value = event[field];
  return value === undefined ? "" : short(typeof value === "object" ? value.join(", ") : String(value));
}

/** A list holds a million rows, and a name can have a megabyte: the whole value stands in the finding. */
function short(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`;
}

const MAX_LENGTH = 500;
