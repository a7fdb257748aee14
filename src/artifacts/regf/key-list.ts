import type { ProblemList } from "../diagnostic.ts";
import { hasSignature, u16, u32 } from "../little-endian.ts";
import { BASE_BLOCK_BYTES } from "./base-block.ts";
import type { Bins, Cell } from "./bins.ts";
import { type KeyNode, NOWHERE } from "./key-node.ts";
import type { ReadBudget } from "./read-budget.ts";

const HEADER_BYTES = 4;

/**
 * The offsets of a key's sub-keys, as its lists have them. They are read in order and in full: in a damaged hive neither
 * the order nor the hashes beside the offsets can be relied on.
 *
 * @param path the key's path, for problems
 */
export function* subkeyOffsets(
  bins: Bins,
  key: KeyNode,
  path: string,
  budget: ReadBudget,
  problems: ProblemList,
): Generator<number> {
  if (key.keyCount === 0 || key.keyList === NOWHERE) return;
  const lists = new Set<number>();
  let found = 0;
  for (const list of leafLists(bins, key.keyList, path, budget, problems)) {
    if (lists.has(list.offset)) {
      problems.add("hive-list", { kind: "repeated", of: "keys", path }, BASE_BLOCK_BYTES + list.offset);
      continue;
    }
    lists.add(list.offset);
    for (let i = 0; i < list.count; i++) {
      if (budget.keys-- <= 0) {
        problems.add("hive-list", { kind: "too-long", of: "keys", path }, BASE_BLOCK_BYTES + list.offset);
        return;
      }
      found++;
      yield u32(bins.bytes, list.from + i * list.stride);
    }
  }
  if (found !== key.keyCount) {
    problems.add("hive-list", { kind: "count", of: "keys", path }, BASE_BLOCK_BYTES + key.offset);
  }
}

interface LeafList {
  readonly offset: number;
  readonly from: number;
  readonly count: number;
  readonly stride: number;
}

/** The list itself, or those that a list of lists names: one level, as Windows writes them. */
function* leafLists(
  bins: Bins,
  offset: number,
  path: string,
  budget: ReadBudget,
  problems: ProblemList,
): Generator<LeafList> {
  const unreadable = (at: number): void =>
    problems.add("hive-list", { kind: "unreadable", of: "keys", path }, BASE_BLOCK_BYTES + at);
  const cell = bins.cell(offset);
  if (cell === null) return unreadable(offset);
  if (!hasSignature(bins.bytes, cell.start, "ri")) {
    const list = leafList(bins, offset, cell, path, problems);
    if (list === null) unreadable(offset);
    else yield list;
    return;
  }
  const count = clippedCount(bins, offset, cell, 4, path, problems);
  for (let i = 0; i < count && budget.keys-- > 0; i++) {
    const inner = u32(bins.bytes, cell.start + HEADER_BYTES + i * 4);
    const innerCell = bins.cell(inner);
    const list = innerCell === null ? null : leafList(bins, inner, innerCell, path, problems);
    if (list === null) unreadable(inner);
    else yield list;
  }
}

function leafList(
  bins: Bins,
  offset: number,
  cell: Cell,
  path: string,
  problems: ProblemList,
): LeafList | null {
  const stride = strideOf(bins.bytes, cell.start);
  if (stride === 0) return null;
  const count = clippedCount(bins, offset, cell, stride, path, problems);
  return { offset, from: cell.start + HEADER_BYTES, count, stride };
}

/** `li` has offsets alone; `lf` and `lh` have a hint or a hash beside each. */
function strideOf(bytes: Uint8Array, at: number): number {
  if (hasSignature(bytes, at, "li")) return 4;
  return hasSignature(bytes, at, "lf") || hasSignature(bytes, at, "lh") ? 8 : 0;
}

/** How many entries the list has, no more than fit into its cell. */
function clippedCount(
  bins: Bins,
  offset: number,
  { start, end }: Cell,
  stride: number,
  path: string,
  problems: ProblemList,
): number {
  const says = u16(bins.bytes, start + 2);
  const most = Math.floor((end - start - HEADER_BYTES) / stride);
  if (says > most) {
    problems.add("hive-list", { kind: "too-long", of: "keys", path }, BASE_BLOCK_BYTES + offset);
  }
  return Math.min(says, most);
}
