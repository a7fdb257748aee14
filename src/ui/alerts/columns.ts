import type { SortField } from "../../app/index.ts";
import * as table from "../common/table-columns.ts";
import type { TableColumn } from "../common/table-columns.ts";

/** A column of the alert list. */
export interface Column extends TableColumn {
  /** How the list sorts by it; absent where it cannot. */
  readonly sort?: SortField;
  /** It has room for a mark only, and no word. */
  readonly isMark?: boolean;
}

/** The columns that every alert has, in the order in which they are offered. */
export const COLUMNS: readonly Column[] = [
  { id: "severity", label: "Severity", least: 40, share: 0, sort: "severity" },
  { id: "time", label: "Time (UTC)", least: 152, share: 0, sort: "time" },
  { id: "rule", label: "Rule", least: 120, share: 1.2, sort: "rule" },
  { id: "host", label: "Host", least: 112, share: 0.6, sort: "host" },
  { id: "user", label: "User", least: 88, share: 0.5, sort: "user" },
  { id: "process", label: "Process", least: 84, share: 0.6, sort: "process" },
  { id: "what", label: "What happened", least: 120, share: 2.4, sort: "what" },
  { id: "risk", label: "Risk", least: 52, share: 0, sort: "risk" },
  { id: "source", label: "Source", least: 80, share: 0.5, sort: "source" },
  { id: "file", label: "File", least: 90, share: 1, sort: "evidence" },
  { id: "status", label: "Status", least: 104, share: 0, sort: "status" },
];

/** The width of the box that selects an alert, in pixels. */
const BOX = 34;

/** What a narrow list does without, the first first. The detail has all of it. */
const DISPENSABLE = ["file", "source", "process", "risk", "user", "host", "rule", "time"];
/** The width of a status as a mark. */
const MARK = 32;

/** As many of the columns as fit. Severity and status stay to the end, the status as a mark. */
export function fitting(columns: readonly Column[], width: number): readonly Column[] {
  const needed = columns.reduce((sum, { least }) => sum + least, BOX);
  const short = (column: Column): Column =>
    column.id === "status" ? { ...column, least: MARK, isMark: true } : column;
  return table.fittingColumns(needed > width ? columns.map(short) : columns, DISPENSABLE, width, BOX);
}

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
  return [...known, ...eventFields(chosen).map((id) => ({ id, label: id, least: 90, share: 1, sort: id }))];
}

/** Those of the chosen columns that are fields of the events, and none of the list's own. */
export function eventFields(chosen: readonly string[]): readonly string[] {
  return chosen.filter((id) => COLUMNS.every((column) => column.id !== id));
}

/** The same columns, with the year in the head of the times if they are all of one year, so that it is not in each. */
export function withYear(columns: readonly Column[], year: number | null): readonly Column[] {
  return columns.map((column) =>
    column.id !== "time"
      ? column
      : year === null
        ? { ...column, least: 190 }
        : { ...column, label: `${year} (UTC)` },
  );
}

/** The same columns with the widths that someone gave them. A mark has the width of one. */
export function withWidths(
  columns: readonly Column[],
  widthOf: (id: string) => number | undefined,
): readonly Column[] {
  const marks = new Set(columns.flatMap(({ id, isMark }) => (isMark ? [id] : [])));
  return table.withWidths(columns, (id) => (marks.has(id) ? undefined : widthOf(id)));
}

export function gridTemplate(columns: readonly Column[]): string {
  return table.gridTemplate(columns, BOX);
}
