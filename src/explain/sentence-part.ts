/**
 * One piece of a sentence about an event. `who` is a process or an account that acts, `value` data, a name or a number,
 * `path` a path; `text` is Loupe's own words.
 */
export interface SentencePart {
  readonly kind: "text" | "who" | "value" | "path";
  /** On one line, and cut if it is long. */
  readonly text: string;
  /** The whole value, where `text` is not it; itself cut at `MOST`. */
  readonly full?: string;
}

/** Values of evidence can be megabytes: no sentence, and no tip over one, shows more of them than this. */
export const MOST = 4000;
const MOST_OF_WHO = 60;
const MOST_OF_VALUE = 160;
/** A path up to this length is shown as it is. */
const SHORT_PATH = 40;
/** A path of the registry, of a drive or of a share. */
const PATH = /^(?:HK\w+|[A-Za-z]:|\\|\/)[^"]*$/;
/** Within a path there is no blank before a drive, an option or a variable: that is a command line. */
const COMMAND = /\s(?:[A-Za-z]:|[-/%\\])/;

export function words(text: string): SentencePart {
  return { kind: "text", text };
}

/** A value of the event as a part of a sentence. */
export function valuePart(kind: Exclude<SentencePart["kind"], "text">, value: string): SentencePart {
  const whole = value.slice(0, MOST);
  const isPath = kind === "path" || (kind === "value" && isPathLike(whole));
  const text = isPath
    ? cut(shortPath(value), MOST_OF_VALUE)
    : cut(value, kind === "who" ? MOST_OF_WHO : MOST_OF_VALUE);
  const shown = isPath ? "path" : kind;
  return text === value ? { kind: shown, text } : { kind: shown, text, full: whole };
}

/** The sentence as one text. */
export function sentenceText(parts: readonly SentencePart[]): string {
  return parts.map(({ text }) => text).join("");
}

/** On one line, and at most this long, with an ellipsis where it was cut. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return oneLine(text);
  // Not between the two halves of a character.
  const end = /[\uD800-\uDBFF]/.test(text[most - 2]!) ? most - 2 : most - 1;
  return `${oneLine(text.slice(0, end))}…`;
}

function oneLine(text: string): string {
  return text.replace(/[\t\r\n]+/g, " ");
}

/** The end of a long path, by which people know it: `…\\LocalDumps\\DumpType`. Other texts stay as they are. */
export function shortPath(text: string): string {
  if (text.length <= SHORT_PATH || !isPathLike(text.slice(0, MOST))) return text;
  const last = lastSeparator(text, text.length - 1);
  const before = last > 0 ? lastSeparator(text, last - 1) : -1;
  return before > 0 ? `…${text.slice(before)}` : text;
}

function isPathLike(text: string): boolean {
  return PATH.test(text) && !/^\/[^/]*$/.test(text) && !COMMAND.test(text);
}

function lastSeparator(text: string, from: number): number {
  return Math.max(text.lastIndexOf("\\", from), text.lastIndexOf("/", from));
}
