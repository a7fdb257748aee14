import type { SortColumn } from "../../app/index.ts";

/** A column of the alert list. */
export interface Column {
  readonly id: string;
  readonly label: string;
  /** Width as CSS Grid takes it. */
  readonly width: string;
  /** How the list sorts by it; absent where it cannot. */
  readonly sort?: SortColumn;
}

/** The columns that every alert has, in the order in which they are offered. */
export const COLUMNS: readonly Column[] = [
  { id: "severity", label: "Severity", width: "34px", sort: "severity" },
  { id: "time", label: "Time (UTC)", width: "152px", sort: "time" },
  { id: "rule", label: "Rule", width: "minmax(120px, 1.2fr)", sort: "rule" },
  { id: "host", label: "Host", width: "minmax(72px, 0.6fr)", sort: "host" },
  { id: "user", label: "User", width: "minmax(64px, 0.5fr)", sort: "user" },
  { id: "process", label: "Process", width: "minmax(80px, 0.6fr)", sort: "process" },
  { id: "what", label: "What happened", width: "minmax(160px, 2fr)", sort: "reason" },
  { id: "risk", label: "Risk", width: "52px", sort: "risk" },
  { id: "source", label: "Source", width: "minmax(70px, 0.6fr)" },
  { id: "file", label: "File", width: "minmax(90px, 1fr)" },
  { id: "status", label: "Status", width: "104px" },
];

/** The column that says the same as a group. */
const COLUMN_OF_GROUP: Readonly<Record<string, string>> = {
  "rule.name": "rule",
  "host.name": "host",
  "user.name": "user",
  "process.name": "process",
};

/** The columns to show: those chosen, without the ones that the groups name, and then the fields of events. */
export function columnsOf(chosen: readonly string[], groups: readonly string[]): readonly Column[] {
  const hidden = new Set(groups.map((field) => COLUMN_OF_GROUP[field]));
  const known = COLUMNS.filter(({ id }) => chosen.includes(id) && !hidden.has(id));
  const fields = chosen.filter((id) => COLUMNS.every((column) => column.id !== id));
  return [...known, ...fields.map((id) => ({ id, label: id, width: "minmax(90px, 1fr)" }))];
}

/** The same columns, with the year in the head of the times if they are all of one year, so that it is not in each. */
export function withYear(columns: readonly Column[], year: number | null): readonly Column[] {
  return columns.map((column) =>
    column.id !== "time"
      ? column
      : year === null
        ? { ...column, width: "182px" }
        : { ...column, label: `${year} (UTC)` },
  );
}

export function gridTemplate(columns: readonly Column[]): string {
  return ["34px", ...columns.map(({ width }) => width)].join(" ");
}
