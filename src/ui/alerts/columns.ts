import type { AlertList, SortColumn } from "../../app/index.ts";

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
  { id: "time", label: "Time (UTC)", width: "182px", sort: "time" },
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

/** Those that are shown before anyone has chosen. */
export const SHOWN_AT_FIRST: readonly string[] = ["severity", "time", "rule", "host", "user", "what", "status"];

/** The columns to show: those chosen, without the one that the groups already name, and then the fields of events. */
export function columnsOf(view: AlertList): readonly Column[] {
  const grouped: Readonly<Record<string, string>> = {
    "rule.name": "rule",
    "host.name": "host",
    "user.name": "user",
    "process.name": "process",
  };
  const hidden = new Set(view.groupBy.map((field) => grouped[field]));
  const known = COLUMNS.filter(({ id }) => view.columns.includes(id) && !hidden.has(id));
  const fields = view.columns.filter((id) => COLUMNS.every((column) => column.id !== id));
  return [...known, ...fields.map((id) => ({ id, label: id, width: "minmax(90px, 1fr)" }))];
}

export function gridTemplate(columns: readonly Column[]): string {
  return ["34px", ...columns.map(({ width }) => width)].join(" ");
}
