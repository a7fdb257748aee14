import type { RecordBorders } from "../record-borders.ts";
import { tagAt } from "./outer-tag.ts";
import { ascii, GT, isNamed, LT, nameEnd, spaceEnd } from "./xml-bytes.ts";

/** No start tag of an event is longer, the white space after it included. */
const LOOKAHEAD = 4096;
const SYSTEM = ascii("System");

/** Finds events in XML: an `<Event>` with a `<System>` first, which no element of that name in a payload has. */
export const eventBorders: RecordBorders = {
  lookahead: LOOKAHEAD,
  find(buffer, from, to, end) {
    for (let at = buffer.indexOf(LT, from); at >= 0 && at < to; at = buffer.indexOf(LT, at + 1))
      if (tagAt(buffer, at, end) === "event" && hasSystem(buffer, at, Math.min(end, at + LOOKAHEAD)))
        return at;
    return -1;
  },
};

function hasSystem(buffer: Uint8Array, at: number, end: number): boolean {
  const close = buffer.subarray(at, end).indexOf(GT);
  if (close < 0) return false;
  const next = spaceEnd(buffer, at + close + 1);
  if (next >= end || buffer[next] !== LT) return false;
  return isNamed(buffer, next + 1, nameEnd(buffer, next + 1), SYSTEM);
}
