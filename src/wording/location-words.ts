import type { RecordLocation } from "../formats/index.ts";
import { count } from "./format.ts";

/** The location of a record in the terms of its file format, so that another tool can find it. */
export function locationWords(place: RecordLocation): string {
  return [...within(place), `byte ${count(place.offset)}`].join(", ");
}

/** The start and end of a record. */
export function extentWords(place: RecordLocation): string {
  const bytes = `bytes ${count(place.offset)} to ${count(place.offset + place.length)}`;
  return [...within(place), bytes].join(", ");
}

/** A record that was found by its bytes alone has line 0, which is no line. */
function within({ line, chunk, recordId, carved }: RecordLocation): string[] {
  const record = carved ? "carved record" : "record";
  if (recordId !== undefined)
    return [`${record} ${recordId}`, ...(chunk === undefined ? [] : [`chunk ${count(chunk)}`])];
  if (carved) return [record];
  return line === 0 ? [] : [`line ${count(line)}`];
}

/** The path of the file that contains a location; for an archive, the member as well. Hostile text. */
export function pathTo(path: string, { member }: Pick<RecordLocation, "member">): string {
  return member === undefined ? path : `${path} › ${member}`;
}
