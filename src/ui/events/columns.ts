import { fittingColumns, type TableColumn } from "../common/table-columns.ts";

/** Below this width, in pixels, what happened is in a second line. */
const LEAST_FOR_ONE_LINE = 620;

/** The width that a time with its year has, in pixels. */
const TIME_WITH_YEAR = 190;

const COLUMNS: readonly TableColumn[] = [
  { id: "time", label: "Time (UTC)", least: 158, share: 0 },
  { id: "host", label: "Host", least: 116, share: 0.5 },
  { id: "user", label: "User", least: 80, share: 0.4 },
  { id: "kind", label: "Channel, ID", least: 116, share: 0.5 },
  { id: "what", label: "What happened", least: 170, share: 3 },
];

/** What a narrow table does without: the detail has it. */
const DISPENSABLE = ["user"];

/** Whether what happened gets a line of its own in a table of that width, in pixels. */
export function isStacked(width: number): boolean {
  return width < LEAST_FOR_ONE_LINE;
}

/** The columns of a table of events that fit into a width, in pixels. */
export function eventColumns(width: number, withYear: boolean): readonly TableColumn[] {
  const columns = COLUMNS.map((column) =>
    column.id === "time" && withYear ? { ...column, least: TIME_WITH_YEAR } : column,
  );
  return fittingColumns(columns, DISPENSABLE, width, 0);
}

/** The widths of a stacked table, for a style: what happened is below the others. */
export function stackedTemplate(columns: readonly TableColumn[]): string {
  return columns
    .filter(({ id }) => id !== "what")
    .map(({ id, least }) => (id === "time" ? `${least}px` : "minmax(0, 1fr)"))
    .join(" ");
}
