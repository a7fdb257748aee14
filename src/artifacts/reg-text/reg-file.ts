import type { ProblemList } from "../diagnostic.ts";
import { regData } from "./reg-data.ts";
import type { RegTextDeletion, RegTextValue } from "./reg-text.ts";

/** A text in quotes may contain line ends; a quote that is still open after so many lines is damage. */
const MOST_TEXT_LINES = 64;

export interface RegFile {
  readonly values: RegTextValue[];
  readonly deleted: RegTextDeletion[];
  /** Something that regedit does not write when it exports. */
  readonly isHandmade: boolean;
}

/**
 * Reads the lines of a .reg file after its header. A line that cannot be read is reported and left out.
 *
 * @param first the index of the first line
 */
export function regFile(
  lines: readonly string[],
  first: number,
  isAnsi: boolean,
  problems: ProblemList,
): RegFile {
  const values: RegTextValue[] = [];
  const deleted: RegTextDeletion[] = [];
  let isHandmade = false;
  let key: string | null = null;
  for (let i = first; i < lines.length; i++) {
    const text = lines[i]!.trim();
    const line = i + 1;
    const report = (kind: "unreadable" | "data" | "unended" | "no-key"): void =>
      problems.add("reg-line", { kind, line }, line);
    if (text === "") continue;
    if (text.startsWith(";")) {
      isHandmade = true;
      continue;
    }
    if (text.startsWith("[")) {
      // A bracket may be part of the name.
      const end = text.lastIndexOf("]");
      const isDeletion = text.startsWith("[-");
      const name = end < 0 ? "" : text.slice(isDeletion ? 2 : 1, end);
      key = isDeletion || name === "" ? null : name;
      if (name === "") report("unreadable");
      else if (isDeletion) deleted.push({ key: name, name: null, line });
      isHandmade ||= isDeletion || !/^HKEY_[A-Z_]+(?:\\|$)/.test(name);
      continue;
    }
    const named = namePart(text);
    if (named === null) {
      report("unreadable");
      continue;
    }
    if (key === null) {
      report("no-key");
      continue;
    }
    const { name } = named;
    if (named.rest === "-") {
      deleted.push({ key, name, line });
      isHandmade = true;
    } else if (named.rest.startsWith('"')) {
      const quoted = quotedText(lines, i, named.rest);
      if (quoted === null) report("unended");
      else {
        values.push({ key, name, type: "REG_SZ", data: quoted.text, strings: [quoted.text], line });
        i = quoted.last;
      }
    } else {
      const continued = continuedLines(lines, i, named.rest);
      i = continued.last;
      const data = regData(continued.text, isAnsi);
      if (data === null) report("data");
      else values.push({ key, name, ...data, line });
      isHandmade ||= /^dword:(?![0-9a-f]{8}$)/.test(continued.text);
    }
  }
  return { values, deleted, isHandmade };
}

/** Splits `"name"=data` or `@=data`. */
function namePart(text: string): { readonly name: string; readonly rest: string } | null {
  let name = "";
  let at = 1;
  if (text.startsWith('"')) {
    const end = closingQuote(text, 1);
    if (end < 0) return null;
    name = unescaped(text.slice(1, end));
    at = end + 1;
  } else if (!text.startsWith("@")) return null;
  const equals = /^\s*=\s*/.exec(text.slice(at));
  return equals === null ? null : { name, rest: text.slice(at + equals[0].length) };
}

/** Reads a text in quotes, over line ends if it must; null if it does not end. */
function quotedText(
  lines: readonly string[],
  first: number,
  rest: string,
): { readonly text: string; readonly last: number } | null {
  let text = rest;
  let from = 1;
  for (let last = first; ;) {
    const end = closingQuote(text, from);
    if (end >= 0) {
      // Anything else after the quote: it opened the next value, and the one before it was never closed.
      const isEnd = /^\s*(?:;|$)/.test(text.slice(end + 1));
      return isEnd ? { text: unescaped(text.slice(1, end)), last } : null;
    }
    if (++last >= lines.length || last - first > MOST_TEXT_LINES) return null;
    from = text.length;
    text += `\r\n${lines[last]!}`;
  }
}

/** Joins a line with those that it continues on: it then ends in a backslash. */
function continuedLines(
  lines: readonly string[],
  first: number,
  rest: string,
): { readonly text: string; readonly last: number } {
  const parts: string[] = [];
  let part = rest;
  let last = first;
  while (part.endsWith("\\") && last + 1 < lines.length) {
    parts.push(part.slice(0, -1));
    part = lines[++last]!.trim();
  }
  parts.push(part);
  return { text: parts.join(""), last };
}

function closingQuote(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === '"') return i;
  }
  return -1;
}

/** A backslash and a quote are the only characters that are escaped. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, "$1");
}
