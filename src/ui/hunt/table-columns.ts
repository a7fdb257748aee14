import type { TableColumn } from "../common/table-columns.ts";
import { eventColumns } from "../events/columns.ts";

/** A column of the table of what a hunt found. */
export interface HuntColumn extends TableColumn {
  /** The field that it shows, if it was chosen. */
  readonly field?: string;
}

/** The columns of Events, with those of the chosen fields before what happened, and the record last. */
export function huntColumns(fields: readonly string[], withYear: boolean): readonly HuntColumn[] {
  const columns = eventColumns(Infinity, withYear);
  const chosen = fields.map((field) => ({
    id: `field:${field}`,
    label: field,
    least: 110,
    share: 0.8,
    field,
  }));
  const of = (wanted: string): readonly TableColumn[] => columns.filter(({ id }) => id === wanted);
  const kind = of("kind").map((column) => ({ ...column, label: "Record" }));
  return [...of("time"), ...of("host"), ...of("user"), ...chosen, ...of("what"), ...kind];
}

/** The columns of a stacked table; the detail has the others. */
export function stackedColumns(width: number, withYear: boolean): readonly HuntColumn[] {
  return eventColumns(width, withYear).filter(({ id }) => id !== "kind");
}
