import type { FlatEvent } from "../../ecs/index.ts";
import { compileEql, EqlError, runEql } from "../../eql/index.ts";
import type { KnownTrace } from "../../rules/index.ts";
import type { EventAround, EventQuery, EventRow } from "../../scan/index.ts";
import type { Clause } from "../../match/index.ts";
import { placeKey } from "../questions/index.ts";
import { couldMatch } from "./could-match.ts";
import { indexFilters } from "./index-filters.ts";
import { rowEvent } from "./row-event.ts";

/** A known trace, with the questions that find what may be one in the index. */
export interface PreparedTrace {
  readonly trace: KnownTrace;
  /** Of each: what it asks for besides host, user and time. */
  readonly queries: readonly Pick<EventQuery, "filters">[];
  /** The condition of a trace that is one event; null for a sequence. */
  readonly clause: Clause | null;
}

/** An event that is a known trace. */
export interface FoundTrace {
  readonly row: EventRow;
  readonly trace: KnownTrace;
}

export interface TraceSearch {
  /** In the order of time. */
  readonly found: readonly FoundTrace[];
  /** Events that may be traces; their records would tell, and cannot be read. */
  readonly undecided: number;
  /** There are more such events than are looked at. */
  readonly isCut: boolean;
}

/** What traces are looked for in. */
export interface TracedEvidence {
  around(query: EventQuery, time: number, limit: number): Promise<EventAround>;
  /** Reads events again: undefined where the file is not at hand, null where there is no event any more. */
  read(rows: readonly EventRow[]): Promise<(FlatEvent | null | undefined)[]>;
}

/** The most events that one question of a trace finds on either side of the centre. */
const MOST_EACH = 25;
/** The most records that are read: those that are nearest to the centre. */
const MOST_READ = 200;

/** @throws EqlError if a query is faulty, which is a bug: the traces are shipped */
export function prepareTraces(traces: readonly KnownTrace[]): PreparedTrace[] {
  return traces.map((trace) => {
    const compiled = compileEql(trace.query);
    const clauses =
      compiled.kind === "event" ? [compiled.clause] : compiled.terms.map(({ clause }) => clause);
    return {
      trace,
      queries: clauses.flatMap(indexFilters).map((filters) => ({ filters })),
      clause: compiled.kind === "event" ? compiled.clause : null,
    };
  });
}

/**
 * Finds the known traces of attacks among the events of a query. The index says which events may be one; their records
 * decide, or what the index has of those whose file is not at hand.
 *
 * @param query whose filters narrow what is looked at: a host, a user, a range of time
 * @param time of the centre, in epoch milliseconds: the nearest are looked at first
 */
export async function findTraces(
  evidence: TracedEvidence,
  traces: readonly PreparedTrace[],
  query: EventQuery,
  time: number,
): Promise<TraceSearch> {
  const asked = new Map<string, EventAround>();
  const ask = async (filters: EventQuery["filters"] = []): Promise<readonly EventRow[]> => {
    const key = JSON.stringify(filters);
    const known = asked.get(key);
    const found =
      known ??
      (await evidence.around({ ...query, filters: [...(query.filters ?? []), ...filters] }, time, MOST_EACH));
    asked.set(key, found);
    return [...found.before, ...found.after];
  };
  const rows = new Map<string, EventRow>();
  const candidates: string[][] = [];
  for (const { queries } of traces) {
    const keys = new Set<string>();
    for (const { filters } of queries)
      for (const row of await ask(filters)) {
        const key = placeKey(row);
        keys.add(key);
        rows.set(key, row);
      }
    candidates.push([...keys]);
  }
  const nearest = [...rows.values()].sort((a, b) => Math.abs(a.time - time) - Math.abs(b.time - time));
  const toRead = nearest.slice(0, MOST_READ);
  const read = toRead.length === 0 ? [] : await evidence.read(toRead);
  const events = new Map<string, FlatEvent>();
  const unread = new Set<string>();
  nearest.forEach((row, i) => {
    const event = read[i];
    events.set(placeKey(row), event ?? rowEvent(row));
    if (event === null || event === undefined) unread.add(placeKey(row));
  });
  const found: FoundTrace[] = [];
  const undecided = new Set<string>();
  traces.forEach(({ trace, clause }, i) => {
    const own = candidates[i]!;
    const matched = matchesOf(
      trace,
      own.map((key) => events.get(key)!),
    );
    for (const key of own) {
      const event = events.get(key)!;
      if (matched.has(event)) found.push({ row: rows.get(key)!, trace });
      else if (unread.has(key) && clause !== null && couldMatch(clause, event)) undecided.add(key);
    }
  });
  for (const { row } of found) undecided.delete(placeKey(row));
  return {
    found: found.sort((a, b) => a.row.time - b.row.time),
    undecided: undecided.size,
    isCut:
      nearest.length > MOST_READ ||
      [...asked.values()].some(
        ({ before, after, countBefore, countAfter }) =>
          countBefore + countAfter > before.length + after.length,
      ),
  };
}

/** The events that are the trace: of a sequence, the last one. */
function matchesOf(
  { query }: KnownTrace,
  events: readonly FlatEvent[],
): ReadonlySet<object | null | undefined> {
  try {
    return new Set(runEql(query, events).map((result) => (Array.isArray(result) ? lastOf(result) : result)));
  } catch (error) {
    // An event with very many values in several fields: hostile, and nothing to decide.
    if (error instanceof EqlError) return new Set();
    throw error;
  }
}

function lastOf(events: readonly (FlatEvent | null)[]): FlatEvent | null | undefined {
  return events.findLast((event) => event !== null);
}
