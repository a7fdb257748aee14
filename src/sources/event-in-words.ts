import type { FlatEvent } from "../ecs/index.ts";
import { EVENT_MARKUP, PAYLOAD_MARKUP } from "../formats/index.ts";
import { DATA_NAMES, ID_NAMES, LOG_NAMES, type NamedValue, namedValues } from "./named-values.ts";
import { comparable, textsIn } from "./same-event.ts";

/*
 * Recognises a Windows event that a text spells with names and values, in any form that is not read: YAML, key=value, a
 * rendered message, CEF, values without their header. Nothing says for certain where its values end, or what else it
 * had, so it is reported.
 */

/** Lines of a text that are looked at for a header, and the characters of one. */
const MAX_LINES = 300;
const MAX_CHARACTERS = 2000;
/** Shorter texts have no whole event. */
const SHORTEST = 80;
/** Shorter values are the same in many events. */
const SHORTEST_VALUE = 4;

const LINE_BREAK = /\\r\\n|\\n|[\r\n]+/;

/** Signs between the names in the header of a table. */
const CELLS = /[,;\t|]/;

/** Names of a whole event, besides those of its header. */
const FEW = 1;
const MANY = 3;
/** Names that only Windows events have, so that an ID beside one needs no log. */
const TELLING =
  /^(?:targetobject|(?:source|parent)?processguid|logonguid|(?:subject|target)(?:user|domain|logon)[a-z]+|newprocess(?:name|id)|scriptblock(?:text|id)|grantedaccess|utctime|parentcommandline|objectvaluename)$/;

/** A cheap test before the others: nearly every text has none of these. */
const MARKS =
  /event[ _.-]?(?:id|code|data|identifier)|^(?:event|winlog):\s|utc[ _]?time|logon[ _]?id|userdata|<data\s|(?:CE|LEE)F:/im;

const ID_MARKS = /event[ _.-]?(?:id|code)|^(?:event|winlog):\s/im;

/**
 * Whether a text spells an event other than the one that has it. Mentioning an event is not enough: it must have an ID, a
 * log and a value with their names, or the values that every event of Sysmon or of an account in the Security log has.
 *
 * @param outer the event that has the text; null if none has
 * @param needsId whether the values alone are not enough: messages of some providers are made of them
 */
export function spellsAnother(text: string, outer: FlatEvent | null, needsId = false): boolean {
  if (text.length < SHORTEST || !(needsId ? ID_MARKS : MARKS).test(text)) return false;
  const lines = !text.includes("\n") && text.includes("\\n") ? withLines(text) : text;
  const plain = lines.includes("&lt;") ? withAngles(lines) : lines;
  const cef = needsId ? null : cefValues(plain, outer);
  if (cef !== null) return differs(cef, outer);
  const values = namedValues(NESTED.test(plain) ? withWholeNames(plain) : plain);
  if (isWhole(plain, values, needsId))
    return hasOtherId(values, outer) || differs([...values.values()], outer);
  const payload = needsId ? null : payloadValues(plain);
  if (payload !== null) return differs(payload, outer);
  return hasHeader(text);
}

/** A text with the escapes of JSON, as a record has it or a text inside a text. */
const withLines = (text: string): string =>
  text.replace(/\\([rnt"'\\])/g, (_, letter: string) => LETTERS.get(letter) ?? letter);
const LETTERS = new Map([
  ["r", "\r"],
  ["n", "\n"],
  ["t", "\t"],
]);

const withAngles = (text: string): string => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");

function isWhole(text: string, values: ReadonlyMap<string, NamedValue>, needsId: boolean): boolean {
  const has = (name: string): boolean => values.has(name);
  const all = [...values.values()];
  const data = all.filter(({ name }) => DATA_NAMES.has(name));
  const hasId = all.some(({ name, value }) => ID_NAMES.has(name) && /^["']?\d{1,5}\b/.test(value));
  const hasLog = all.some(({ name }) => LOG_NAMES.has(name));
  if (hasId && hasLog && (data.length >= FEW || EVENT_MARKUP.test(text))) return true;
  if (needsId) return false;
  const isTold = hasId && data.some(({ name }) => TELLING.test(name));
  return (
    (isTold && (data.length > FEW || all.every(({ isQuoted }) => isQuoted))) ||
    (has("utctime") && (has("processguid") || has("sourceprocessguid")) && data.length >= MANY) ||
    (has("securityid") && has("accountname") && has("logonid") && data.length > MANY)
  );
}

/** Whether the ID is not that of the event, so that values of the header that both share say nothing. */
function hasOtherId(values: ReadonlyMap<string, NamedValue>, outer: FlatEvent | null): boolean {
  const code = outer?.["event.code"];
  if (code === undefined || typeof code === "object") return false;
  const ids = [...values.values()]
    .filter(({ name }) => ID_NAMES.has(name))
    .map(({ value }) => /\d+/.exec(value)?.[0]);
  return ids.length > 0 && !ids.includes(String(code));
}

/** Whether values are another event's: a text of the event's own, such as its message, repeats most of its values. */
function differs(values: readonly Pick<NamedValue, "value" | "isOpen">[], outer: FlatEvent | null): boolean {
  if (outer === null) return true;
  const known = textsIn(outer);
  const first = ({ value, isOpen }: Pick<NamedValue, "value" | "isOpen">): string =>
    comparable(isOpen ? value.split(/[,;|&}]/, 1)[0]! : value);
  const isKnown = (pair: Pick<NamedValue, "value" | "isOpen">): boolean => {
    const whole = comparable(pair.value);
    if (known.has(whole) || known.has(first(pair))) return true;
    // An open value may go on with the next name.
    return (
      pair.isOpen && [...known].some((text) => text.length >= SHORTEST_VALUE && whole.startsWith(`${text} `))
    );
  };
  const long = values.filter((pair) => first(pair).length >= SHORTEST_VALUE);
  const compared = long.length > 0 ? long : values;
  return compared.filter(isKnown).length * 2 < compared.length;
}

const DATA_ELEMENT = /<(?:[\w.-]{1,64}:)?Data(?:\s[^<>]{0,300})?>([^<]{1,2000})/g;
const USER_DATA = /<(?:[\w.-]{1,64}:)?UserData[^<>]{0,300}>\s*<[^<>]{1,300}\sxmlns/;
const LEAF = />([^<>]{1,2000})<\//g;
const MAX_VALUES = 300;

/** The values of `<EventData>` or `<UserData>` in a text; null if there is none. */
function payloadValues(text: string): Pick<NamedValue, "value" | "isOpen">[] | null {
  if (!PAYLOAD_MARKUP.test(text)) return null;
  const values: string[] = [];
  for (const [, value] of text.matchAll(USER_DATA.test(text) ? LEAF : DATA_ELEMENT)) {
    if (values.length >= MAX_VALUES) break;
    if (value!.trim() !== "") values.push(value!.trim());
  }
  return values.length === 0 ? null : values.map((value) => ({ value, isOpen: false }));
}

/** The header of CEF or LEEF: vendor, product, version, the event's ID, and for CEF its name and severity. */
const CEF = /(?:CEF:\s?\d|LEEF:\s?\d\.\d)\|([^|]{0,200})\|([^|]{0,200})\|[^|]{0,200}\|([^|]{0,300})\|/;
/** What says that the event was in a Windows log. */
const OF_WINDOWS = /windows|sysmon|powershell|event ?log|winlog/i;
const CEF_PAIR = /^[\w.]{1,100}=([^]*)$/;

/** The values of a Windows event in CEF or LEEF; null if the text has none, or the event is of the same device. */
function cefValues(text: string, outer: FlatEvent | null): Pick<NamedValue, "value" | "isOpen">[] | null {
  const [header, vendor, product, id] = CEF.exec(text) ?? [];
  if (header === undefined || !OF_WINDOWS.test(`${vendor!} ${product!} ${id!}`)) return null;
  // Elastic's integrations keep the device that a line came from.
  const device = outer?.["cef.device.product"] ?? outer?.["observer.product"];
  if (typeof device === "string" && device === product) return [];
  const pairs = text.slice(text.indexOf(header) + header.length).split(/[\s^](?=[\w.]{1,100}=)/, MAX_VALUES);
  return pairs.flatMap((pair) => {
    const value = CEF_PAIR.exec(pair.slice(0, MAX_CHARACTERS))?.[1];
    return value === undefined ? [] : [{ value: value.replaceAll("\\\\", "\\"), isOpen: false }];
  });
}

/** A group of names in nested YAML. */
const NESTED = /(?:^|\n)(?:event|winlog):[ \r]{0,8}\n/;
const YAML_LINE = /^( {0,40})(?:- )?["']?([\w@.-]{1,100})["']?:(?: (.{0,2000})|\r?)$/;

/** The lines of nested YAML with the names around each: `code: 13` below `event:` as `event.code: 13`. */
function withWholeNames(text: string): string {
  const open: { readonly indent: number; readonly name: string }[] = [];
  return text
    .split(/\r?\n/, MAX_LINES)
    .map((line) => {
      const [, indent, name, value] = YAML_LINE.exec(line) ?? [];
      if (indent === undefined) return line;
      while (open.length > 0 && open.at(-1)!.indent >= indent.length) open.pop();
      const whole = [...open.map((group) => group.name), name].join(".");
      if (value === undefined || value.trim() === "") open.push({ indent: indent.length, name: name! });
      return `${whole}: ${value ?? ""}`;
    })
    .join("\n");
}

const INSERT = /insert\s+into\s[^()]{1,200}\(([^()]{1,8000})\)\s*values\s*\(/i;
/** The line below the names of a table in columns. */
const RULE = /^-{2,}(?:\s+-{2,}){3,}\s*$/;

/** Whether a text has the header of a table of events, and a row after it: in lines, in columns, or in SQL. */
function hasHeader(text: string): boolean {
  const inserted = INSERT.exec(text)?.[1];
  if (inserted !== undefined && areNames(inserted.split(","))) return true;
  const lines = text.split(LINE_BREAK, MAX_LINES);
  return lines.some((line, i) => {
    const next = lines[i + 1];
    if (next === undefined || next === "") return false;
    const start = line.slice(0, MAX_CHARACTERS);
    if (RULE.test(next.slice(0, MAX_CHARACTERS))) return areNames(start.trim().split(/\s+/));
    return areNames(start.split(CELLS));
  });
}

/** Whether cells are the names of an event's parts: its ID, its log and a value. */
function areNames(cells: readonly string[]): boolean {
  if (cells.length <= MANY) return false;
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");
  // The last part of a name of Elastic's is often the event's own.
  const names = cells.flatMap((cell) => [plain(cell), plain(cell.slice(cell.lastIndexOf(".") + 1))]);
  return (
    names.some((name) => ID_NAMES.has(name)) &&
    names.some((name) => LOG_NAMES.has(name)) &&
    names.some((name) => DATA_NAMES.has(name))
  );
}
