import { valueNames } from "./windows/index.ts";

/*
 * Finds the names of a Windows event in a text, each with its value, whatever signs are between them: `EventID: 13`,
 * `'EventID': 13`, `EventID=13`, `<EventID>13</EventID>`, `<Data Name="Image">…`, a column and a tab.
 */

/** A name of an event and its value in a text. */
export interface NamedValue {
  /** In lower case, without signs. */
  readonly name: string;
  readonly value: string;
  /** The value has no end of its own: it may go on, or what follows may be another one's. */
  readonly isOpen: boolean;
  /** The name is in quotes, as in an object. */
  readonly isQuoted: boolean;
}

/** Pairs that are looked at, and the characters of a value. */
const MAX_PAIRS = 600;
const MAX_VALUE = 2000;

export const ID_NAMES: ReadonlySet<string> = new Set(["eventid", "eventcode", "eventidentifier"]);
export const LOG_NAMES: ReadonlySet<string> = new Set([
  "channel",
  "logname",
  "provider",
  "providername",
  "sourcename",
]);
const HEADER = ["EventID", "EventCode", "EventIdentifier", "Channel", "LogName", "Provider", "SourceName"];
/** Labels in messages of the Security log. */
const LABELS = ["SecurityID", "AccountName", "AccountDomain", "LogonID", "ObjectName", "NewProcessName"];

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Names of values that are also attributes of other markup, which say nothing of an event. */
const ANY_NAMES: ReadonlySet<string> = new Set(["Name", "Type", "ID"]);
const DATA = [...valueNames(), ...LABELS].filter((name) => !ANY_NAMES.has(name));

/** The names of values. */
export const DATA_NAMES: ReadonlySet<string> = new Set(DATA.map(plain));

/** `LogonId` as `logon_id`, `Logon ID`. */
const spelled = (name: string): string =>
  name.replace(/([a-z])(?=[A-Z])/g, "$1[ _.-]?").replace(/^Provider$/, "Provider(?:[ _]?Name)?");
const NAMES = [...new Set([...HEADER, ...DATA])]
  .sort((a, b) => b.length - a.length)
  .map(spelled)
  .join("|");
const NAMED = new RegExp(`(?<=^|[^A-Za-z0-9]|\\\\[rnt])(?:${NAMES})(?![A-Za-z0-9_])`, "gi");

/** The rest of a start tag, or the tags between two cells. */
const TAGS =
  /\\*["']?(?:\s{1,8}[\w:.-]{1,64}\s?=\s?\\*(?:"[^"<>]{0,200}"|'[^'<>]{0,200}')){0,8}\s?>|(?:\s?<[^<>]{0,200}>){2,4}/y;
/** PHP's `serialize` writes the type of a value, and the length of a text, before it. */
const PHP_SIGN = /\\*";(?:s:\d{1,9}|[ibd]):/y;
/** A comma only after a name in quotes, as in a list of pairs. */
const SIGN = /\\*["']?\]?\s{0,40}(?::(?!:)|=>|=(?![=~])|\|)(\s{0,40})|\\*["']\s?,\s?|\t{1,4}/y;
const QUOTED = /[bru]{0,2}\\{0,8}(?:"([^"]{0,2000})"|'([^']{0,2000})')/y;
const NAME_QUOTED = /^\\*["']/;

/** The events' names in a text, with their values; of a repeated name the first. */
export function namedValues(text: string): ReadonlyMap<string, NamedValue> {
  const found = new Map<string, NamedValue>();
  NAMED.lastIndex = 0;
  for (let next = NAMED.exec(text); next !== null && found.size < MAX_PAIRS; next = NAMED.exec(text)) {
    const end = NAMED.lastIndex;
    const read = valueAt(text, end);
    if (read === null) continue;
    NAMED.lastIndex = read.end;
    const name = plain(next[0]);
    if (found.has(name)) continue;
    found.set(name, {
      name,
      value: read.value.trim(),
      isOpen: read.isOpen,
      isQuoted: NAME_QUOTED.test(text.slice(end, end + 9)),
    });
  }
  return found;
}

/** The position after the sign between a name and its value; -1 if there is none. */
function endOfSign(text: string, at: number): number {
  for (const sign of [SIGN, PHP_SIGN]) {
    sign.lastIndex = at;
    if (sign.test(text)) return sign.lastIndex;
  }
  return -1;
}

/** @param at the position after a name */
function valueAt(text: string, at: number): { value: string; isOpen: boolean; end: number } | null {
  TAGS.lastIndex = at;
  if (TAGS.test(text)) {
    const from = TAGS.lastIndex;
    const to = text.indexOf("<", from);
    const end = to < 0 ? text.length : to;
    return { value: text.slice(from, Math.min(end, from + MAX_VALUE)), isOpen: false, end };
  }
  const from = endOfSign(text, at);
  if (from < 0) return null;
  QUOTED.lastIndex = from;
  const quoted = QUOTED.exec(text);
  if (quoted !== null) {
    const value = (quoted[1] ?? quoted[2]!).replace(/(?<!\\)\\+$/, "");
    return { value, isOpen: false, end: QUOTED.lastIndex };
  }
  // A value may have names of its own, which are looked at too.
  const rest = text.slice(from, from + MAX_VALUE);
  const [line] = /^[^\r\n\t<]*/.exec(rest)!;
  return { value: line, isOpen: true, end: from };
}
