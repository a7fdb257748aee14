import type { AlertColumns, Evidence } from "../../case/index.ts";
import { ranksOf, type RowNumbers, sortRows } from "../../columns/index.ts";

/**
 * The order of alerts everywhere: time, then file name, then location (in an archive, the member's path first). Alerts
 * without a time come last. Files of the same name are ordered by content and then by when they were added, never by
 * their ids, which are random: the same evidence has to give the same bytes.
 */
export function inCaseOrder(rows: RowNumbers, columns: AlertColumns, files: readonly Evidence[]): RowNumbers {
  const evidence = columns.text("evidenceId");
  const rules = columns.text("ruleId");
  const ruleRanks = rules.texts.ranks();
  const memberRanks = columns.members.texts.ranks();
  const fileRanks = new Float64Array(evidence.texts.size);
  const fileOrders = new Float64Array(evidence.texts.size);
  const byName = ranksOfFiles(files);
  files.forEach(({ id, order }, i) => {
    const code = evidence.texts.find(id);
    if (code === undefined) return;
    fileRanks[code] = byName[i]!;
    fileOrders[code] = order;
  });
  // From the least important to the most: each sort keeps the order of the one before where its own keys are equal.
  return [
    (row: number) => fileOrders[evidence.codeAt(row)]!,
    (row: number) => ruleRanks[rules.codeAt(row)]!,
    (row: number) => columns.offsetAt(row),
    (row: number) => memberRanks[columns.members.codeAt(row)]!,
    (row: number) => fileRanks[evidence.codeAt(row)]!,
    (row: number) => columns.timeAt(row),
  ].reduce((order, keyOf) => sortRows(order, keyOf), rows);
}

/** The place of each file by path and content; the same place for files that have both in common. */
function ranksOfFiles(files: readonly Evidence[]): Uint32Array {
  const paths = ranksOf(files.map(({ path }) => path));
  const contents = ranksOf(files.map(({ sha256 }) => sha256));
  const ranks = new Uint32Array(files.length);
  const order = [...files.keys()].sort((a, b) => paths[a]! - paths[b]! || contents[a]! - contents[b]!);
  let rank = 0;
  order.forEach((at, i) => {
    const before = order[i - 1];
    if (before !== undefined && (paths[at] !== paths[before] || contents[at] !== contents[before])) rank++;
    ranks[at] = rank;
  });
  return ranks;
}
