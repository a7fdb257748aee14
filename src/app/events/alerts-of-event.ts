import type { EventRow } from "../../scan/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import type { AlertList } from "../list/alert-list.svelte.ts";

/** The alert that a rule raised for one event. */
export interface AlertOfEvent {
  /** The number of the alert's row. */
  readonly row: number;
  readonly ruleId: string;
}

/** The alerts of the rules that are on for one event. Alerts of sequences are not among them. */
export function alertsOfEvent(
  { alerts }: CaseState,
  { ruleCounts }: AlertList,
  { evidenceId, member, offset }: Pick<EventRow, "evidenceId" | "member" | "offset">,
): AlertOfEvent[] {
  const place = { offset, ...(member !== undefined && { member }) };
  // Of some hundred rules few have any alert.
  return ruleCounts.flatMap(([ruleId]) => {
    const row = alerts.columns.findEvent({ evidenceId, place, ruleId });
    return row === undefined ? [] : [{ row, ruleId }];
  });
}
