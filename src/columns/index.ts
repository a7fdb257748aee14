/** Columns of many rows in typed arrays: what lists of a million alerts or events are filtered and sorted by. */
export { Dictionary } from "./dictionary.ts";
export { compareText, rankingOf, ranksOf } from "./ranks-of.ts";
export { NumberColumn } from "./number-column.ts";
export { RowSet } from "./row-set.ts";
export { type RowNumbers, sortRows } from "./sort-rows.ts";
export { sortByRank } from "./sort-by-rank.ts";
export { TextColumn } from "./text-column.ts";
