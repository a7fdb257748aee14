import { csvHeaderIn } from "./csv/header-line.ts";
import { EVENT_MARKUP } from "./event-signs.ts";

/** A form of text that can follow another one in the same file. */
export type TextForm = "json" | "csv" | "event-xml";

/** Where a reader stopped, because something of another form begins there. */
export interface OtherForm {
  readonly form: TextForm;
  /** The table before this one continues there, without a header. */
  readonly isFormer?: true;
  /** Offset in the reader's content. */
  readonly at: number;
  /** 1-based line in the reader's content. */
  readonly line: number;
}

/**
 * What a line outside the records is. `glue`: a comment, a prompt, a rule of dashes, or a label such as `Record 1`:
 * tools and people write these between records, and nothing is lost with them.
 */
export type LineKind = TextForm | "glue" | "other";

/** A line is judged by at most this many bytes. */
export const LINE_BYTES = 64 * 1024;

const LINE_FEED = 0x0a;
const decoder = new TextDecoder("latin1");

const EVENT_XML = /^<(?:\?xml\s|(?:[\w.-]{1,64}:)?Events?[\s/>])/;
/** An object with a first key, or a bracket whose content is on the next lines. */
const JSON_LINE = /^(?:\{\s*(?:"(?:[^"\\]|\\.){0,1000}"\s*:|$)|\[\s*(?:\{\s*(?:"|$)|$))/;
const GLUE: readonly RegExp[] = [
  /^$/,
  /^#/,
  /^\/\//,
  /^<!--.*-->$/,
  /^Record \d{1,20}$/,
  /^[-=*_~+.]{3,}$/,
  // The name and version of a program.
  /^[A-Za-z][\w.-]{0,40} v?\d[\w.-]{0,40}$/,
  // Prompts of PowerShell, cmd and a shell, with the command after them.
  /^(?:PS )?[A-Za-z]:\\[^<>|"]{0,400}>/,
  /^[\w.-]{1,64}@[\w.-]{1,64}:\S{0,400}[$#] /,
  // A request, as Kibana's console shows it above the response.
  /^(?:GET|POST|PUT|DELETE|HEAD) \/?[\w.*,/?=&%:-]{1,2000}$/,
];

/**
 * Classifies a line that is in no record of the form being read.
 *
 * @param line from its first visible byte, without its line break; of a longer line, `LINE_BYTES`
 */
export function lineKind(line: Uint8Array): LineKind {
  const text = decoder.decode(line).trim();
  if (text.startsWith("<")) {
    if (EVENT_XML.test(text) || EVENT_MARKUP.test(text)) return "event-xml";
  } else if (text.startsWith("{") || text.startsWith("[")) {
    if (JSON_LINE.test(text)) return "json";
  } else if (csvHeaderIn(line) !== null) return "csv";
  return GLUE.some((glue) => glue.test(text)) ? "glue" : "other";
}

/** A line of JSON that is only its first brackets, which damage can leave as well. */
const BARE_JSON = /^(?:\{|\[\s*\{?)$/;
/** What follows such a line in JSON: a first key, further brackets, or the end. */
const JSON_INSIDE = /^(?:"(?:[^"\\]|\\.){0,1000}"\s*:|[{[]\s*(?:$|["{[\]}])|[\]}]\s*,?$)/;

/** Whether a line with JSON shows by itself that it is JSON; if not, the next line decides. */
export function isBareJson(line: Uint8Array): boolean {
  return BARE_JSON.test(decoder.decode(line).trim());
}

/** @param line the one after a line that is only brackets */
export function continuesJson(line: Uint8Array): boolean {
  return JSON_INSIDE.test(decoder.decode(line).trim());
}

/**
 * The end of the line at `at`, at most `most` bytes further; -1 if it has not arrived yet.
 *
 * @param ended whether the content ends at `end`
 */
export function lineEnd(
  buffer: Uint8Array,
  at: number,
  end: number,
  ended: boolean,
  most: number = LINE_BYTES,
): number {
  const limit = Math.min(end, at + most);
  const found = buffer.subarray(at, limit).indexOf(LINE_FEED);
  if (found >= 0) return at + found;
  return ended || limit - at === most ? limit : -1;
}
