import type { RuleColumn } from "../../app/index.ts";
import { fittingColumns, type TableColumn } from "../common/table-columns.ts";

/** A column of the table of rules. */
export interface Column extends TableColumn {
  readonly id: RuleColumn;
}

const COLUMNS: readonly Column[] = [
  { id: "enabled", label: "On", least: 40, share: 0 },
  { id: "state", label: "State", least: 112, share: 0 },
  { id: "name", label: "Name", least: 210, share: 3 },
  { id: "severity", label: "Severity", least: 84, share: 0 },
  { id: "language", label: "Language", least: 112, share: 0 },
  { id: "tactic", label: "Tactic", least: 120, share: 1 },
  { id: "alerts", label: "Alerts", least: 72, share: 0, isNumber: true },
  { id: "updated", label: "Updated", least: 96, share: 0 },
  { id: "pack", label: "Pack", least: 110, share: 0.7 },
];

/** The width of the box that selects a rule, in pixels. */
export const BOX = 34;

/** What a narrow table does without, the first first. The detail has all of it. */
const DISPENSABLE: readonly RuleColumn[] = ["pack", "updated", "language", "tactic", "state", "severity"];

/** As many of the columns as fit into a width in pixels. */
export function fitting(width: number): readonly Column[] {
  return fittingColumns(COLUMNS, DISPENSABLE, width, BOX);
}
