import type { RecordLocation } from "../formats/index.ts";
import { count } from "./format.ts";

/** The location of a record in the terms of its file format, so that another tool can find it. */
export function locationWords(place: RecordLocation): string {
  return `${within(place)}, byte ${count(place.offset)}`;
}

/** The start and end of a record. */
export function extentWords(place: RecordLocation): string {
  return `${within(place)}, bytes ${count(place.offset)} to ${count(place.offset + place.length)}`;
}

function within({ line, chunk, recordId, carved }: RecordLocation): string {
  if (recordId === undefined) return carved ? "carved record" : `line ${count(line)}`;
  return `${carved ? "carved record" : "record"} ${recordId}${chunk === undefined ? "" : `, chunk ${count(chunk)}`}`;
}

/** The path of the file that contains a location; for an archive, the member as well. Hostile text. */
export function pathTo(path: string, { member }: Pick<RecordLocation, "member">): string {
  return member === undefined ? path : `${path} › ${member}`;
}
