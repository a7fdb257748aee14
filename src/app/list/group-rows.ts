import { type RowNumbers, sortRows } from "../../columns/index.ts";
import { type FieldValues, foldedTexts, setCount } from "./field-values.ts";
import { GroupedRows, type GroupTree, type Level } from "./grouped-rows.ts";

/** A field that rows are grouped by. */
export interface GroupField {
  readonly field: string;
  readonly values: FieldValues;
}

/** How many fields rows can be grouped by, one within the other. */
export const MAX_GROUP_FIELDS = 3;

/**
 * Groups rows by fields, one within the other: the worst severity first, then the largest group, then the one whose first
 * row comes first. Within a group, rows keep their order. A row with several values of a field, such as two tactics, is
 * in the group of exactly these values, so each row is in one group and the counts add up.
 *
 * @param rows as the list is sorted
 * @param fields up to `MAX_GROUP_FIELDS`; none for a list without groups
 * @param hosts of each row
 * @param severities the rank of each row's severity as its set, larger for worse: see `listFieldValues`
 */
export function groupRows(
  rows: RowNumbers,
  fields: readonly GroupField[],
  { severities, hosts }: { readonly severities: FieldValues; readonly hosts: FieldValues },
): GroupedRows {
  const levels: Level[] = [];
  /** By position in `rows`: the number of the row's group in the level before. */
  let groups: Uint32Array = new Uint32Array(rows.length);
  let parents = 1;
  for (const { field, values } of fields.slice(0, MAX_GROUP_FIELDS)) {
    const level = splitGroups(rows, groups, parents, field, values, severities);
    levels.push(level.level);
    groups = level.groups;
    parents = level.level.parent.length;
  }
  return new GroupedRows(arranged(rows, levels, groups), hosts);
}

/** Splits each group by a field. Groups are numbered in the order of their first rows. */
function splitGroups(
  rows: RowNumbers,
  groups: Uint32Array,
  parents: number,
  field: string,
  values: FieldValues,
  { sets: ranks }: FieldValues,
): { readonly level: Level; readonly groups: Uint32Array } {
  const { codes, labels } = groupCodes(values);
  const idOf = idsOfPairs(parents, labels.length, rows.length);
  const parent: number[] = [];
  const code: number[] = [];
  const counts: number[] = [];
  const worst: number[] = [];
  const split = new Uint32Array(rows.length);
  const { sets } = values;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const group = groups[i]!;
    const own = codes[sets[row]!]!;
    const id = idOf(group, own);
    if (id === parent.length) {
      parent.push(group);
      code.push(own);
      counts.push(0);
      worst.push(0);
    }
    split[i] = id;
    counts[id]!++;
    const rank = ranks[row]!;
    if (rank > worst[id]!) worst[id] = rank;
  }
  return { level: { field, labels, parent, code, counts, worst }, groups: split };
}

/**
 * A number for each pair of group and code, from 0 in the order in which the pairs are first met.
 *
 * @param rows how many pairs there are at most
 */
function idsOfPairs(groups: number, codes: number, rows: number): (group: number, code: number) => number {
  let next = 0;
  if (groups * codes <= MAX_TABLE) {
    const ids = new Int32Array(groups * codes);
    return (group, code) => {
      const at = group * codes + code;
      return (ids[at] ||= ++next) - 1;
    };
  }
  // A hash table with open addressing, which is a few times as fast as a map.
  const mask = 2 ** Math.ceil(Math.log2(2 * rows + 1)) - 1;
  const [ids, ofGroup, ofCode] = [0, 0, 0].map(() => new Uint32Array(mask + 1)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  return (group, code) => {
    let at = (Math.imul(group, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b)) & mask;
    while (ids[at] !== 0 && (ofGroup[at] !== group || ofCode[at] !== code)) at = (at + 1) & mask;
    if (ids[at] === 0) {
      ids[at] = ++next;
      ofGroup[at] = group;
      ofCode[at] = code;
    }
    return ids[at]! - 1;
  };
}

/** Pairs for which a table takes less memory: 16 MiB. */
const MAX_TABLE = 4 * 1048576;

/** For each set of values the code of its group, and what the groups are called. Sets with the same values are one group. */
function groupCodes(values: FieldValues): {
  readonly codes: Uint32Array;
  readonly labels: readonly string[][];
} {
  const { first } = foldedTexts(values);
  const { members, texts } = values;
  const labels: string[][] = [];
  const byKey = new Map<string | number, number>();
  const codes = new Uint32Array(setCount(values));
  for (let set = 0; set < codes.length; set++) {
    const own = members === null ? [first[set]!] : [...new Set(members[set]!.map((code) => first[code]!))];
    const key = own.length === 1 ? own[0]! : own.sort((a, b) => a - b).join(" ");
    let group = byKey.get(key);
    if (group === undefined) {
      group = labels.push(own.map((code) => texts[code]!)) - 1;
      byKey.set(key, group);
    }
    codes[set] = group;
  }
  return { codes, labels };
}

/** More than severities have ranks. */
const SEVERITY_RANKS = 8;

/** Brings the groups of all levels into the order of the list, and the rows into that of the groups. */
function arranged(rows: RowNumbers, levels: readonly Level[], leafOf: Uint32Array): GroupTree {
  let rankOfParent: Uint32Array = new Uint32Array(1);
  const orders = levels.map(({ parent, counts, worst }) => {
    const all = Uint32Array.from(parent, (_, id) => id);
    // One number for the place of the parent, the severity and the size: below 2^53, however many rows there are.
    const size = rows.length + 1;
    const order = sortRows(
      all,
      (id) => (rankOfParent[parent[id]!]! * SEVERITY_RANKS - worst[id]!) * size - counts[id]!,
    );
    const ranks = new Uint32Array(order.length);
    order.forEach((id, rank) => (ranks[id] = rank));
    rankOfParent = ranks;
    return { order, ranks };
  });
  const leaves = orders.at(-1);
  if (leaves === undefined) return { rows, levels: [], orders: [], starts: [] };
  // The rows by the rank of their innermost group: a counting sort, which keeps their order.
  const next = new Uint32Array(leaves.order.length);
  let sum = 0;
  leaves.order.forEach((id, rank) => {
    next[rank] = sum;
    sum += levels.at(-1)!.counts[id]!;
  });
  const sorted = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) sorted[next[leaves.ranks[leafOf[i]!]!]!++] = rows[i]!;
  // Where each group begins among the sorted rows: groups of a level follow each other in its order.
  const starts = levels.map(({ counts }, depth) => {
    const start = new Uint32Array(counts.length);
    let at = 0;
    for (const id of orders[depth]!.order) {
      start[id] = at;
      at += counts[id]!;
    }
    return start;
  });
  return { rows: sorted, levels, orders: orders.map(({ order }) => order), starts };
}
