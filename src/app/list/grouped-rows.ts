import type { RowNumbers } from "../../columns/index.ts";
import { differentValues, type FieldValues } from "./field-values.ts";

/** The groups of one depth. Each array has an entry for each group, in the order of the groups' first rows. */
export interface Level {
  readonly field: string;
  /** The values of groups, by code. */
  readonly labels: readonly (readonly string[])[];
  /** The group of the level before that it is in; 0 at the first level. */
  readonly parent: readonly number[];
  readonly code: readonly number[];
  readonly counts: readonly number[];
  /** The rank of the worst severity. */
  readonly worst: readonly number[];
}

export interface GroupTree {
  /** All rows, group after group. */
  readonly rows: RowNumbers;
  /** By depth. */
  readonly levels: readonly Level[];
  /** By depth: the groups in the order of the list. */
  readonly orders: readonly Uint32Array[];
  /** By depth and group: where its rows begin in `rows`. */
  readonly starts: readonly Uint32Array[];
}

/** A group of the list. */
export interface RowGroup {
  readonly depth: number;
  readonly field: string;
  /** Its values: one for most fields, several for alerts with two tactics, the empty text for none. */
  readonly values: readonly string[];
  readonly count: number;
  /** The rank of the worst severity: see `SEVERITIES`. */
  readonly worst: number;
  /** On how many hosts its alerts are; 0 if no alert names one. */
  readonly hosts: number;
  /** The first row in the list. */
  readonly firstRow: number;
  /** Identifies it among the groups of the same fields, whatever alerts come. */
  readonly key: string;
}

/** Rows in groups, in the order in which a list shows them if all are open. Groups are known by depth and number. */
export class GroupedRows {
  readonly #tree: GroupTree;
  readonly #hosts: FieldValues;
  readonly #keys = new Map<number, string>();
  readonly #hostCounts = new Map<number, number>();

  /** @param hosts of all rows */
  constructor(tree: GroupTree, hosts: FieldValues) {
    this.#tree = tree;
    this.#hosts = hosts;
  }

  /** All rows, those in closed groups included. */
  get rows(): RowNumbers {
    return this.#tree.rows;
  }

  /** How many fields the rows are grouped by. */
  get depths(): number {
    return this.#tree.levels.length;
  }

  /** The groups of a depth, in the order of the list. */
  groupsAt(depth: number): Uint32Array {
    return this.#tree.orders[depth]!;
  }

  parentOf(depth: number, group: number): number {
    return this.#tree.levels[depth]!.parent[group]!;
  }

  /** Where the rows of a group begin in `rows`. */
  startOf(depth: number, group: number): number {
    return this.#tree.starts[depth]![group]!;
  }

  countOf(depth: number, group: number): number {
    return this.#tree.levels[depth]!.counts[group]!;
  }

  keyOf(depth: number, group: number): string {
    const id = idOf(depth, group);
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    const { field, labels, code } = this.#tree.levels[depth]!;
    const own = JSON.stringify([field, labels[code[group]!]!.map((label) => label.toLowerCase()).sort()]);
    const key = depth === 0 ? own : `${this.keyOf(depth - 1, this.parentOf(depth, group))} ${own}`;
    this.#keys.set(id, key);
    return key;
  }

  groupAt(depth: number, group: number): RowGroup {
    const { field, labels, code, counts, worst } = this.#tree.levels[depth]!;
    return {
      depth,
      field,
      values: labels[code[group]!]!,
      count: counts[group]!,
      worst: worst[group]!,
      hosts: this.#hostsOf(depth, group),
      firstRow: this.rows[this.startOf(depth, group)]!,
      key: this.keyOf(depth, group),
    };
  }

  /** Counted for the groups that are shown only: they are few, and all together may have a million rows at each depth. */
  #hostsOf(depth: number, group: number): number {
    const id = idOf(depth, group);
    let count = this.#hostCounts.get(id);
    if (count === undefined) {
      count = differentValues(this.rowsOf(depth, group), this.#hosts);
      this.#hostCounts.set(id, count);
    }
    return count;
  }

  /** The rows of a group, in the order of the list. */
  rowsOf(depth: number, group: number): RowNumbers {
    const start = this.startOf(depth, group);
    return this.rows.subarray(start, start + this.countOf(depth, group));
  }
}

function idOf(depth: number, group: number): number {
  return depth * 2 ** 32 + group;
}
