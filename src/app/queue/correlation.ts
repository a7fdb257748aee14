import type { CaseRule, Evidence, SequenceEvent } from "../../case/index.ts";
import { locationIn, locationKey, type RecordLocation } from "../../formats/index.ts";
import type { Rule } from "../../rules/index.ts";
import type { MissedBySchedule } from "../../rules/schedule/index.ts";
import type {
  CorrelatedEvent,
  Correlation,
  SequenceMiss,
  TermMatchColumns,
  ScanRule,
  SeenEvent,
} from "../../scan/index.ts";
import { count } from "../../wording/index.ts";
import { compareText } from "../list/alert-order.ts";
import { type CaseState, recordKey, shelfOf } from "../case/case-state.svelte.ts";

/** What the sequence rules need of a worker and of the files. */
export interface CorrelationTools {
  correlate(rule: ScanRule, parts: readonly TermMatchColumns[]): Promise<Correlation>;
  /** The events at places of a file, null for each that is not there; null as a whole where the file is not at hand. */
  read(evidence: Evidence, places: readonly RecordLocation[]): Promise<readonly (SeenEvent | null)[] | null>;
  /** Told before each rule. */
  progress(done: number, total: number): void;
  /** Told of each rule that was run to its end. */
  ran(ruleId: string): void;
  cancelled(): boolean;
  /**
   * Whether records of a file may be beyond reach: the page was closed since it was dropped, and knows neither where it is nor
   * the passwords of what is in it.
   */
  away(evidenceId: string): boolean;
}

interface Part {
  /** With the reading that its sightings are of: what the analyst has said since is not followed yet. */
  readonly evidence: Evidence;
  readonly termMatches: TermMatchColumns;
  /** See `TermMatchColumns.carved`: there may be a million, asked about for each event of a hundred thousand sequences. */
  readonly carved: ReadonlySet<number>;
}

/**
 * Runs every sequence and sample rule that is on over what the files' scans have noted, and puts down what it finds.
 * Whatever ends it before, what a rule had found earlier stays until all that it finds now is there.
 */
export async function correlateAll(state: CaseState, tools: CorrelationTools): Promise<void> {
  const rules = state.rules.sequences;
  const evidence = distinct(state.ledger.files);
  for (const [i, scanRule] of rules.entries()) {
    if (tools.cancelled()) break;
    tools.progress(i, rules.length);
    const { rule_id } = scanRule.rule;
    const rule = state.rules.get(rule_id);
    if (rule !== undefined && (await correlateOne(state, rule, scanRule, evidence, tools)))
      tools.ran(rule_id);
  }
}

/** Sequences whose events are read from the files and in memory at once. */
const AT_ONCE = 2000;

/** @returns whether it came to its end: not if it was stopped, nor if the rule was replaced or removed meanwhile */
async function correlateOne(
  state: CaseState,
  rule: CaseRule,
  scanRule: ScanRule,
  evidence: readonly Evidence[],
  tools: CorrelationTools,
): Promise<boolean> {
  const isStopped = (): boolean => tools.cancelled() || !state.rules.isCurrent(rule);
  const parts: Part[] = [];
  for (const one of evidence) {
    const page = await state.termMatchesOf(one.id, rule.rule);
    if (page === null || page.sightings.count === 0) continue;
    const { sightings: termMatches, reading: readSettings } = page;
    parts.push({
      evidence: { ...one, reading: readSettings },
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
  const kept = await state.recordsOf(rule, (id) => tools.away(id));
  if (isStopped()) return false;
  const firstPage = state.nextPageOf(shelfOf(rule.rule));
  const unique = distinctSequences(found.sequences);
  for (let from = 0; from < unique.length; from += AT_ONCE) {
    const sequences = unique.slice(from, from + AT_ONCE);
    const seen = await readEvents(parts, sequences, kept, tools);
    if (isStopped()) return false;
    await state.addSequences(
      rule,
      sequences.map(({ events, lost }) => {
        const listed = events.map((event) => event && sequenceEvent(event, parts, seen));
        return {
          lost: missedBy(lost, rule.rule),
          finding: { kind: "sequence", ruleId: rule.rule.rule_id, events: listed },
        };
      }),
    );
  }
  if (isStopped()) return false;
  await state.written();
  await state.dropEarlierSequences(rule, firstPage);
  state.rules.note(rule.rule.rule_id, notesOf(found));
  state.refresh();
  return true;
}

/** With keys of several values the same events can be found twice; the ids of Elastic's alerts make one of them. */
function distinctSequences(sequences: Correlation["sequences"]): Correlation["sequences"] {
  const met = new Set<string>();
  return sequences.filter(({ events }) => {
    const key = JSON.stringify(events.map((event) => event && keyOf(event)));
    const first = !met.has(key);
    met.add(key);
    return first;
  });
}

const NOTHING: Correlation = { sequences: [], truncated: 0, more: false, scheduleOnly: 0, replayed: true };

function sequenceEvent(
  event: CorrelatedEvent,
  parts: readonly Part[],
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

/** Every event that some sequence holds, read once, file by file. */
async function readEvents(
  parts: readonly Part[],
  sequences: Correlation["sequences"],
  kept: ReadonlyMap<string, SeenEvent>,
  tools: CorrelationTools,
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

/** Its location alone: what is read there is stored with the location it was asked for. */
function locationOf({ offset, length, line, member }: CorrelatedEvent): RecordLocation {
  return locationIn({ offset, length, line }, member);
}

function keyOf(event: CorrelatedEvent): string {
  return `${event.part} ${locationKey(event)}`;
}

/**
 * Files with the same bytes count once, or each event would follow itself; the one of which the analyst has said how to
 * read it stands for the others, or of which less is locked. In an order that does not depend on that in which they were dropped, since it decides
 * between events of the same moment.
 */
function distinct(files: readonly Evidence[]): Evidence[] {
  const met = new Set<string>();
  const untold = ({ reading: readSettings }: Evidence): number => Number(readSettings === undefined);
  const locked = (one: Evidence): number => one.locked ?? 0;
  const toldFirst = [...files].sort((a, b) => untold(a) - untold(b) || locked(a) - locked(b));
  const once = toldFirst.filter(({ sha256 }) => {
    if (sha256 === "") return true;
    const first = !met.has(sha256);
    met.add(sha256);
    return first;
  });
  return once.sort(
    (a, b) => compareText(a.path, b.path) || compareText(a.sha256, b.sha256) || a.order - b.order,
  );
}

function missedBy(lost: SequenceMiss | null, rule: Rule): MissedBySchedule | null {
  if (lost === null) return null;
  return lost === "cap"
    ? {
        code: "cap",
        message: `Elastic's cap of ${count(rule.max_signals)} would have hidden this: every run that found it had as many newer ones.`,
      }
    : {
        code: "gap",
        message: `No run of the rule would have found this: each looks from ${rule.from} to ${rule.to}, every ${rule.interval}, and in none of these windows do the events come together like this.`,
      };
}

function notesOf({ truncated, more, scheduleOnly, replayed }: Correlation): string[] {
  const notes: string[] = [];
  if (truncated > 0) {
    notes.push(
      `${count(truncated)} events that may be part of a sequence were left out, beyond what fits in memory: sequences with them were not found. Split the evidence by time, or switch off what is noisy.`,
    );
  }
  if (more) notes.push("There are more sequences than are listed: the first hundred thousand are.");
  if (scheduleOnly > 0) {
    notes.push(
      `Elastic's runs, each of which sees its own window only, would have found ${count(scheduleOnly)} sequences besides, made of other combinations of these events.`,
    );
  }
  if (!replayed)
    notes.push("Elastic's runs could not be replayed for this rule: no schedule, or too many events.");
  return notes;
}
