import type { RowNumbers } from "./sort-rows.ts";

/**
 * Sorts rows by the rank of a code that each has, and leaves rows with equal ranks in the order in which they came: like
 * `sortRows`, in two passes over the rows, for codes of few texts.
 *
 * @param codes by the number of a row
 * @param ranks by code, all below the number of codes plus one
 */
export function sortByRank(
  rows: RowNumbers,
  codes: Uint32Array,
  ranks: Uint32Array,
  { descending = false }: { readonly descending?: boolean } = {},
): RowNumbers {
  const last = ranks.length;
  const place = descending ? ranks.map((rank) => last - rank) : ranks;
  const starts = new Uint32Array(last + 2);
  const keys = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const key = place[codes[rows[i]!]!]!;
    keys[i] = key;
    starts[key + 1]!++;
  }
  for (let key = 0; key <= last; key++) starts[key + 1]! += starts[key]!;
  const sorted = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) sorted[starts[keys[i]!]!++] = rows[i]!;
  return sorted;
}
