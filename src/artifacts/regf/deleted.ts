import type { RandomReader } from "../../bytes/index.ts";
import { isPlausibleTime, filetimeText } from "../filetime.ts";
import { hasSignature, u16, u32 } from "../little-endian.ts";
import { BASE_BLOCK_BYTES } from "./base-block.ts";
import type { Bins } from "./bins.ts";
import { type KeyNode, keyNodeAt, NOWHERE } from "./key-node.ts";
import { type RegistryValue, registryValue } from "./key-values.ts";
import { MOST_LEVELS } from "./limits.ts";
import { readBudget } from "./read-budget.ts";
import { valueData } from "./value-data.ts";
import { type ValueNode, valueNodeAt } from "./value-node.ts";

/**
 * Where remnants lie: in a free cell, in the unused end of a used one, in a used cell that no list names any more, or
 * after the bins.
 */
export type RemnantPlace = "free" | "slack" | "unlinked" | "after-bins";

/** A key or value that was deleted, as far as its bytes are still there. */
export type DeletedEntry =
  | {
      readonly kind: "key";
      /** From the hive's root; null if a key above is gone. */
      readonly path: string | null;
      readonly name: string;
      /**
       * The last write while it was live; of a key that was deleted together with its sub-keys, the deletion: taking
       * them away wrote to it.
       */
      readonly lastWritten: string;
      readonly place: RemnantPlace;
      readonly offset: number;
    }
  | ({
      readonly kind: "value";
      /** The key, where a deleted key still names this value; else null: a value does not know its key. */
      readonly path: string | null;
      /** The space of its data is in use again. */
      readonly isOverwritten: boolean;
      readonly place: RemnantPlace;
    } & Omit<RegistryValue, "keyOffset">);

/** Types that Windows knows; among remnants others are chance. */
const LAST_TYPE = 11;
const DAY = 864_000_000_000n;
/** What follows the bins is mostly padding; of more than this the beginning is searched. */
const MOST_AFTER_BINS = 16 * 1024 * 1024;
/** More would be a hive made of remnants. */
const MOST_FOUND = 10_000;

interface Range {
  readonly from: number;
  readonly to: number;
  readonly place: RemnantPlace;
}

/**
 * Searches free cells, the unused ends of used ones, cells that nothing names and what follows the bins for keys and
 * values of some names.
 *
 * @param linked the offsets of all keys and values that can be reached from the root
 * @param reader of the hive's file, for what follows the bins
 */
export async function deletedEntries(
  bins: Bins,
  minor: number,
  names: readonly string[],
  linked: ReadonlySet<number>,
  reader: RandomReader,
): Promise<DeletedEntry[]> {
  const wanted = new Set(names.map((name) => name.toUpperCase()));
  const { ranges, newest } = survey(bins, linked);
  const after = await reader.read(BASE_BLOCK_BYTES + bins.bytes.length, MOST_AFTER_BINS);
  const remnants = [...search(bins.bytes, ranges, newest)];
  const keys = new Map<number, KeyNode>();
  for (const { node } of remnants) if ("keyCount" in node) keys.set(node.offset, node);
  for (const found of search(after, [{ from: 0, to: after.length, place: "after-bins" }], newest)) {
    remnants.push({ ...found, base: bins.bytes.length, bytes: after });
  }
  const free = new FreeSpace(ranges);
  const owners = ownersOf(bins, keys);
  const pathOf = (key: KeyNode): string | null => pathFrom(bins, keys, key);
  const entries: DeletedEntry[] = [];
  for (const { node, place, base } of remnants) {
    if (!wanted.has(node.name.toUpperCase()) || entries.length >= MOST_FOUND) continue;
    if ("keyCount" in node) {
      const lastWritten = filetimeText(node.written);
      const offset = BASE_BLOCK_BYTES + base + node.offset;
      entries.push({ kind: "key", path: pathOf(node), name: node.name, lastWritten, place, offset });
    } else {
      const owner = base === 0 ? owners.get(node.offset) : undefined;
      entries.push(deletedValue(bins, minor, node, base, place, free, after, owner ? pathOf(owner) : null));
    }
  }
  return entries;
}

function deletedValue(
  bins: Bins,
  minor: number,
  node: ValueNode,
  base: number,
  place: RemnantPlace,
  free: FreeSpace,
  after: Uint8Array,
  path: string | null,
): DeletedEntry {
  let bytes: Uint8Array | null;
  let isOverwritten = false;
  if (node.isInline) {
    bytes = (base === 0 ? bins.bytes : after).slice(node.dataAt, node.dataAt + node.size);
  } else if (node.size === 0) {
    bytes = new Uint8Array(0);
  } else if (free.has(node.dataAt, node.dataAt + 4 + node.size)) {
    bytes = bins.bytes.slice(node.dataAt + 4, node.dataAt + 4 + node.size);
  } else {
    const live = valueData(bins, node, minor);
    isOverwritten = true;
    bytes = typeof live === "string" ? null : live;
  }
  const { name, type, data, strings, offset } = registryValue(node, node, bytes);
  return {
    kind: "value",
    path,
    isOverwritten,
    place,
    name,
    type,
    data,
    strings,
    bytes,
    offset: offset + base,
  };
}

/** Finds the ranges of the bins that no live key or value uses, and the newest time of a live key. */
function survey(
  bins: Bins,
  linked: ReadonlySet<number>,
): { readonly ranges: Range[]; readonly newest: bigint } {
  const { bytes } = bins;
  const ranges: Range[] = [];
  let newest = 0n;
  const addSlack = (from: number, to: number): void => {
    if (to - from >= 24) ranges.push({ from, to, place: "slack" });
  };
  for (const { start, end, isUsed } of bins.cells()) {
    if (!isUsed) {
      ranges.push({ from: start - 4, to: end, place: "free" });
      continue;
    }
    const key = keyNodeAt(bytes, start, end);
    const isNode = key !== null || hasSignature(bytes, start, "vk");
    if (isNode && !linked.has(start - 4)) {
      ranges.push({ from: start - 4, to: end, place: "unlinked" });
      continue;
    }
    if (key !== null) {
      if (key.written > newest && isPlausibleTime(key.written)) newest = key.written;
      addSlack(start + 76 + u16(bytes, start + 72), end);
      const list = key.valueCount > 0 ? bins.cell(key.valueList) : null;
      if (list !== null) addSlack(Math.min(list.end, list.start + 4 * key.valueCount), list.end);
      continue;
    }
    const used = usedBytes(bytes, start, end);
    if (used !== null) addSlack(start + used, end);
  }
  ranges.sort((a, b) => a.from - b.from);
  return { ranges, newest };
}

/** How much of a cell of a value or list is in use; null for cells that do not say. */
function usedBytes(bytes: Uint8Array, start: number, end: number): number | null {
  if (valueNodeAt(bytes, start, end) !== null) return 20 + u16(bytes, start + 2);
  if (hasSignature(bytes, start, "lf") || hasSignature(bytes, start, "lh"))
    return 4 + 8 * u16(bytes, start + 2);
  if (hasSignature(bytes, start, "li") || hasSignature(bytes, start, "ri"))
    return 4 + 4 * u16(bytes, start + 2);
  return null;
}

interface Remnant {
  readonly node: KeyNode | ValueNode;
  readonly place: RemnantPlace;
  /** Where the searched bytes begin, counted as all offsets in a hive. */
  readonly base: number;
  readonly bytes: Uint8Array;
}

function* search(bytes: Uint8Array, ranges: readonly Range[], newest: bigint): Generator<Remnant> {
  const N = 0x6e;
  const V = 0x76;
  const K = 0x6b;
  for (const { from, to, place } of ranges) {
    for (let at = from; at + 20 <= to; at += 2) {
      if (bytes[at + 1] !== K || (bytes[at] !== N && bytes[at] !== V)) continue;
      const node = bytes[at] === N ? keyRemnant(bytes, at, to, newest) : valueRemnant(bytes, at, to);
      if (node !== null) yield { node, place, base: 0, bytes };
    }
  }
}

/** A key among remnants: with a name, a time and numbers that a key can have. */
function keyRemnant(bytes: Uint8Array, at: number, end: number, newest: bigint): KeyNode | null {
  const node = keyNodeAt(bytes, at, end);
  if (node === null || node.name === "" || !isPrintable(node.name)) return null;
  const isSane = node.keyCount < 0x100_0000 && node.valueCount < 0x100_0000 && node.parent % 8 === 0;
  return isSane && isPlausibleTime(node.written) && node.written <= newest + DAY ? node : null;
}

function valueRemnant(bytes: Uint8Array, at: number, end: number): ValueNode | null {
  const node = valueNodeAt(bytes, at, end);
  if (node === null || node.type > LAST_TYPE || !isPrintable(node.name)) return null;
  return node.isInline || node.dataAt % 8 === 0 ? node : null;
}

function isPrintable(name: string): boolean {
  return !/[\0-\x1f\x7f-\x9f]/.test(name);
}

/** The deleted key that names each value in its list, as far as the list is still there. */
function ownersOf(bins: Bins, keys: ReadonlyMap<number, KeyNode>): Map<number, KeyNode> {
  const owners = new Map<number, KeyNode>();
  let left = readBudget(bins).values;
  for (const key of keys.values()) {
    if (key.valueList === NOWHERE || key.valueList + 8 > bins.bytes.length) continue;
    const most = Math.min(key.valueCount, 4096, Math.floor((bins.bytes.length - key.valueList - 4) / 4));
    for (let i = 0; i < most && left-- > 0; i++) owners.set(u32(bins.bytes, key.valueList + 4 + 4 * i), key);
  }
  return owners;
}

/** Follows the parents of a deleted key to the root, live or deleted; null if one is gone. */
function pathFrom(bins: Bins, deleted: ReadonlyMap<number, KeyNode>, key: KeyNode): string | null {
  const names = [key.name];
  let at = key.parent;
  for (let level = 0; level < MOST_LEVELS; level++) {
    const cell = bins.cell(at);
    const live = cell === null ? null : keyNodeAt(bins.bytes, cell.start, cell.end);
    const node = live ?? deleted.get(at) ?? null;
    if (node === null) return null;
    if (node.isRoot) return names.reverse().join("\\");
    names.push(node.name);
    at = node.parent;
  }
  return null;
}

/** The free ranges, for the question whether bytes are in one. */
class FreeSpace {
  readonly #ranges: readonly Range[];

  constructor(ranges: readonly Range[]) {
    this.#ranges = ranges.filter(({ place }) => place === "free");
  }

  has(from: number, to: number): boolean {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ranges[middle]!.to <= from) low = middle + 1;
      else high = middle;
    }
    // Neighbouring free cells are not always merged.
    for (let end = from; low < this.#ranges.length; low++) {
      const range = this.#ranges[low]!;
      if (range.from > end) return false;
      if (range.to >= to) return true;
      end = range.to;
    }
    return false;
  }
}
