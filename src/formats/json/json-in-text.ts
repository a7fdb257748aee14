/** JSON that was found inside another text. */
export interface JsonInText {
  /** An object, or a list of objects; it may still be damaged inside. */
  readonly json: string;
  /** The text after it. */
  readonly rest: string;
}

const BEGINS = /\{\s*"|\[\s*\{\s*"/;

/**
 * Finds the first object, or list of objects, in a text that has something before or after it: the header of a syslog
 * message, the call around JSONP, the words of a log.
 *
 * @returns null if none begins there, or the text ends inside it
 */
export function jsonInText(text: string): JsonInText | null {
  const start = text.search(BEGINS);
  if (start < 0) return null;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const c = text[at];
    if (c === '"') {
      at = endOfString(text, at);
      if (at < 0) return null;
    } else if (c === "{" || c === "[") depth++;
    else if ((c === "}" || c === "]") && --depth === 0)
      return { json: text.slice(start, at + 1), rest: text.slice(at + 1) };
  }
  return null;
}

/** The closing quote of the string that opens at `quote`; -1 if there is none. */
function endOfString(text: string, quote: number): number {
  for (let at = quote + 1; ; at++) {
    at = text.indexOf('"', at);
    if (at < 0) return -1;
    let before = at;
    while (text[before - 1] === "\\") before--;
    if ((at - before) % 2 === 0) return at;
  }
}
