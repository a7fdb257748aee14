import { hasSignature, u16, u32 } from "../little-endian.ts";
import type { Bins } from "./bins.ts";
import { MOST_DATA_BYTES } from "./limits.ts";
import type { ValueNode } from "./value-node.ts";

/** Longer data are in segments of this size, since version 1.4. */
const SEGMENT_BYTES = 16_344;

/** Why the data of a value cannot be read. */
export type DataFault = "data" | "data-size";

/**
 * Reads the data of a value.
 *
 * @param minor the hive's minor version: before 1.4 there are no segments, and data may happen to begin like them
 * @returns a copy of the bytes, or why there is none
 */
export function valueData(bins: Bins, node: ValueNode, minor: number): Uint8Array | DataFault {
  if (node.isInline) return bins.bytes.slice(node.dataAt, node.dataAt + node.size);
  if (node.size === 0) return new Uint8Array(0);
  if (node.size > MOST_DATA_BYTES) return "data-size";
  const cell = bins.cell(node.dataAt);
  if (cell === null) return "data";
  if (node.size > SEGMENT_BYTES && minor > 3 && hasSignature(bins.bytes, cell.start, "db")) {
    return segments(bins, cell.start, node.size);
  }
  if (cell.start + node.size > cell.end) return "data";
  return bins.bytes.slice(cell.start, cell.start + node.size);
}

/** Joins the segments that a list names. */
function segments(bins: Bins, at: number, size: number): Uint8Array | DataFault {
  const count = u16(bins.bytes, at + 2);
  const list = bins.cell(u32(bins.bytes, at + 4));
  if (count !== Math.ceil(size / SEGMENT_BYTES) || list === null || list.start + 4 * count > list.end) {
    return "data";
  }
  const data = new Uint8Array(size);
  for (let i = 0; i < count; i++) {
    const cell = bins.cell(u32(bins.bytes, list.start + 4 * i));
    const length = Math.min(SEGMENT_BYTES, size - i * SEGMENT_BYTES);
    if (cell === null || cell.start + length > cell.end) return "data";
    data.set(bins.bytes.subarray(cell.start, cell.start + length), i * SEGMENT_BYTES);
  }
  return data;
}
