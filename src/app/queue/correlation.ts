import { type CaseRule, type Evidence, isPartlyCovered, type SequenceEvent } from "../../case/index.ts";
import { compareText } from "../../columns/index.ts";
import { locationIn, locationKey, type RecordLocation } from "../../formats/index.ts";
import type {
  CorrelatedEvent,
  Correlation,
  TermMatchColumns,
  ScanRule,
  SeenEvent,
} from "../../scan/index.ts";
import { correlationNotes, wordedMiss } from "../../wording/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { recordKey } from "../case/sequence-alerts.ts";
import { withCoverage } from "./history-coverage.ts";

/** What a run of the correlation rules needs from a worker and from the files. */
export interface CorrelationTools {
  correlate(rule: ScanRule, parts: readonly TermMatchColumns[]): Promise<Correlation>;
  /** Reads the events at locations of a file: null for each that is not there, null as a whole if the file is not at hand. */
  read(evidence: Evidence, places: readonly RecordLocation[]): Promise<readonly (SeenEvent | null)[] | null>;
  /** Called before each rule. */
  progress(done: number, total: number): void;
  /** Called for each rule that was run to its end. */
  ran(ruleId: string): void;
  isStopped(): boolean;
  /**
   * Whether records of a file may be out of reach: the page was closed since it was dropped, and knows neither where it is
   * nor the passwords of its members.
   */
  isAway(evidenceId: string): boolean;
}

/** The term matches of a correlation rule in one file. */
export interface CorrelatedPart {
  /** With the read settings of its term matches: later changes by the analyst do not apply to them yet. */
  readonly evidence: Evidence;
  readonly termMatches: TermMatchColumns;
  /** See `TermMatchColumns.carved`. A set: there may be a million, looked up for each event of a hundred thousand sequences. */
  readonly carved: ReadonlySet<number>;
}

/**
 * Runs every sequence and sample rule that is on over the term matches of the files, and stores what it finds. A rule's
 * earlier alerts stay until all of its new ones are stored, whatever ends the run before.
 */
export async function correlateAll(state: CaseState, tools: CorrelationTools): Promise<void> {
  const rules = state.rules.sequences;
  const evidence = distinct(state.ledger.files);
  for (const [i, scanRule] of rules.entries()) {
    if (tools.isStopped()) break;
    tools.progress(i, rules.length);
    const { rule_id } = scanRule.rule;
    const rule = state.rules.get(rule_id);
    if (rule !== undefined && (await correlateOne(state, rule, scanRule, evidence, tools)))
      tools.ran(rule_id);
  }
}

/** Sequences whose events are read from the files, and held in memory, at the same time. */
const AT_ONCE = 2000;

/** @returns whether it came to its end; false if it was stopped, or the rule was replaced or removed meanwhile */
async function correlateOne(
  state: CaseState,
  rule: CaseRule,
  scanRule: ScanRule,
  evidence: readonly Evidence[],
  tools: CorrelationTools,
): Promise<boolean> {
  const isStopped = (): boolean => tools.isStopped() || !state.rules.isCurrent(rule);
  const parts: CorrelatedPart[] = [];
  for (const file of evidence) {
    const page = await state.termMatches.of(file.id, rule.rule);
    if (page === null || page.sightings.count === 0) continue;
    const { sightings: termMatches, reading: readSettings } = page;
    parts.push({
      evidence: { ...file, reading: readSettings },
      termMatches,
      carved: new Set(termMatches.carved),
    });
  }
  const found =
    parts.length === 0
      ? NOTHING
      : await tools.correlate(
          scanRule,
          parts.map(({ termMatches }) => termMatches),
        );
  const kept = await state.sequences.recordsOf(rule, (id) => tools.isAway(id));
  if (isStopped()) return false;
  const firstPage = state.sequences.nextPageOf(rule);
  const unique = distinctSequences(found.sequences);
  let partly = 0;
  for (let from = 0; from < unique.length; from += AT_ONCE) {
    const sequences = unique.slice(from, from + AT_ONCE);
    const seen = await readEvents(parts, sequences, kept, tools);
    if (isStopped()) return false;
    await state.sequences.add(
      rule,
      sequences.map(({ events, missed: lost, group: facts }) => {
        const listed = events.map((event) => event && sequenceEvent(event, parts, seen));
        const group = facts && withCoverage(facts, listed[0] ?? null, evidence);
        if (group !== undefined && isPartlyCovered(group)) partly++;
        return {
          lost: lost === null ? null : wordedMiss(lost, rule.rule),
          finding: {
            kind: "sequence",
            ruleId: rule.rule.rule_id,
            events: listed,
            ...(group !== undefined && { group }),
          },
        };
      }),
    );
  }
  if (isStopped()) return false;
  await state.pages.written();
  await state.sequences.removeBefore(rule, firstPage);
  const compiled = state.rules.runnable(rule.rule);
  state.rules.note(rule.rule.rule_id, correlationNotes(found, compiled, partly));
  state.alerts.refresh();
  return true;
}

/**
 * With multi-valued join keys the same events can be found twice. Elastic's alerts have one id for both, so one is kept.
 * Groups of different values are different alerts, even of the same event.
 */
export function distinctSequences(sequences: Correlation["sequences"]): Correlation["sequences"] {
  const met = new Set<string>();
  return sequences.filter(({ events, group }) => {
    const key = JSON.stringify([events.map((event) => event && keyOf(event)), group?.terms]);
    const first = !met.has(key);
    met.add(key);
    return first;
  });
}

const NOTHING: Correlation = {
  sequences: [],
  truncated: 0,
  more: false,
  scheduleOnly: 0,
  replayed: true,
  undated: 0,
};

export function sequenceEvent(
  event: CorrelatedEvent,
  parts: readonly CorrelatedPart[],
  seen: ReadonlyMap<string, SeenEvent | null>,
): SequenceEvent {
  const { offset, member, millis } = event;
  const part = parts[event.part]!;
  const read = seen.get(keyOf(event)) ?? null;
  // In an archive several files have a record at the same offset.
  const carved = member === undefined ? part.carved.has(offset) : read?.place.carved;
  return {
    evidenceId: part.evidence.id,
    place: { ...locationOf(event), ...(carved && { carved }) },
    seen: read,
    time: millis,
  };
}

/** Reads every event of some sequences once, file by file. */
export async function readEvents(
  parts: readonly CorrelatedPart[],
  sequences: Correlation["sequences"],
  kept: ReadonlyMap<string, SeenEvent>,
  tools: Pick<CorrelationTools, "read">,
): Promise<Map<string, SeenEvent | null>> {
  const wanted = new Map<number, Map<string, CorrelatedEvent>>();
  for (const { events } of sequences) {
    for (const event of events) {
      if (event === null) continue;
      const places = wanted.get(event.part) ?? new Map<string, CorrelatedEvent>();
      wanted.set(event.part, places);
      places.set(keyOf(event), event);
    }
  }
  const seen = new Map<string, SeenEvent | null>();
  for (const [part, places] of wanted) {
    const listed = [...places.values()].sort((a, b) => a.offset - b.offset);
    const { evidence } = parts[part]!;
    const events = await tools.read(evidence, listed.map(locationOf));
    listed.forEach((event, i) => {
      seen.set(keyOf(event), events?.[i] ?? kept.get(recordKey(evidence.id, event)) ?? null);
    });
  }
  return seen;
}

/** The event's location without the rest: the record is stored with the location that was asked for. */
function locationOf({ offset, length, line, member }: CorrelatedEvent): RecordLocation {
  return locationIn({ offset, length, line }, member);
}

function keyOf(event: CorrelatedEvent): string {
  return `${event.part} ${locationKey(event)}`;
}

/**
 * Files with the same bytes count once, or each event would follow itself. The copy with read settings of the analyst's
 * comes first, then the one with fewer locked members. The order decides between events of the same moment, so it must
 * not depend on the order in which the files were dropped.
 */
export function distinct(files: readonly Evidence[]): Evidence[] {
  const met = new Set<string>();
  const hasDefaults = ({ reading: readSettings }: Evidence): number => Number(readSettings === undefined);
  const locked = (file: Evidence): number => file.locked ?? 0;
  const bestFirst = [...files].sort((a, b) => hasDefaults(a) - hasDefaults(b) || locked(a) - locked(b));
  const once = bestFirst.filter(({ sha256 }) => {
    if (sha256 === "") return true;
    const first = !met.has(sha256);
    met.add(sha256);
    return first;
  });
  return once.sort(
    (a, b) => compareText(a.path, b.path) || compareText(a.sha256, b.sha256) || a.order - b.order,
  );
}
