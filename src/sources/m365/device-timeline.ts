import { own, scalarText } from "../windows/text.ts";

/** Columns of Defender's device time line whose name in Advanced Hunting is more than the same without blanks. */
const COLUMNS = new Map([
  ["Event Time", "Timestamp"],
  ["Machine Id", "DeviceId"],
  ["Computer Name", "DeviceName"],
  ["Remote Computer Name", "RemoteDeviceName"],
  ["Sha1", "SHA1"],
  ["Sha256", "SHA256"],
]);
const TIMELINE_COLUMNS = ["Event Time", "Machine Id", "Action Type"];

/** Whether a row comes from the device time line that Defender's portal exports as CSV. */
export function isTimeline(row: object): boolean {
  return TIMELINE_COLUMNS.every((column) => Object.hasOwn(row, column));
}

/**
 * A row of the time line with the columns that Advanced Hunting gives the same values. Every row has every column: the
 * empty ones are left out, as they belong to other kinds of events.
 */
export function asHunting(row: object): Record<string, string> {
  const hunting = Object.create(null) as Record<string, string>;
  for (const column of Object.keys(row)) {
    const value = scalarText(own(row, column));
    if (value === undefined || value === "") continue;
    hunting[COLUMNS.get(column) ?? column.replaceAll(" ", "")] = value;
  }
  return hunting;
}
