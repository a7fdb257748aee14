import type { FlatEvent } from "../ecs/index.ts";
import type { RecordLocation } from "../formats/index.ts";
import { newSentence, shortSentence } from "../explain/index.ts";
import { firstOf } from "../match/index.ts";
import { alertFacts, alertReason, type Rule, windowMillis } from "../rules/index.ts";
import { epochMillis } from "../time/index.ts";
import { eventOf, type Finding } from "../scan/index.ts";
import { alertId } from "./alert-id.ts";
import { sequenceUuid } from "./alert-uuid.ts";
import type { AlertGroup, AlertRow, SequenceFinding, WordedMiss } from "./model.ts";

/** Where a finding is stored. */
export interface PageSlot {
  readonly page: number;
  readonly slot: number;
}

/** When an event reached Elasticsearch: no other field says so if it has no event.ingested. */
const ARRIVAL = { timestamp_override: "event.ingested", timestamp_override_fallback_disabled: true };

/** Converts a finding to a row of the alert list. */
export function alertRow(
  finding: Finding,
  rule: Rule,
  where: PageSlot & { readonly evidenceId: string },
): AlertRow {
  const event = eventOf(finding);
  const facts = alertFacts(rule, event);
  const time = timeOf(event);
  const ingested = rule.timestamp_override === undefined ? time : windowMillis(event, rule);
  const arrived = windowMillis(event, ARRIVAL);
  return {
    id: alertId(where.evidenceId, finding.place, rule.rule_id),
    ...where,
    ruleId: rule.rule_id,
    time,
    reason: short(alertReason(event, facts)),
    did: shortSentence(event),
    ...subject(event),
    offset: finding.place.offset,
    line: finding.place.line,
    ...memberOf(finding.place),
    source: finding.source,
    extension: finding.extension !== undefined,
    ...(finding.place.carved && { carved: true as const }),
    ...overridesOf(facts, rule),
    ...(!Object.is(ingested, time) && { ingested }),
    ...(arrived > ingested && { arrived }),
  };
}

/** The id of a sequence's alert: the same events and rule always get the same, however often the files are scanned. */
export function sequenceId({ events, ruleId, group }: SequenceFinding): string {
  const there = events.filter((event) => event !== null);
  return `sequence.${sequenceUuid(
    there.map(({ evidenceId, place }) => [evidenceId, place]),
    ruleId,
    group?.terms,
  )}`;
}

/**
 * Converts a sequence to a row of the alert list, with the location of its last event. Elastic's alert of a sequence
 * contains what all its events have in common, so the row shows that.
 */
export function sequenceRow(
  finding: SequenceFinding,
  rule: Rule,
  where: PageSlot & { readonly owner: string; readonly lost: WordedMiss | null },
): AlertRow {
  const events = finding.events.filter((event) => event !== null);
  const last = events.at(-1)!;
  const seen = events.map(({ seen }) => seen).filter((event) => event !== null);
  const found = seen.map(eventOf);
  const shared = sharedFields(found);
  const { lost } = where;
  const { group } = finding;
  // A new terms alert is about one event, so the rule's overrides apply to it.
  const facts = group?.history === undefined ? rule : alertFacts(rule, shared);
  return {
    id: sequenceId(finding),
    evidenceId: last.evidenceId,
    page: where.page,
    slot: where.slot,
    shelf: where.owner,
    ruleId: rule.rule_id,
    time: last.time,
    reason: short(alertReason(shared, facts)),
    ...(found.length > 0 && { did: didOf(group, found) }),
    ...subject(shared),
    offset: last.place.offset,
    line: last.place.line,
    ...memberOf(last.place),
    source: [...new Set(seen.map(({ source }) => source))].join(", "),
    extension: seen.some(({ extension }) => extension !== undefined),
    ...(group?.history === undefined && { events: group?.count ?? events.length }),
    ...overridesOf(facts, rule),
    ...(events.some(({ place, seen }) => place.carved ?? seen?.place.carved) && { carved: true as const }),
    ...(lost !== null && { lost }),
  };
}

/**
 * Returns the fields that have the same values in all events: what Elastic's alert of a sequence contains. Source:
 * Kibana's `objectPairIntersection` in the detection engine's `build_alert_group_from_sequence`.
 */
export function sharedFields(events: readonly FlatEvent[]): FlatEvent {
  const shared = Object.create(null) as Record<string, FlatEvent[string]>;
  const [first, ...others] = events;
  for (const field in first) {
    const text = JSON.stringify(first[field]);
    if (others.every((event) => JSON.stringify(event[field]) === text)) shared[field] = first[field];
  }
  return shared;
}

/** What a sequence did, one event after the other; the events of a group are alike. */
function didOf(group: AlertGroup | undefined, events: readonly FlatEvent[]): string {
  if (group === undefined) return shortSentence(...events);
  if (group.history === undefined) return shortSentence(events[0]!);
  return newSentence(
    group.terms.map(({ value }) => value),
    events[0]!,
  );
}

function overridesOf(
  facts: Pick<Rule, "name" | "severity" | "risk_score">,
  rule: Rule,
): Pick<AlertRow, "name" | "severity" | "risk"> {
  return {
    ...(facts.name !== rule.name && { name: short(facts.name) }),
    ...(facts.severity !== rule.severity && { severity: facts.severity }),
    ...(facts.risk_score !== rule.risk_score && { risk: facts.risk_score }),
  };
}

function memberOf({ member }: RecordLocation): Pick<AlertRow, "member"> {
  return member === undefined ? {} : { member };
}

function subject(event: FlatEvent): Pick<AlertRow, "host" | "user" | "process" | "object"> {
  return {
    host: shown(event, "host.name"),
    user: shown(event, "user.name") || shown(event, "user.id"),
    process: shown(event, "process.name") || shown(event, "process.executable"),
    object: shown(event, "registry.path") || shown(event, "file.path"),
  };
}

function timeOf(event: FlatEvent): number {
  const first = firstOf(event["@timestamp"]);
  return first === undefined || typeof first === "boolean" ? NaN : epochMillis(first);
}

function shown(event: FlatEvent, field: string): string {
  const value = event[field];
  return value === undefined ? "" : short(typeof value === "object" ? value.join(", ") : String(value));
}

/** A list has up to a million rows, and a name can be a megabyte long. The finding keeps the full value. */
function short(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`;
}

const MAX_LENGTH = 500;

/** Name, severity and risk score of an alert: the rule's, unless its overrides took others from the event. */
export function withOverrides(row: AlertRow, rule: Rule): Pick<Rule, "name" | "severity" | "risk_score"> {
  return {
    name: row.name ?? rule.name,
    severity: row.severity ?? rule.severity,
    risk_score: row.risk ?? rule.risk_score,
  };
}
