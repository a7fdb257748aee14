import type { EventFilter, EventQuery, EventRow } from "../../scan/index.ts";
import type { AskedIndex } from "./asked.ts";
import type { EventsOf } from "./events-of.ts";

/** An event is of a kind if all filters of one of these hold; no event is in two of them. */
type Alternatives = readonly (readonly EventFilter[])[];

const code = (...values: string[]): EventFilter => ({ field: "event.code", values });
const notCode = (...values: string[]): EventFilter => ({ field: "event.code", values, isNot: true });
const category = (...values: string[]): EventFilter => ({ field: "event.category", values });
const sysmon: EventFilter = { field: "winlog.channel", values: ["sysmon"], isPart: true };
const notSysmon: EventFilter = { ...sysmon, isNot: true };

/** What the start of a process is called besides Sysmon's 1 and the Security log's 4688. */
const STARTS: EventFilter = {
  field: "event.action",
  values: ["start", "exec", "creation_event", "created-process", "Process creation", "processcreated"],
};

/** The index has the first category of an event only, so Sysmon's events are known by their codes. */
const KINDS: Readonly<Record<EventsOf, Alternatives>> = {
  process: [
    [code("1"), sysmon],
    [code("4688")],
    [category("process"), STARTS, notCode("1", "4688")],
    [category("process"), STARTS, code("1"), notSysmon],
  ],
  file: [
    [code("2", "11", "15", "23", "26", "27", "28", "29"), sysmon],
    [category("file"), notSysmon],
  ],
  registry: [
    [code("12", "13", "14"), sysmon],
    [code("4657")],
    [category("registry"), notCode("12", "13", "14", "4657")],
    [category("registry"), code("12", "13", "14"), notSysmon],
  ],
};

function queriesOf(query: EventQuery, kind: EventsOf): EventQuery[] {
  return KINDS[kind].map((filters) => ({ ...query, filters: [...(query.filters ?? []), ...filters] }));
}

/** The number of events of a kind that a query finds. */
export async function countOfKind(index: AskedIndex, query: EventQuery, kind: EventsOf): Promise<number> {
  let count = 0;
  for (const each of queriesOf(query, kind)) count += await index.countOf(each);
  return count;
}

/** The first events of a kind that a query finds, in the order of time. */
export async function firstOfKind(
  index: AskedIndex,
  query: EventQuery,
  kind: EventsOf,
  limit: number,
): Promise<EventRow[]> {
  const rows: EventRow[] = [];
  for (const each of queriesOf(query, kind)) rows.push(...(await index.rows(each, 0, limit)));
  return inOrder(rows).slice(0, limit);
}

/** The last event of a kind that a query finds; those without a time do not count. */
export async function lastOfKind(
  index: AskedIndex,
  query: EventQuery,
  kind: EventsOf,
): Promise<EventRow | undefined> {
  const rows: EventRow[] = [];
  for (const each of queriesOf({ from: -Infinity, ...query }, kind))
    rows.push(...(await lastRows(index, each, 1)));
  return inOrder(rows).at(-1);
}

/** The last events that a query with a limit of time finds, in the order of time. */
export async function lastRows(index: AskedIndex, query: EventQuery, limit: number): Promise<EventRow[]> {
  const count = await index.countOf(query);
  return index.rows(query, Math.max(0, count - limit), limit);
}

/** The values of a field among the events of a kind, with their counts, most first. */
export async function topOfKind(
  index: AskedIndex,
  query: EventQuery,
  kind: EventsOf,
  field: EventFilter["field"],
): Promise<(readonly [value: string, count: number])[]> {
  const counts = new Map<string, number>();
  for (const each of queriesOf(query, kind))
    for (const [value, count] of await index.top(each, field, Infinity))
      counts.set(value, (counts.get(value) ?? 0) + count);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** From when to when there are events of a kind, whatever the query's time; null if there are none. */
export async function spanOfKind(
  index: AskedIndex,
  { filters = [] }: EventQuery,
  kind: EventsOf,
): Promise<{ readonly from: number; readonly to: number } | null> {
  const query: EventQuery = { from: -Infinity, filters };
  const [first] = await firstOfKind(index, query, kind, 1);
  const last = await lastOfKind(index, query, kind);
  return first === undefined || last === undefined ? null : { from: first.time, to: last.time };
}

/** By time; those without one last, as in the index. */
export function inOrder(rows: readonly EventRow[]): EventRow[] {
  const timeOf = ({ time }: EventRow): number => (Number.isNaN(time) ? Infinity : time);
  return [...rows].sort((a, b) => (timeOf(a) === timeOf(b) ? a.offset - b.offset : timeOf(a) - timeOf(b)));
}
