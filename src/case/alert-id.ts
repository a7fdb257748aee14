import { locationKey, type RecordLocation } from "../formats/index.ts";

/**
 * What an alert is stored under, and what was decided about it: the same for the same record and rule, however often its
 * file is scanned.
 */
export function alertId(
  evidenceId: string,
  place: Pick<RecordLocation, "member" | "offset">,
  ruleId: string,
): string {
  return `${evidenceId}.${locationKey(place)}.${ruleId}`;
}
