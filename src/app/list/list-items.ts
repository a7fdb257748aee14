import type { RowNumbers } from "../../columns/index.ts";
import type { GroupedRows, RowGroup } from "./grouped-rows.ts";

/** One line of the list: the head of a group, or an alert. */
export type ListItem =
  | (RowGroup & { readonly kind: "group"; readonly isOpen: boolean })
  | { readonly kind: "alert"; readonly depth: number; readonly row: number };

/** Which groups are open. */
export interface OpenGroups {
  /**
   * What goes for groups that nobody has opened or closed. `first`: those are open that the list begins with, and those
   * with the alert that comes first if the list has no groups.
   */
  readonly others: "first" | "open" | "closed";
  /** The groups that were opened or closed, by key. */
  readonly byKey: ReadonlyMap<string, boolean>;
}

export const FIRST_OPEN: OpenGroups = { others: "first", byKey: new Map() };

/**
 * The lines of a list of rows in groups, by position. None is made before it is asked for, so a list may have a million
 * alerts or a million groups.
 */
export class ListItems {
  readonly #groups: GroupedRows;
  readonly #open: OpenGroups;
  /** The heads that the list shows: position, depth, group, and whether it is open. Alerts are between them. */
  readonly #positions: Uint32Array;
  readonly #depths: Uint8Array;
  readonly #numbers: Uint32Array;
  readonly #isOpen: Uint8Array;
  readonly #heads: number;
  readonly length: number;

  /** @param firstRow the row that comes first if the list has no groups; undefined if there are no rows */
  constructor(groups: GroupedRows, open: OpenGroups, firstRow: number | undefined) {
    this.#groups = groups;
    this.#open = open;
    let all = 0;
    for (let depth = 0; depth < groups.depths; depth++) all += groups.groupsAt(depth).length;
    this.#positions = new Uint32Array(all);
    this.#depths = new Uint8Array(all);
    this.#numbers = new Uint32Array(all);
    this.#isOpen = new Uint8Array(all);
    let heads = 0;
    let length = 0;
    const at = firstRow === undefined ? -1 : groups.rows.indexOf(firstRow);
    const next = new Uint32Array(groups.depths);
    const addUntil = (depth: number, end: number): void => {
      const order = groups.groupsAt(depth);
      for (; next[depth]! < order.length; next[depth]!++) {
        const group = order[next[depth]!]!;
        const start = groups.startOf(depth, group);
        if (start >= end) return;
        const count = groups.countOf(depth, group);
        const isOpen = this.#opens(depth, group, start === 0 || (at >= start && at < start + count));
        this.#positions[heads] = length++;
        this.#depths[heads] = depth;
        this.#numbers[heads] = group;
        this.#isOpen[heads++] = isOpen ? 1 : 0;
        const isInnermost = depth === groups.depths - 1;
        if (isOpen && isInnermost) length += count;
        else if (isOpen) addUntil(depth + 1, start + count);
        else skipUntil(depth + 1, start + count);
      }
    };
    /** The groups within a closed one are passed over. */
    const skipUntil = (depth: number, end: number): void => {
      if (depth >= groups.depths) return;
      const order = groups.groupsAt(depth);
      while (next[depth]! < order.length && groups.startOf(depth, order[next[depth]!]!) < end) next[depth]!++;
      skipUntil(depth + 1, end);
    };
    if (groups.depths > 0) addUntil(0, groups.rows.length);
    else length = groups.rows.length;
    this.#heads = heads;
    this.length = length;
  }

  #opens(depth: number, group: number, isFirst: boolean): boolean {
    const { others, byKey } = this.#open;
    const chosen = byKey.size === 0 ? undefined : byKey.get(this.#groups.keyOf(depth, group));
    return chosen ?? (others === "first" ? isFirst : others === "open");
  }

  /** @returns undefined beyond the end */
  at(position: number): ListItem | undefined {
    if (!(position >= 0 && position < this.length)) return undefined;
    const head = this.#headBefore(position);
    if (head < 0) return { kind: "alert", depth: 0, row: this.#groups.rows[position]! };
    const [depth, group] = [this.#depths[head]!, this.#numbers[head]!];
    const behind = position - this.#positions[head]!;
    if (behind === 0)
      return { kind: "group", isOpen: this.#isOpen[head] === 1, ...this.#groups.groupAt(depth, group) };
    return {
      kind: "alert",
      depth: depth + 1,
      row: this.#groups.rows[this.#groups.startOf(depth, group) + behind - 1]!,
    };
  }

  /** The last head at or before a position; -1 if there is none. */
  #headBefore(position: number): number {
    let [low, high] = [0, this.#heads];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#positions[middle]! <= position) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Where an alert is; -1 if it is not listed, or its group is closed. */
  positionOf(row: number): number {
    const at = this.#groups.rows.indexOf(row);
    if (at < 0 || this.#groups.depths === 0) return at;
    for (let head = 0; head < this.#heads; head++) {
      const [depth, group] = [this.#depths[head]!, this.#numbers[head]!];
      if (depth < this.#groups.depths - 1 || this.#isOpen[head] === 0) continue;
      const behind = at - this.#groups.startOf(depth, group);
      if (behind >= 0 && behind < this.#groups.countOf(depth, group))
        return this.#positions[head]! + 1 + behind;
    }
    return -1;
  }

  /** Where the head of a group is, by its key; -1 if the list does not show it. */
  positionOfGroup(key: string): number {
    for (let head = 0; head < this.#heads; head++) {
      if (this.#groups.keyOf(this.#depths[head]!, this.#numbers[head]!) === key)
        return this.#positions[head]!;
    }
    return -1;
  }

  /** The keys of the groups that an alert is in, from the outermost: those that have to be open to see it. */
  keysTo(row: number): string[] {
    const at = this.#groups.rows.indexOf(row);
    if (at < 0) return [];
    const keys: string[] = [];
    for (let depth = 0; depth < this.#groups.depths; depth++) {
      const group = this.#groups
        .groupsAt(depth)
        .find((id) => at < this.#groups.startOf(depth, id) + this.#groups.countOf(depth, id))!;
      keys.push(this.#groups.keyOf(depth, group));
    }
    return keys;
  }

  /** The rows of the group with a head at a position, in the order of the list; none for an alert. */
  rowsOfGroupAt(position: number): RowNumbers {
    const head = this.#headBefore(position);
    if (head < 0 || this.#positions[head] !== position) return new Uint32Array(0);
    return this.#groups.rowsOf(this.#depths[head]!, this.#numbers[head]!);
  }

  /** The rows of the alerts that the list shows, those in closed groups left out, in its order. */
  shownRows(): RowNumbers {
    if (this.#groups.depths === 0) return this.#groups.rows;
    const shown = new Uint32Array(this.length - this.#heads);
    let count = 0;
    for (let head = 0; head < this.#heads; head++) {
      const [depth, group] = [this.#depths[head]!, this.#numbers[head]!];
      if (depth < this.#groups.depths - 1 || this.#isOpen[head] === 0) continue;
      const rows = this.#groups.rowsOf(depth, group);
      shown.set(rows, count);
      count += rows.length;
    }
    return shown;
  }
}
