import type { HuntRow } from "./hunt-rows.ts";
import type { HuntSequence } from "./hunt-run.svelte.ts";

/** One line of the table of results: the head of a sequence, or an event. */
export type HuntItem =
  | {
      readonly kind: "group";
      readonly group: number;
      readonly rows: readonly HuntRow[];
      readonly isOpen: boolean;
    }
  | { readonly kind: "event"; readonly row: HuntRow; readonly group: number | null }
  /** An event of a sequence that had to be missing. */
  | { readonly kind: "missing"; readonly group: number };

/** The lines of a list of events. */
export function eventItems(rows: readonly HuntRow[]): readonly HuntItem[] {
  return rows.map((row) => ({ kind: "event", row, group: null }));
}

/**
 * The lines of sequences: each a group with its events.
 *
 * @param shown the events that are not filtered out: a sequence with none of them is left out
 * @param folded the groups of which only the head is shown
 */
export function sequenceItems(
  sequences: readonly HuntSequence[],
  shown: ReadonlySet<HuntRow> | null,
  folded: ReadonlySet<number>,
): readonly HuntItem[] {
  return sequences.flatMap((sequence, group): HuntItem[] => {
    const rows = sequence.filter((row) => row !== null);
    if (shown !== null && !rows.some((row) => shown.has(row))) return [];
    const isOpen = !folded.has(group);
    const head: HuntItem = { kind: "group", group, rows, isOpen };
    if (!isOpen) return [head];
    return [
      head,
      ...sequence.map((row): HuntItem =>
        row === null ? { kind: "missing", group } : { kind: "event", row, group },
      ),
    ];
  });
}
