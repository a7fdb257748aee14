import type { Evidence } from "../../case/index.ts";
import { compareText } from "../../columns/index.ts";
import { evidenceMark, formatName } from "../../wording/index.ts";

/** What the list of files can be sorted by, besides the order in which they were added. */
export const EVIDENCE_SORTS = [
  "state",
  "name",
  "format",
  "size",
  "events",
  "unreadable",
  "alerts",
  "hosts",
  "first",
  "last",
  "sha256",
] as const;
export type EvidenceSort = (typeof EVIDENCE_SORTS)[number];

export interface EvidenceOrder {
  readonly column: EvidenceSort;
  readonly descending: boolean;
}

const NUMBERS: Readonly<Partial<Record<EvidenceSort, (file: Evidence) => number>>> = {
  size: ({ size }) => size,
  events: ({ records }) => records,
  unreadable: ({ lost }) => lost,
  alerts: ({ alerts }) => alerts,
  first: ({ inventory }) => inventory?.firstEvent ?? NaN,
  last: ({ inventory }) => inventory?.lastEvent ?? NaN,
};

const TEXTS: Readonly<Partial<Record<EvidenceSort, (file: Evidence) => string>>> = {
  state: (file) => evidenceMark(file).word,
  name: ({ path }) => path.toLowerCase(),
  format: (file) => formatName(file).toLowerCase(),
  hosts: ({ inventory }) => (inventory?.hosts[0] ?? "").toLowerCase(),
  sha256: ({ sha256 }) => sha256,
};

/** Whether the first click on a column should bring the highest values first: those are what one looks for in numbers. */
export function sortsDownFirst(column: EvidenceSort): boolean {
  return column in NUMBERS && column !== "first";
}

/** The files in an order. Those without a value come last either way; equal ones stay in the order they were added in. */
export function sortedFiles(
  files: readonly Evidence[],
  { column, descending }: EvidenceOrder,
): readonly Evidence[] {
  const sign = descending ? -1 : 1;
  const number = NUMBERS[column];
  if (number !== undefined) {
    return ranked(
      files,
      number,
      (value) => Number.isNaN(value),
      (a, b) => sign * (a - b),
    );
  }
  return ranked(
    files,
    TEXTS[column]!,
    (value) => value === "",
    (a, b) => sign * compareText(a, b),
  );
}

function ranked<Value>(
  files: readonly Evidence[],
  valueOf: (file: Evidence) => Value,
  isMissing: (value: Value) => boolean,
  compare: (a: Value, b: Value) => number,
): readonly Evidence[] {
  return files
    .map((file) => ({ file, value: valueOf(file) }))
    .sort((a, b) => {
      const missing = Number(isMissing(a.value)) - Number(isMissing(b.value));
      if (missing !== 0 || isMissing(a.value)) return missing || a.file.order - b.file.order;
      return compare(a.value, b.value) || a.file.order - b.file.order;
    })
    .map(({ file }) => file);
}
