import type { RecordLocation } from "../formats/index.ts";
import { count } from "./format.ts";

/** Where a record begins, in the words of its file form: so that another tool can find it again. */
export function locationWords(place: RecordLocation): string {
  return `${within(place)}, byte ${count(place.offset)}`;
}

/** Where it begins and ends. */
export function extentWords(place: RecordLocation): string {
  return `${within(place)}, bytes ${count(place.offset)} to ${count(place.offset + place.length)}`;
}

function within({ line, chunk, recordId, carved }: RecordLocation): string {
  if (recordId === undefined) return carved ? "carved record" : `line ${count(line)}`;
  return `${carved ? "carved record" : "record"} ${recordId}${chunk === undefined ? "" : `, chunk ${count(chunk)}`}`;
}

/** The file that a place is in: of an archive, the file in it as well. Hostile text. */
export function pathTo(path: string, { member }: Pick<RecordLocation, "member">): string {
  return member === undefined ? path : `${path} › ${member}`;
}
