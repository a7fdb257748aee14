/** The top-level keys of an object, with the JSON text of their values, as far as they are there. */
export interface ObjectHead {
  readonly values: ReadonlyMap<string, string>;
  /** Whether the object's end was seen. */
  readonly complete: boolean;
}

/**
 * Returns the first object of a JSON text that may be cut off anywhere: the first element of a list, or the first hit
 * in a response of a search API (`{"total": …, "data": […]}`). A parser cannot do this, since one rule may be longer
 * than the text.
 *
 * @returns null if no object begins here, or if the text is invalid JSON before it is cut off
 */
export function firstObject(text: string): ObjectHead | null {
  const start = skipBlanks(text, 0);
  if (text[start] === "[") return objectAt(text, skipBlanks(text, start + 1));
  const outer = objectAt(text, start);
  const data = outer?.values.get("data");
  if (!data?.startsWith("[") || !outer!.values.has("total")) return outer;
  return objectAt(data, skipBlanks(data, 1)) ?? outer;
}

function objectAt(text: string, start: number): ObjectHead | null {
  if (text[start] !== "{") return null;
  const values = new Map<string, string>();
  let at = skipBlanks(text, start + 1);
  while (at < text.length && text[at] !== "}") {
    const keyEnd = stringEnd(text, at);
    const colon = skipBlanks(text, keyEnd);
    if (text[at] !== '"' || (colon < text.length && text[colon] !== ":")) return null;
    const from = skipBlanks(text, colon + 1);
    const to = valueEnd(text, from);
    const key = stringOf(text.slice(at, keyEnd));
    if (key !== null && from < text.length) values.set(key, text.slice(from, to));
    at = skipBlanks(text, to);
    if (at < text.length && text[at] !== "," && text[at] !== "}") return null;
    if (text[at] === ",") at = skipBlanks(text, at + 1);
  }
  return { values, complete: at < text.length };
}

/** Decodes a JSON string; returns null for anything else, including a string that is cut off. */
export function stringOf(json: string | undefined): string | null {
  if (json === undefined || !json.startsWith('"')) return null;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text[at]!)) at++;
  return at;
}

/** Returns the offset after the string that begins here, or the end of the text. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') at = stringEnd(text, at) - 1;
    else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    else if (char !== ",") continue;
    else if (depth === 0) return at;
    if (depth < 0) return at;
    if (depth === 0 && char !== ",") return at + 1;
  }
  return text.length;
}
