import type { EventFilter, EventRow } from "../../scan/index.ts";
import { type ById, placeKey } from "./answer.ts";
import { firstOfKind, lastOfKind } from "./kinds.ts";
import type { Scope } from "./scope.ts";

/** A process as an event names it. */
export interface NamedProcess {
  /** `process.entity_id`; empty if unknown. */
  readonly entity: string;
  readonly pid: string;
  /** Empty if unknown. */
  readonly name: string;
  /** When it was there, in epoch milliseconds. */
  readonly time: number;
}

export interface StartOf {
  readonly row: EventRow;
  readonly by: ById;
}

/**
 * Finds the start of a process: by its id; else the last start of its number before, if the name is the same. Windows
 * gives numbers again, so that is a guess.
 */
export async function startOf(
  { evidence: { index }, onHost }: Scope,
  { entity, pid, name, time }: NamedProcess,
): Promise<StartOf | undefined> {
  if (isId(entity)) {
    const isIt: EventFilter = { field: "process.entity_id", values: [entity] };
    const [row] = await firstOfKind(index, { filters: [onHost, isIt] }, "process", 1);
    if (row !== undefined) return { row, by: "entity" };
  }
  if (pid === "" || Number.isNaN(time)) return undefined;
  const hasPid: EventFilter = { field: "process.pid", values: [pid] };
  const row = await lastOfKind(index, { to: time, filters: [onHost, hasPid] }, "process");
  const isSame = name === "" || row?.process.toLowerCase() === name.toLowerCase();
  return row !== undefined && isSame ? { row, by: "pid" } : undefined;
}

/** Whether an id identifies a process: Sysmon writes a GUID of zeros where it knows none. */
export function isId(entity: string): boolean {
  return /[^{}0-]/.test(entity);
}

/** The most ancestors that are looked up: real chains are shorter, and forged records may go in circles. */
const MAX_PARENTS = 8;

/**
 * The starts of the processes that led to one, nearest first.
 *
 * @returns `by` says whether any of them was found by its number; `beyond` is the last one's parent as it is named
 *
 * @param parentOf what the record of a start says about its parent, where the index does not
 */
export async function parentsOf(
  scope: Scope,
  start: EventRow,
  parentOf: (start: EventRow) => Promise<NamedProcess | undefined>,
): Promise<{
  readonly starts: readonly EventRow[];
  readonly by: ById;
  readonly beyond: NamedProcess | undefined;
}> {
  const starts: EventRow[] = [];
  const seen = new Set([placeKey(start)]);
  let current = start;
  let by: ById = "entity";
  while (starts.length < MAX_PARENTS) {
    const named = await parentOf(current);
    const entity = isId(current.parentEntity) ? current.parentEntity : (named?.entity ?? "");
    const parent = await startOf(scope, {
      entity,
      pid: named?.pid ?? "",
      name: named?.name ?? "",
      time: current.time,
    });
    if (parent === undefined || seen.has(placeKey(parent.row))) return { starts, by, beyond: named };
    seen.add(placeKey(parent.row));
    starts.push(parent.row);
    if (parent.by === "pid") by = "pid";
    current = parent.row;
  }
  return { starts, by, beyond: undefined };
}
