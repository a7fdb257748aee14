import type { AlertRow } from "../../src/case/index.ts";
import type { AlertList } from "../../src/app/list/alert-list.svelte.ts";
import type { CaseState } from "../../src/app/case/case-state.svelte.ts";

/** The alerts of the rules that are on, in the order in which they were found. */
export function alertsOf({ alerts }: CaseState): AlertRow[] {
  return Array.from(alerts.enabled(), (row) => alerts.columns.at(row));
}

/** The alerts as the list shows them. */
export function listed(view: AlertList): AlertRow[] {
  return Array.from(view.rows, (row) => view.rowAt(row));
}
