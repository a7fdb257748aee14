import type { AlertColumns } from "../../case/index.ts";
import { type RowNumbers, sortRows } from "../../columns/index.ts";
import { isDate } from "./time-range.ts";

/** Rows without those that show an event again. */
export interface FoldedRows {
  /** The first row of each event, in the order of the list. */
  readonly kept: RowNumbers;
  /** For a row that was kept, those of the same event in other files. */
  readonly folded: ReadonlyMap<number, readonly number[]>;
}

/**
 * The record that an alert's event comes from, as the log numbers it: the empty text if the event does not say, null if
 * that is not known yet.
 */
export type RecordOf = (row: number) => string | null;

/**
 * Folds the alerts of one rule for one event that was exported twice. Alerts that may be about two events are never
 * folded: only alerts of different files with the same host, time, reason, user, process and object, and the same number
 * of the record. Where events do not say their number, they must have been written by the same source, and each file
 * must have as many that look the same: two equal registry writes in one file are two events.
 *
 * @param rows as the list is sorted
 */
export function foldSame(rows: RowNumbers, columns: AlertColumns, recordOf: RecordOf): FoldedRows {
  const times = columns.times();
  const byTime = sortRows(rows, (row) => times[row]!);
  const folded = new Map<number, readonly number[]>();
  const gone = new Set<number>();
  for (let start = 0; start < byTime.length;) {
    const time = times[byTime[start]!]!;
    let end = start + 1;
    while (end < byTime.length && times[byTime[end]!] === time) end++;
    if (end - start > 1 && isDate(time)) {
      // Rows of one time are in the order of the list, since sorting keeps it.
      for (const same of bucketsOf(byTime.subarray(start, end), columns, recordOf)) {
        const [first, ...others] = same;
        folded.set(first, others);
        for (const row of others) gone.add(row);
      }
    }
    start = end;
  }
  return { kept: gone.size === 0 ? rows : rows.filter((row) => !gone.has(row)), folded };
}

type Same = readonly [first: number, ...others: number[]];

/** The groups of rows, among those of one time, that show the same event. */
function* bucketsOf(rows: RowNumbers, columns: AlertColumns, recordOf: RecordOf): Generator<Same> {
  const buckets = new Map<string, number[]>();
  for (const row of rows) {
    const key = keyOf(row, columns, recordOf);
    if (key === null) continue;
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [row]);
    else bucket.push(row);
  }
  for (const bucket of buckets.values()) {
    if (bucket.length === 1) continue;
    const byFile = new Map<string, number[]>();
    for (const row of bucket) {
      const file = `${columns.text("evidenceId").codeAt(row)} ${columns.members.codeAt(row)}`;
      const known = byFile.get(file);
      if (known === undefined) byFile.set(file, [row]);
      else known.push(row);
    }
    const files = [...byFile.values()];
    const [first] = files as [number[]];
    if (files.length === 1 || files.some(({ length }) => length !== first.length)) continue;
    for (const file of files) file.sort((a, b) => columns.offsetAt(a) - columns.offsetAt(b));
    for (let i = 0; i < first.length; i++) {
      const same = files.map((file) => file[i]!);
      const order = bucket.filter((row) => same.includes(row));
      yield order as unknown as Same;
    }
  }
}

/** What alerts of the same event have in common; null for one that is not folded. */
function keyOf(row: number, columns: AlertColumns, recordOf: RecordOf): string | null {
  const codeOf = (column: "ruleId" | "host" | "reason" | "user" | "process" | "object" | "source"): number =>
    columns.text(column).codeAt(row);
  // Without a host, two machines may have done the same at the same time.
  if (columns.isSequence(row) || columns.text("host").at(row) === "" || codeOf("reason") === 0) return null;
  const record = recordOf(row);
  if (record === null) return null;
  const shared = [codeOf("ruleId"), codeOf("host"), codeOf("reason"), codeOf("user"), codeOf("process")];
  return JSON.stringify([...shared, codeOf("object"), record, record === "" ? codeOf("source") : 0]);
}
