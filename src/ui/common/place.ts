import type { Place } from "../../formats/index.ts";
import { count } from "./format.ts";

/** Where a record stands, in the words of its file form: so that another tool can find it again. */
export function placeWords({ offset, line, chunk, recordId }: Place): string {
  const byte = `byte ${count(offset)}`;
  if (recordId === undefined) return `line ${count(line)}, ${byte}`;
  return `record ${recordId}${chunk === undefined ? "" : `, chunk ${count(chunk)}`}, ${byte}`;
}
