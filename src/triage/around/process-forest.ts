import type { EventAround, EventFilter, EventGroups, EventQuery, EventRow } from "../../scan/index.ts";
import { STARTS } from "./starts.ts";

/** A process with those that it started. */
export interface ProcessNode {
  /** `process.entity_id`. */
  readonly entity: string;
  /** Its name, also from other events of it; empty if none has it. */
  readonly name: string;
  /** The event of its start; null if the evidence does not have it. */
  readonly start: EventRow | null;
  /** Whether its start names its parent by number alone, so that number and time say which process it was. */
  readonly isInferred: boolean;
  /** How many events it has in the query besides its start. */
  readonly events: number;
  /** The same by category, most first. */
  readonly did: readonly (readonly [category: string, events: number])[];
  /** In the order of time. */
  readonly children: readonly ProcessNode[];
}

export interface ProcessForest {
  /** Processes whose parent is not in the evidence, in the order of time. */
  readonly roots: readonly ProcessNode[];
  /** How many processes the forest has. */
  readonly processes: number;
  /** Starts of processes that the query finds. */
  readonly starts: number;
  /** There are more processes than the forest has: it has those that started nearest to the centre. */
  readonly isCut: boolean;
  /** Processes whose parent is known by its number and the time alone, as in the Security log. */
  readonly inferred: number;
  /** Starts of processes that name no parent by its id, and whose parent was not found by its number. */
  readonly withoutParent: number;
  /** How many events the query finds that name no process by its id. */
  readonly withoutProcess: number;
}

/** What a forest is made from: see `EventIndex`. */
export interface ForestIndex {
  rows(query: EventQuery, skip: number, limit: number): Promise<readonly EventRow[]>;
  around(query: EventQuery, time: number, limit: number): Promise<EventAround>;
  groups(
    query: EventQuery,
    fields: ("process.entity_id" | "process.name" | "event.category")[],
    limit: number,
  ): Promise<EventGroups>;
  inferredParents(
    entities: readonly string[],
  ): Promise<readonly (readonly [entity: string, parent: string])[]>;
}

/** Forged records may say that a process is its own ancestor. */
const MAX_GENERATIONS = 20;
/** Starts on either side of the centre that a forest has at most. */
const MAX_STARTS = 250;
/** Processes that did something, but did not start in the time of the query. */
const MAX_OTHERS = 250;
const MAX_GROUPS = 10_000;

/** A process as far as it is known before it is placed. */
interface Known {
  name: string;
  events: number;
  readonly did: Map<string, number>;
}

/**
 * Makes trees of the processes that a query finds, with their ancestors as far as the evidence has their starts.
 *
 * @param query finds the events of the processes, on one host
 * @param host filters for that host alone: an ancestor may have started before the time of the query
 * @param wanted `process.entity_id` of processes that the forest must have: the one of the centre, and those of marked events
 * @param time of the centre, in epoch milliseconds
 */
export async function processForest(
  index: ForestIndex,
  query: EventQuery,
  host: readonly EventFilter[],
  wanted: readonly string[],
  time: number,
): Promise<ProcessForest> {
  const inTime = await index.around(withFilters(query, STARTS), time, MAX_STARTS);
  const { groups } = await index.groups(
    query,
    ["process.entity_id", "process.name", "event.category"],
    MAX_GROUPS,
  );
  const known = new Map<string, Known>();
  let withoutProcess = 0;
  for (const { values, count } of groups) {
    const [entity, name, category] = values as [string, string, string];
    if (entity === "") withoutProcess += count;
    else addTo(known, entity, { name, category, count });
  }
  const starts = new Map<string, EventRow>();
  for (const row of [...inTime.before, ...inTime.after]) if (row.entity !== "") keepFirst(starts, row);
  const others = [...known.keys()].filter((entity) => !starts.has(entity));
  const taken = [...new Set([...wanted.filter((entity) => entity !== ""), ...others.slice(0, MAX_OTHERS)])];
  const inferred = new Map<string, string>();
  await addAncestors(index, host, starts, { entities: taken, inferred });
  const parentOf = (entity: string): string =>
    starts.get(entity)?.parentEntity || (inferred.get(entity) ?? "");
  const entities = new Set([...starts.keys(), ...taken]);
  const inQuery = new Set([...inTime.before, ...inTime.after].map(({ entity }) => entity));
  return {
    roots: treesOf(entities, { starts, parentOf }, (entity) => {
      const { name = "", events = 0, did = new Map<string, number>() } = known.get(entity) ?? {};
      const own = inQuery.has(entity) ? withoutStart(did) : did;
      return {
        name: starts.get(entity)?.process || name,
        events: Math.max(0, events - (inQuery.has(entity) ? 1 : 0)),
        did: [...own].filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]),
        isInferred: inferred.has(entity),
      };
    }),
    processes: entities.size,
    starts: inTime.countBefore + inTime.countAfter,
    isCut:
      inTime.countBefore + inTime.countAfter > inTime.before.length + inTime.after.length ||
      others.length > MAX_OTHERS,
    inferred: [...inferred.keys()].filter((entity) => entities.has(entity)).length,
    withoutParent: [...starts.keys()].filter((entity) => parentOf(entity) === "").length,
    withoutProcess,
  };
}

function withFilters(query: EventQuery, filters: readonly EventFilter[]): EventQuery {
  return { ...query, filters: [...(query.filters ?? []), ...filters] };
}

function addTo(
  known: Map<string, Known>,
  entity: string,
  { name, category, count }: { readonly name: string; readonly category: string; readonly count: number },
): void {
  const process = known.get(entity) ?? { name, events: 0, did: new Map() };
  process.name ||= name;
  process.events += count;
  process.did.set(category, (process.did.get(category) ?? 0) + count);
  known.set(entity, process);
}

/** The start itself is what the line of the process is about. */
function withoutStart(did: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const count = did.get("process");
  return count === undefined ? did : new Map([...did, ["process", count - 1]]);
}

function keepFirst(starts: Map<string, EventRow>, row: EventRow): void {
  const before = starts.get(row.entity);
  if (before === undefined || row.time < before.time) starts.set(row.entity, row);
}

/** Adds the starts of processes that lack one, of their parents, and so on, whenever they started. */
async function addAncestors(
  index: Pick<ForestIndex, "rows" | "inferredParents">,
  host: readonly EventFilter[],
  starts: Map<string, EventRow>,
  { entities, inferred }: { readonly entities: readonly string[]; readonly inferred: Map<string, string> },
): Promise<void> {
  const parentsOf = async (rows: Iterable<EventRow>): Promise<readonly string[]> => {
    const [named, unnamed]: string[][] = [[], []];
    for (const { entity, parentEntity } of rows)
      if (parentEntity === "") unnamed!.push(entity);
      else named!.push(parentEntity);
    if (unnamed!.length === 0) return named!;
    const found = await index.inferredParents(unnamed!);
    for (const [entity, parent] of found) inferred.set(entity, parent);
    return [...named!, ...found.map(([, parent]) => parent)];
  };
  const asked = new Set<string>(starts.keys());
  let wanted = new Set([...entities, ...(await parentsOf(starts.values()))]);
  for (let i = 0; i < MAX_GENERATIONS; i++) {
    const missing = [...wanted].filter((entity) => entity !== "" && !asked.has(entity));
    if (missing.length === 0) return;
    for (const entity of missing) asked.add(entity);
    const filters = [...host, { field: "process.entity_id", values: missing } as const, ...STARTS];
    const found = await index.rows({ filters }, 0, 2 * MAX_STARTS);
    for (const row of found) keepFirst(starts, row);
    wanted = new Set(await parentsOf(found));
  }
}

function treesOf(
  entities: ReadonlySet<string>,
  {
    starts,
    parentOf,
  }: { readonly starts: ReadonlyMap<string, EventRow>; readonly parentOf: (entity: string) => string },
  known: (entity: string) => Pick<ProcessNode, "name" | "events" | "did" | "isInferred">,
): ProcessNode[] {
  const children = new Map<string, string[]>();
  const roots: string[] = [];
  const inTime = [...entities].sort((a, b) => timeOf(starts.get(a)) - timeOf(starts.get(b)) || 0);
  for (const entity of inTime) {
    const parent = parentOf(entity);
    if (!entities.has(parent) || parent === entity) roots.push(entity);
    else children.set(parent, [...(children.get(parent) ?? []), entity]);
  }
  const seen = new Set<string>();
  const nodeOf = (entity: string): ProcessNode => {
    seen.add(entity);
    // A circle is cut where it closes.
    const below = (children.get(entity) ?? []).filter((child) => !seen.has(child));
    for (const child of below) seen.add(child);
    return { entity, start: starts.get(entity) ?? null, ...known(entity), children: below.map(nodeOf) };
  };
  const trees = roots.map(nodeOf);
  // What no root leads to is a circle; its first process begins it.
  for (const entity of inTime) if (!seen.has(entity)) trees.push(nodeOf(entity));
  return trees;
}

function timeOf(start: EventRow | undefined): number {
  return start === undefined || Number.isNaN(start.time) ? Infinity : start.time;
}

/**
 * The processes that are shown open at first: those with a mark, the one of the centre, and the ancestors of both.
 *
 * @param marked their `process.entity_id`
 */
export function openAtFirst(roots: readonly ProcessNode[], marked: ReadonlySet<string>): ReadonlySet<string> {
  const open = new Set<string>();
  const visit = (node: ProcessNode): boolean => {
    const below = node.children.map(visit).includes(true);
    const isOpen = below || marked.has(node.entity);
    if (isOpen) open.add(node.entity);
    return isOpen;
  };
  roots.forEach(visit);
  return open;
}

/** How many processes trees have, and how many events these have in all. */
export function sizeOf(nodes: readonly ProcessNode[]): {
  readonly processes: number;
  readonly events: number;
} {
  let [processes, events] = [0, 0];
  const visit = (node: ProcessNode): void => {
    processes++;
    events += node.events + (node.start === null ? 0 : 1);
    node.children.forEach(visit);
  };
  nodes.forEach(visit);
  return { processes, events };
}
