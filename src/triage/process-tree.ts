import type { EventGroups, EventQuery, EventRow } from "../scan/index.ts";

/** A process with those that it started. */
export interface ProcessNode {
  /** `process.entity_id`. */
  readonly entity: string;
  /** Its name, also from other events of it; empty if none has it. */
  readonly name: string;
  /** The event of its start; null if the evidence does not have it. */
  readonly start: EventRow | null;
  /** Its events besides the start, by category, most first. */
  readonly did: readonly (readonly [category: string, events: number])[];
  /** In the order of time. */
  readonly children: readonly ProcessNode[];
}

export interface ProcessTree {
  /** The earliest ancestor that the evidence has. */
  readonly root: ProcessNode;
  /** Processes of the host that descend from it, but a start that links them to the tree is not among its events. */
  readonly unplaced: number;
  /** There are more starts than are shown. */
  readonly isCut: boolean;
}

/** What a tree is made from: see `EventIndex`. */
export interface ProcessEvents {
  rows(query: EventQuery, skip: number, limit: number): Promise<readonly EventRow[]>;
  groups(
    query: EventQuery,
    fields: ("process.entity_id" | "event.category")[],
    limit: number,
  ): Promise<EventGroups>;
  descendants(host: string, entity: string): Promise<EventQuery>;
}

/** Forged records may say that a process is its own ancestor. */
const MAX_ANCESTORS = 20;
/** Starts of processes that a tree has at most. */
export const MAX_STARTS = 500;
const MAX_GROUPS = 5000;

/**
 * Makes the tree of a process: its ancestors, one below the other, and everything that it started.
 *
 * @param host the name of its host, as its events spell it
 * @param entity its `process.entity_id`
 */
export async function processTree(events: ProcessEvents, host: string, entity: string): Promise<ProcessTree> {
  const chain = await ancestorsOf(events, host, entity);
  const query = await events.descendants(host, entity);
  const found = await events.rows(startsIn(query), 0, MAX_STARTS + 1);
  const starts = new Map<string, EventRow>();
  for (const row of [...chain.map(({ start }) => start), ...found.slice(0, MAX_STARTS)])
    if (row !== null && !starts.has(row.entity)) starts.set(row.entity, row);
  const all: EventQuery = {
    filters: [
      { field: "host.name", values: [host] },
      { field: "process.entity_id", values: [...starts.keys(), entity] },
    ],
  };
  const did = didOf(await events.groups(all, ["process.entity_id", "event.category"], MAX_GROUPS), starts);
  const children = new Map<string, string[]>();
  for (const { entity: child, parentEntity } of starts.values()) {
    const known = children.get(parentEntity);
    if (known === undefined) children.set(parentEntity, [child]);
    else known.push(child);
  }
  const ofEntity = [
    { field: "host.name", values: [host] },
    { field: "process.entity_id", values: [entity] },
  ] as const;
  const [{ process: name = "" } = {}] = starts.has(entity)
    ? []
    : await events.rows({ filters: ofEntity }, 0, 1);
  const seen = new Set<string>();
  const nodeOf = (each: string): ProcessNode => {
    seen.add(each);
    // A circle is cut where it closes.
    const below = (children.get(each) ?? []).filter((child) => !seen.has(child));
    for (const child of below) seen.add(child);
    return {
      entity: each,
      name: starts.get(each)?.process ?? (each === entity ? name : ""),
      start: starts.get(each) ?? null,
      did: did.get(each) ?? [],
      children: below.sort((a, b) => compare(starts.get(a), starts.get(b))).map(nodeOf),
    };
  };
  const root = nodeOf(chain.at(-1)!.entity);
  // The query names processes of other hosts as well; the groups are of this host alone.
  const ofHost = await events.groups(query, ["process.entity_id"], MAX_GROUPS);
  const inTree = ofHost.groups.map(({ values }) => values[0]!);
  return {
    root,
    unplaced: inTree.filter((each) => !seen.has(each)).length,
    isCut: found.length > MAX_STARTS,
  };
}

/** A process and its ancestors, as far as the evidence has their starts. */
async function ancestorsOf(
  events: Pick<ProcessEvents, "rows">,
  host: string,
  entity: string,
): Promise<{ readonly entity: string; readonly start: EventRow | null }[]> {
  const chain: { entity: string; start: EventRow | null }[] = [];
  for (let current = entity; chain.length < MAX_ANCESTORS;) {
    const filters = [
      { field: "host.name", values: [host] },
      { field: "process.entity_id", values: [current] },
    ] as const;
    const [start = null] = await events.rows(startsIn({ filters }), 0, 1);
    if (start === null && chain.length > 0) break;
    chain.push({ entity: current, start });
    const parent = start?.parentEntity ?? "";
    if (parent === "" || chain.some(({ entity: known }) => known === parent)) break;
    current = parent;
  }
  return chain;
}

/** The starts of processes among events: Sysmon's 1, the Security log's 4688, and what Elastic's agents call them. */
function startsIn({ filters = [] }: EventQuery): EventQuery {
  return {
    filters: [
      ...filters,
      { field: "event.category", values: ["process"] },
      { field: "event.code", values: ["1", "4688", ""] },
      { field: "event.action", values: ENDS, isNot: true },
    ],
  };
}

/** Actions of events that are about a process and not its start. Sources: the pipelines of Elastic Defend and Endgame. */
const ENDS = [
  "end",
  "termination_event",
  "terminated-process",
  "exec",
  "image_load",
  "Process terminated (rule: ProcessTerminate)",
];

function didOf(
  { groups }: EventGroups,
  starts: ReadonlyMap<string, EventRow>,
): ReadonlyMap<string, [string, number][]> {
  const did = new Map<string, [string, number][]>();
  for (const { values, count } of groups) {
    const [entity, category] = values as [string, string];
    // The start itself is what the line of the process is about.
    const others = category === "process" && starts.has(entity) ? count - 1 : count;
    if (others <= 0) continue;
    const known = did.get(entity);
    if (known === undefined) did.set(entity, [[category, others]]);
    else known.push([category, others]);
  }
  for (const counts of did.values()) counts.sort((a, b) => b[1] - a[1]);
  return did;
}

function compare(a: EventRow | undefined, b: EventRow | undefined): number {
  return (a?.time || Infinity) - (b?.time || Infinity) || 0;
}
