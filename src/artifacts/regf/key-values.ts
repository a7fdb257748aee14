import type { ProblemList } from "../diagnostic.ts";
import { u32 } from "../little-endian.ts";
import { BASE_BLOCK_BYTES } from "./base-block.ts";
import type { Bins } from "./bins.ts";
import { type KeyNode, NOWHERE } from "./key-node.ts";
import type { ReadBudget } from "./read-budget.ts";
import { type RegistryData, decodeData, typeName } from "./value-types.ts";
import { valueData } from "./value-data.ts";
import { type ValueNode, valueNodeAt } from "./value-node.ts";

/** A value of a key. */
export interface RegistryValue {
  /** Empty for the default value. */
  readonly name: string;
  readonly type: string;
  readonly data: RegistryData;
  /** As ECS has it in `registry.data.strings`: numbers in decimal, a text, the texts of a list; none for bytes. */
  readonly strings: readonly string[];
  /** A copy of the data as they are; null if they cannot be read. */
  readonly bytes: Uint8Array | null;
  /** Where in the file the value is, and its key: in the hive, or in what a log has for that place. */
  readonly offset: number;
  readonly keyOffset: number;
}

/** Reads the values of a key. One that cannot be read is reported and left out; one whose data cannot is listed. */
export function keyValues(
  bins: Bins,
  key: KeyNode,
  path: string,
  minor: number,
  budget: ReadBudget,
  problems: ProblemList,
): RegistryValue[] {
  const values: RegistryValue[] = [];
  for (const node of valueNodes(bins, key, path, budget, problems)) {
    const report = (kind: "data" | "data-size" | "shared"): null => {
      problems.add("hive-value", { kind, path, name: node.name }, BASE_BLOCK_BYTES + node.offset);
      return null;
    };
    const read = budget.bytes < 0 && !node.isInline ? "shared" : valueData(bins, node, minor);
    if (typeof read !== "string" && !node.isInline) budget.bytes -= read.length;
    values.push(registryValue(node, key, typeof read === "string" ? report(read) : read));
  }
  return values;
}

export function registryValue(
  node: ValueNode,
  key: { readonly offset: number },
  bytes: Uint8Array | null,
): RegistryValue {
  return {
    name: node.name,
    type: typeName(node.type),
    ...(bytes === null ? { data: null, strings: [] } : decodeData(node.type, bytes)),
    bytes,
    offset: BASE_BLOCK_BYTES + node.offset,
    keyOffset: BASE_BLOCK_BYTES + key.offset,
  };
}

function* valueNodes(
  bins: Bins,
  key: KeyNode,
  path: string,
  budget: ReadBudget,
  problems: ProblemList,
): Generator<ValueNode> {
  if (key.valueCount === 0 || key.valueList === NOWHERE) return;
  const list = bins.cell(key.valueList);
  const reportList = (kind: "unreadable" | "too-long"): void =>
    problems.add("hive-list", { kind, of: "values", path }, BASE_BLOCK_BYTES + key.offset);
  if (list === null) return reportList("unreadable");
  const count = Math.min(key.valueCount, Math.floor((list.end - list.start) / 4));
  if (count < key.valueCount) reportList("too-long");
  const seen = new Set<number>();
  for (let i = 0; i < count; i++) {
    if (budget.values-- <= 0) return reportList("too-long");
    const offset = u32(bins.bytes, list.start + 4 * i);
    if (seen.has(offset)) continue;
    seen.add(offset);
    const cell = bins.cell(offset);
    const node = cell === null ? null : valueNodeAt(bins.bytes, cell.start, cell.end);
    if (node === null) {
      problems.add("hive-value", { kind: "unreadable", path, name: "" }, BASE_BLOCK_BYTES + offset);
    } else if (!node.isTombstone) yield node;
  }
}
