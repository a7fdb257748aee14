import { type ProcessNode, sizeOf } from "../../triage/index.ts";

/** A line of the tree as it is shown. */
export type ForestLine =
  | {
      readonly kind: "process";
      readonly id: string;
      readonly node: ProcessNode;
      readonly depth: number;
      readonly isOpen: boolean;
      /** The name of the process that started it; empty if that is not shown. */
      readonly parent: string;
    }
  /** Several processes of one parent in which nothing is marked. */
  | {
      readonly kind: "several";
      readonly id: string;
      readonly depth: number;
      readonly isOpen: boolean;
      readonly processes: number;
      readonly events: number;
    };

/** So many processes without a mark are shown one by one. */
const MOST_QUIET = 3;
/** Deeper ones are indented no further: a forged chain must not leave the screen. */
const DEEPEST = 14;

/**
 * Lays trees out as lines. A list of lines, and not nested components: a chain of processes can be hundreds long.
 *
 * @param open the processes that are open at first: see `openAtFirst`
 * @param isOpen whether a line is open, given whether it is at first
 */
export function forestLines(
  roots: readonly ProcessNode[],
  open: ReadonlySet<string>,
  isOpen: (id: string, atFirst: boolean) => boolean,
): ForestLine[] {
  const lines: ForestLine[] = [];
  const addAll = (nodes: readonly ProcessNode[], depth: number, parent: ProcessNode | null): void => {
    const quiet = nodes.filter(({ entity }) => !open.has(entity));
    const isFew = quiet.length <= MOST_QUIET;
    for (const node of nodes) if (isFew || open.has(node.entity)) add(node, depth, parent);
    if (isFew) return;
    const id = `below ${parent?.entity ?? ""}`;
    const isShown = isOpen(id, false);
    lines.push({ kind: "several", id, depth, isOpen: isShown, ...sizeOf(quiet) });
    if (isShown) for (const node of quiet) add(node, depth, parent);
  };
  const add = (node: ProcessNode, depth: number, parent: ProcessNode | null): void => {
    const { entity } = node;
    const isShown = isOpen(entity, open.has(entity));
    lines.push({
      kind: "process",
      id: `process ${entity}`,
      node,
      depth,
      isOpen: isShown,
      parent: parent?.name ?? "",
    });
    if (isShown) addAll(node.children, Math.min(depth + 1, DEEPEST), node);
  };
  addAll(roots, 0, null);
  return lines;
}
