import { ENTRY, KEY_END } from "./contents.ts";

/**
 * Names that an object has if it is an event, in lower case. `event` is none: other products' objects have that name, and
 * a document of Elastic's has a time as well.
 */
export const EVENT_MEMBERS: ReadonlySet<string> = new Set([
  "@timestamp",
  "actiontype",
  "event_code",
  "event_data",
  "event_id",
  "event_identifier",
  "event_type_full",
  "eventcode",
  "eventdata",
  "eventid",
  "eventidentifier",
  "system",
  "winlog",
]);
/** Types around values, as MongoDB's Extended JSON has them: a field of such a document is not where it seems to be. */
const TYPES: readonly string[] = ["$date", "$numberint", "$numberlong", "$numberdouble", "$numberdecimal"];
const LOOKED_FOR: ReadonlySet<string> = new Set([...EVENT_MEMBERS, ...TYPES]);
/** Those that a document of Elastic's has itself: at its top, and in its `winlog`. */
const OWN_TOP: ReadonlySet<string> = new Set(["@timestamp", "winlog"]);
const OWN_WINLOG: ReadonlySet<string> = new Set(["event_data", "event_id"]);

/** Bit n is set if one of them has n letters. All are shorter than 32. */
const LENGTHS = [...LOOKED_FOR].reduce((bits, name) => bits | (1 << name.length), 0);
/** By length and first letter of a name, whether it may be one of them; the letter's case does not count. */
const MAY_BE = new Uint8Array(1024);
for (const name of LOOKED_FOR) MAY_BE[(name.length << 5) | (name.charCodeAt(0) & 31)] = 1;

/** By last letter. */
const ENDS = new Uint8Array(32);
for (const name of LOOKED_FOR) ENDS[name.charCodeAt(name.length - 1) & 31] = 1;

/** Where a name is in a document: at the top, in `winlog`, or anywhere else. */
export type NamePlace = "top" | "winlog" | "";

/**
 * Whether one of the keys of a document of Elastic's shows that an object in it may be another event. Runs over every key
 * of every record.
 *
 * @param entries as in `Contents`, of which those from `from` to `to` are looked at
 * @param start the position to which they are relative
 */
export function hasInnerName(
  buffer: Uint8Array,
  entries: Int32Array,
  from: number,
  to: number,
  start: number,
  place: NamePlace,
): boolean {
  for (let entry = from; entry < to; entry += ENTRY) {
    const key = entries[entry]!;
    const length = entries[entry + KEY_END]! - key;
    if (length > 31 || ((LENGTHS >>> length) & 1) === 0) continue;
    if (MAY_BE[(length << 5) | (buffer[start + key]! & 31)] === 0) continue;
    if (ENDS[buffer[start + key + length - 1]! & 31] === 0) continue;
    if (isInnerName(buffer, start + key, start + key + length, place)) return true;
  }
  return false;
}

/** Whether one key shows it. */
export function isInnerName(buffer: Uint8Array, start: number, end: number, place: NamePlace): boolean {
  if (end - start > LONGEST) return false;
  let name = "";
  for (let i = start; i < end; i++) name += String.fromCharCode(buffer[i]!);
  const lower = name.toLowerCase();
  if (!LOOKED_FOR.has(lower)) return false;
  return !(place === "top" ? OWN_TOP : place === "winlog" ? OWN_WINLOG : NONE).has(lower);
}

const LONGEST = Math.max(...[...LOOKED_FOR].map((name) => name.length));
const NONE: ReadonlySet<string> = new Set();
