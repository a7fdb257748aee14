import type { FlatEvent } from "../../../src/ecs/index.ts";
import { EventIndex, type EventRow } from "../../../src/scan/index.ts";
import { PartBuilder } from "../../../src/scan/event-index/index.ts";
import {
  type Answer,
  type AskedAlert,
  type AskedEvidence,
  eventsOf,
  type OtherAlerts,
  placeKey,
} from "../../../src/triage/index.ts";
import { lookedAtParts, missingParts, partsText, statementParts } from "../../../src/wording/index.ts";

/** Evidence made of events, in an index as the page has it. */
export interface Examined extends AskedEvidence {
  /** Every record of the index, by its place. */
  readonly places: ReadonlySet<string>;
  /** An event as the alert that a rule raised for it. */
  alertOf(event: FlatEvent): AskedAlert;
}

export interface EvidenceOptions {
  /** The files are not at hand, so no record can be read again. */
  readonly isGone?: boolean;
  readonly otherAlerts?: Partial<OtherAlerts>;
  /** The number of events of the case, if not all are in the index. */
  readonly events?: number;
}

export function evidence(events: readonly FlatEvent[], options: EvidenceOptions = {}): Examined {
  const { isGone = false, otherAlerts } = options;
  const index = new EventIndex();
  const builder = new PartBuilder();
  const timeOf = (event: FlatEvent): number => Date.parse(String(event["@timestamp"]));
  const placeOf = (i: number) => ({ evidenceId: "log", offset: 100 * i });
  events.forEach((event, i) => builder.add(event, timeOf(event), { offset: 100 * i, length: 90 }));
  if (builder.count > 0) index.add("log", builder.finish());
  const known = events.map((event, i) => [placeKey(placeOf(i)), event] as const);
  const byPlace = new Map(known);
  return {
    index: {
      coverage: { indexed: index.count, events: options.events ?? events.length },
      countOf: (query) => Promise.resolve(index.countOf(query)),
      top: (query, field, limit) => Promise.resolve(index.top(query, field, limit)),
      rows: (query, skip, limit) => Promise.resolve(index.rows(query, skip, limit)),
      childrenOf: (entities) => Promise.resolve(index.childrenOf(entities)),
      inferredParents: (entities) => Promise.resolve(index.inferredParents(entities)),
    },
    read: (rows: readonly EventRow[]) =>
      Promise.resolve(rows.map((row) => (isGone ? undefined : (byPlace.get(placeKey(row)) ?? null)))),
    otherAlerts: () => ({ count: 0, rules: [], hosts: [], nearest: [], rulesRun: 1, ...otherAlerts }),
    places: new Set(byPlace.keys()),
    alertOf: (event) => ({ event, time: timeOf(event), ...placeOf(events.indexOf(event)) }),
  };
}

/** What the page says of an answer: its sentences, then what is missing. */
export function sentences({ statements, missing, lookedAt }: Answer) {
  return {
    said: statements.map((statement) => partsText(statementParts(statement))),
    missing: missing.map((each) => partsText(missingParts(each))),
    lookedAt: lookedAt === null ? "" : partsText(lookedAtParts(lookedAt)),
  };
}

/** The offsets of the records that an answer names, as positions of their events. */
export function named(answer: Answer): number[] {
  return eventsOf(answer).map(({ offset }) => offset / 100);
}

const DUMPS = "HKLM\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
export const SYSMON = "Microsoft-Windows-Sysmon/Operational";

/** A moment of 14 March 2026, `03:07:12`. */
export const at = (clock: string): string => `2026-03-14T${clock}.000Z`;

/** Sysmon's 13: a value of `LocalDumps` was set. */
export function write(clock: string, name: string, data: string, more: FlatEvent = {}): FlatEvent {
  return {
    "@timestamp": at(clock),
    "host.name": "WS-FIN-07",
    "winlog.channel": SYSMON,
    "event.code": "13",
    "event.category": ["configuration", "registry"],
    "event.action": "RegistryEvent (Value Set)",
    "registry.path": `${DUMPS}\\${name}`,
    "registry.data.strings": [data],
    "process.name": "reg.exe",
    "process.executable": "C:\\Windows\\System32\\reg.exe",
    "process.pid": 4120,
    "process.entity_id": "{reg}",
    "user.domain": "CORP",
    "user.name": "alice",
    "user.id": "S-1-5-18",
    ...more,
  };
}

/** Sysmon's 1: a process was started. */
export function start(clock: string, name: string, more: FlatEvent = {}): FlatEvent {
  return {
    "@timestamp": at(clock),
    "host.name": "WS-FIN-07",
    "winlog.channel": SYSMON,
    "event.code": "1",
    "event.category": ["process"],
    "event.action": "Process creation",
    "process.name": name,
    "process.executable": `C:\\Windows\\System32\\${name}`,
    "process.command_line": name,
    "user.name": "alice",
    ...more,
  };
}

/** Any event of another log. */
export function logged(clock: string, channel: string, code: string, more: FlatEvent = {}): FlatEvent {
  return {
    "@timestamp": at(clock),
    "host.name": "WS-FIN-07",
    "winlog.channel": channel,
    "event.code": code,
    ...more,
  };
}
