import { type AlertGroup, type ExportedAlert, type ExportedEvent, withOverrides } from "../case/index.ts";
import type { FieldValue, FlatEvent } from "../ecs/index.ts";
import { alertReason, type Rule } from "../rules/index.ts";
import { toIsoUtc } from "../time/index.ts";

/*
 * Alerts in the shape of the documents in Elastic's index `.alerts-security.alerts-default`: the event's own fields, and
 * beside them those of `kibana.alert`. What Kibana fills only while a rule runs in it (execution, start, last detected)
 * is left out, and so is what Loupe does not know.
 *
 * Source: Kibana's field map `alerts` of the rule registry and `build_alert.ts` of the detection engine.
 */

/** How Kibana calls the rule types, and their category. */
const RULE_TYPES: Readonly<Record<string, readonly [id: string, category: string]>> = {
  eql: ["siem.eqlRule", "Event Correlation Rule"],
  query: ["siem.queryRule", "Custom Query Rule"],
  new_terms: ["siem.newTermsRule", "New Terms Rule"],
  threshold: ["siem.thresholdRule", "Threshold Rule"],
  esql: ["siem.esqlRule", "ES|QL Rule"],
};

type Value = FieldValue | boolean | null | readonly unknown[] | Readonly<Record<string, unknown>>;

/**
 * Writes an alert as one line of NDJSON, its newline included.
 *
 * @param loupeVersion the version that wrote it, in `loupe.version`
 */
export function alertDocument(alert: ExportedAlert, loupeVersion: string): string {
  // Without a prototype, so that a field of any name is one like others.
  const document = Object.assign(
    Object.create(null) as Record<string, Value>,
    sourceOf(alert),
    originalEvent(sourceOf(alert)),
    alertFields(alert),
    groupFields(alert),
    ruleFields(alert),
    place(alert),
    { "loupe.version": loupeVersion },
  );
  return `${JSON.stringify(document)}\n`;
}

/** The fields of the event; Kibana's alert of a threshold rule has only those that it grouped by. */
function sourceOf({ event, group }: ExportedAlert): FlatEvent {
  return group === undefined || group.history !== undefined ? event : valuesOf(group);
}

function valuesOf({ terms }: AlertGroup): FlatEvent {
  const values = Object.create(null) as Record<string, FieldValue>;
  for (const { field, value } of terms) values[field] = value;
  return values;
}

function groupFields({ group }: ExportedAlert): Record<string, Value> {
  if (group === undefined) return {};
  const { terms, count, distinct, from, history } = group;
  if (history !== undefined) return { "kibana.alert.new_terms": terms.map(({ value }) => value) };
  return {
    "kibana.alert.threshold_result": {
      terms,
      ...(distinct !== undefined && { cardinality: [{ field: distinct.field, value: distinct.count }] }),
      count,
      from: toIsoUtc(from),
    },
  };
}

/** Kibana sets `event.kind` of an alert to `signal`, and keeps what the event says of itself in fields of their own. */
function originalEvent(event: FlatEvent): Record<string, Value> {
  const found = Object.create(null) as Record<string, Value>;
  for (const [field, value] of Object.entries(event))
    if (field.startsWith("event."))
      found[`kibana.alert.original_event.${field.slice("event.".length)}`] = value!;
  found["event.kind"] = "signal";
  return found;
}

function alertFields({ row, event, rule, uuid, events, disposition }: ExportedAlert): Record<string, Value> {
  const shown = { ...rule, ...withOverrides(row, rule) };
  const time = Number.isNaN(row.time) ? null : toIsoUtc(row.time);
  return {
    ...(time !== null && { "@timestamp": time, "kibana.alert.original_time": time }),
    "kibana.alert.uuid": uuid,
    "kibana.alert.status": "active",
    "kibana.alert.workflow_status": disposition?.status ?? "open",
    "kibana.alert.workflow_tags": disposition?.tags ?? [],
    "kibana.alert.workflow_assignee_ids": [],
    "kibana.alert.reason": alertReason(event, shown),
    "kibana.alert.severity": shown.severity,
    "kibana.alert.risk_score": shown.risk_score,
    "kibana.alert.depth": 1,
    "kibana.alert.ancestors": ancestors(row, events),
    ...(rule.building_block_type !== undefined && {
      "kibana.alert.building_block_type": rule.building_block_type,
    }),
    "kibana.space_ids": ["default"],
  };
}

/** The events that the alert was raised for. An event of a file has neither an id nor an index: its place says which. */
function ancestors(row: ExportedAlert["row"], events: readonly (ExportedEvent | null)[] | undefined): Value {
  const places =
    events === undefined
      ? [{ place: row, path: "" }]
      : events.flatMap((event) =>
          event === null ? [] : [{ place: event.place, path: event.evidence?.path ?? "" }],
        );
  return places.map(({ place, path }) => ({
    id: [path, place.member ?? "", String(place.offset)].filter((part) => part !== "").join(":"),
    type: "event",
    index: "",
    depth: 0,
  }));
}

function ruleFields({ row, rule }: ExportedAlert): Record<string, Value> {
  const { name } = withOverrides(row, rule);
  const [typeId, category] = RULE_TYPES[rule.type] ?? ["", rule.type];
  return {
    "kibana.alert.rule.rule_id": rule.rule_id,
    // Kibana gives every installed rule an id of its own. A file has only the rule's.
    "kibana.alert.rule.uuid": rule.rule_id,
    "kibana.alert.rule.name": name,
    "kibana.alert.rule.description": rule.description,
    "kibana.alert.rule.type": rule.type,
    "kibana.alert.rule.rule_type_id": typeId,
    "kibana.alert.rule.category": category,
    "kibana.alert.rule.producer": "siem",
    "kibana.alert.rule.consumer": "siem",
    "kibana.alert.rule.severity": rule.severity,
    "kibana.alert.rule.risk_score": rule.risk_score,
    "kibana.alert.rule.tags": rule.tags,
    "kibana.alert.rule.author": rule.author,
    "kibana.alert.rule.license": rule.license,
    "kibana.alert.rule.references": rule.references,
    "kibana.alert.rule.false_positives": rule.false_positives,
    "kibana.alert.rule.threat": rule.threat,
    "kibana.alert.rule.from": rule.from,
    "kibana.alert.rule.to": rule.to,
    "kibana.alert.rule.interval": rule.interval,
    "kibana.alert.rule.max_signals": rule.max_signals,
    "kibana.alert.rule.indices": rule.index,
    ...(rule.version !== undefined && { "kibana.alert.rule.version": rule.version }),
    "kibana.alert.rule.parameters": parameters(rule),
  };
}

function parameters(rule: Rule): Record<string, unknown> {
  const { type, language, query, index, severity, risk_score, timestamp_override } = rule;
  return {
    type,
    language,
    query,
    index,
    severity,
    risk_score,
    rule_id: rule.rule_id,
    ...(timestamp_override !== undefined && { timestamp_override }),
  };
}

/** What only Loupe knows: where the record is, and what the analyst wrote. */
function place({ row, evidence, disposition, exception }: ExportedAlert): Record<string, Value> {
  return {
    "loupe.file.path": evidence.path,
    "loupe.file.hash.sha256": evidence.sha256,
    "loupe.offset": row.offset,
    ...(row.line > 0 && { "loupe.line": row.line }),
    ...(row.member !== undefined && { "loupe.archive_member": row.member }),
    "loupe.source": row.source,
    ...(disposition !== undefined && disposition.verdict !== "" && { "loupe.verdict": disposition.verdict }),
    ...(disposition !== undefined && disposition.note !== "" && { "loupe.note": disposition.note }),
    ...(exception !== undefined && { "loupe.exception": exception.why }),
  };
}
