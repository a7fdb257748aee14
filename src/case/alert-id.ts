import { locationKey, type RecordLocation } from "../formats/index.ts";

/** What tells an alert of one event from every other alert of the case. */
export interface AlertKey {
  readonly evidenceId: string;
  readonly place: Pick<RecordLocation, "member" | "offset">;
  readonly ruleId: string;
}

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

/** What an alert's id was made from; null for the id of a sequence, which is a hash. */
export function alertKeyOf(id: string): AlertKey | null {
  const parts = ALERT_ID.exec(id);
  if (parts === null) return null;
  const [, evidenceId, member, offset, ruleId] = parts;
  const place = {
    offset: Number(offset),
    ...(member !== undefined && { member: JSON.parse(member) as string }),
  };
  return { evidenceId: evidenceId!, place, ruleId: ruleId! };
}

/** A file's id is a UUID, without a dot; see `locationKey` for the location. */
const ALERT_ID = /^([^.]+)\.(?:("(?:[^"\\]|\\.)*") )?(-?\d+)\.(.*)$/s;
