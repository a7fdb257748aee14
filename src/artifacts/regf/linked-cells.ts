import { ProblemList } from "../diagnostic.ts";
import { u32 } from "../little-endian.ts";
import type { Bins } from "./bins.ts";
import { subkeyOffsets } from "./key-list.ts";
import { type KeyNode, keyNode } from "./key-node.ts";
import { readBudget } from "./read-budget.ts";

/** The offsets of all keys and values that can be reached from the root. A cell of either kind that is not is deleted. */
export function linkedCells(bins: Bins, root: KeyNode): Set<number> {
  const linked = new Set<number>([root.offset]);
  // The same damage is reported when the keys are read.
  const unreported = new ProblemList();
  const budget = readBudget(bins);
  const waiting = [root];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const list = key.valueCount > 0 ? bins.cell(key.valueList) : null;
    if (list !== null) {
      const end = Math.min(list.end, list.start + 4 * key.valueCount);
      for (let at = list.start; at + 4 <= end && budget.values-- > 0; at += 4)
        linked.add(u32(bins.bytes, at));
    }
    for (const offset of subkeyOffsets(bins, key, "", budget, unreported)) {
      if (linked.has(offset)) continue;
      const node = keyNode(bins, offset);
      if (node === null) continue;
      linked.add(offset);
      waiting.push(node);
    }
  }
  return linked;
}
