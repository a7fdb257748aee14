import type { FlatEvent } from "../ecs/index.ts";
import { comparable, textsIn } from "./same-event.ts";
import { valueNames } from "./windows/index.ts";

/*
 * Recognises a Windows event that a text spells in lines, or in pairs, of names and values: YAML, key=value, or a
 * rendered message. Such an event is not read, since nothing says where its values end; it is reported.
 */

/** Lines of a text that are looked at, the pairs in all of them, and the characters of a line. */
const MAX_LINES = 300;
const MAX_PAIRS = 600;
const MAX_CHARACTERS = 2000;
/** Shorter texts have no whole event. */
const SHORTEST = 80;
/** Shorter values are the same in many events. */
const SHORTEST_VALUE = 4;

const LINE_BREAK = /\\r\\n|\\n|[\r\n]+/;
/** `EventID: 13`, `- "Image": C:\x.exe`. */
const LINE = /^[\s\-"'*|]{0,40}([A-Za-z][\w .@-]{0,40})["']?(?:[\t|]|\s{0,40}[:=](?:\s|$|(?=["'\d])))(.*)$/;
const PAIR = /(?:^|[\s,;|])([A-Za-z][\w.]{0,40})=("[^"]{0,500}"|'[^']{0,500}'|[^\s,;|]{1,500})/g;

/** Signs between the names in the header of a table. */
const CELLS = /[,;\t|]/;

const IDS = new Set(["eventid", "eventcode", "eventidentifier"]);
const LOGS = new Set(["channel", "logname", "provider", "providername", "sourcename"]);
/** Labels in messages of the Security log. */
const LABELS = ["securityid", "accountname", "accountdomain", "logonid", "objectname", "newprocessname"];
const DATA: ReadonlySet<string> = new Set([
  ...[...valueNames()].map((name) => name.toLowerCase()),
  ...LABELS,
]);

/** Names of a whole event, besides those of its header. */
const FEW = 1;
const MANY = 4;

/** A cheap test before the others: nearly every text has none of these. */
const MARKS = ["EventID", "EventCode", "Event ID", "event_id", "UtcTime", "Logon ID"];

/** Whether a text may spell an event. */
export function mayHaveWords(text: string): boolean {
  return text.length >= SHORTEST && MARKS.some((mark) => text.includes(mark));
}

/**
 * Whether a text spells an event other than the one that has it. Mentioning an event is not enough: it must have an ID, a
 * log and a value with their names, or the values that every event of Sysmon or of an account in the Security log has.
 */
export function spellsAnother(text: string, outer: FlatEvent | null): boolean {
  if (!mayHaveWords(text)) return false;
  const values = pairsIn(text);
  const has = (name: string): boolean => values.has(name);
  const data = [...values.keys()].filter((name) => DATA.has(name)).length;
  const hasId = [...values].some(([name, value]) => IDS.has(name) && /^["']?\d{1,5}\b/.test(value));
  const isWhole =
    (hasId && [...LOGS].some(has) && data >= FEW) ||
    (has("utctime") && (has("processguid") || has("sourceprocessguid")) && data >= MANY) ||
    (has("securityid") && has("accountname") && has("logonid") && data >= MANY);
  if (!isWhole) return hasHeader(text);
  if (outer === null) return true;
  // A message repeats the values of its own event.
  const known = textsIn(outer);
  const compared = [...values.values()].map(comparable).filter((value) => value.length >= SHORTEST_VALUE);
  const same = compared.filter((value) => known.has(value)).length;
  return same * 2 < compared.length;
}

/** Whether a text has the header of a table of events, and a row after it. */
function hasHeader(text: string): boolean {
  const lines = text.split(LINE_BREAK, MAX_LINES);
  return lines.some((line, i) => {
    const cells = line.slice(0, MAX_CHARACTERS).split(CELLS);
    if (cells.length < MANY || lines[i + 1] === undefined || lines[i + 1] === "") return false;
    const names = cells.map((cell) => cell.toLowerCase().replace(/[^a-z0-9]/g, ""));
    return (
      names.some((name) => IDS.has(name)) &&
      names.some((name) => LOGS.has(name)) &&
      names.some((name) => DATA.has(name))
    );
  });
}

/** The values by name, without case and signs; of several the first. */
function pairsIn(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const add = (name: string, value: string): void => {
    const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
    if (values.size < MAX_PAIRS && !values.has(plain))
      values.set(plain, value.trim().replace(/^["']|["']$/g, ""));
  };
  for (const line of text.split(LINE_BREAK, MAX_LINES)) {
    const short = line.slice(0, MAX_CHARACTERS);
    const [, name, value] = LINE.exec(short) ?? [];
    if (name !== undefined) add(name, value!);
    for (const [, key, paired] of short.matchAll(PAIR)) add(key!, paired!);
  }
  return values;
}
