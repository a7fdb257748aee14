import { locationKey, type RecordLocation } from "../formats/index.ts";

/**
 * The key under which an alert and its disposition are stored. The same record and rule always get the same id, however
 * often the file is scanned.
 */
export function alertId(
  evidenceId: string,
  location: Pick<RecordLocation, "member" | "offset">,
  ruleId: string,
): string {
  return `${evidenceId}.${locationKey(location)}.${ruleId}`;
}
