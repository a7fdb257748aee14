/**
 * JSON.parse for evidence. Integers that a double cannot represent stay exact, as text, and no value of a repeated key
 * is lost.
 */

/** What the scanner knows about the text, so that the costly steps are only taken when needed. */
export interface JsonFacts {
  readonly hasBigNumber: boolean;
  /** Number of keys in the text; -1 if unknown. */
  readonly keys: number;
}

export interface ParsedJson {
  readonly value: unknown;
  /** Keys that occur more than once in one object: their values have become a list. */
  readonly repeated: readonly string[];
}

/** @param text well-formed JSON; anything else throws a SyntaxError */
export function parseJson(text: string, facts: JsonFacts): ParsedJson {
  const exact = facts.hasBigNumber ? quoteBigIntegers(text) : text;
  const value: unknown = JSON.parse(exact);
  if (facts.keys < 0 || countKeys(value) === facts.keys) return { value, repeated: [] };
  return parseRepeated(exact);
}

/**
 * Puts quotes around integers beyond 2^53: "134067925761346018" is a FILETIME, and 134067925761346020 would not be the
 * same.
 */
export function quoteBigIntegers(text: string): string {
  let result = "";
  let copied = 0;
  for (let i = 0; i < text.length;) {
    const c = text.charCodeAt(i);
    if (c === 0x22) {
      i = endOfString(text, i);
    } else if (c === 0x2d || (c >= 0x30 && c <= 0x39)) {
      let end = i + 1;
      while (isNumberPart(text.charCodeAt(end))) end++;
      const number = text.slice(i, end);
      if (number.length >= 16 && /^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number))) {
        result += `${text.slice(copied, i)}"${number}"`;
        copied = end;
      }
      i = end;
    } else i++;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

function isNumberPart(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || c === 0x2e || c === 0x65 || c === 0x45 || c === 0x2b || c === 0x2d;
}

function endOfString(text: string, quote: number): number {
  let i = quote + 1;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    if (c === 0x22) return i + 1;
    i += c === 0x5c ? 2 : 1;
  }
  return i;
}

function countKeys(root: unknown): number {
  let keys = 0;
  const pending: unknown[] = [root];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (Array.isArray(value)) {
      for (const element of value as unknown[]) if (typeof element === "object") pending.push(element);
    } else if (typeof value === "object" && value !== null) {
      const members = Object.values(value);
      keys += members.length;
      for (const member of members) if (typeof member === "object") pending.push(member);
    }
  }
  return keys;
}

/**
 * Parses and keeps every value of a repeated key: `{"a":1,"a":2}` gives `{a: [1, 2]}`.
 *
 * JSON.parse keeps the last value, other parsers the first, and Elasticsearch refuses the document. So a repeated key
 * could make two tools see two different events. With a list, a rule finds either value.
 */
function parseRepeated(text: string): ParsedJson {
  const repeated = new Set<string>();
  // Members become [key, value] pairs first, so that no key is lost; then the pairs become objects.
  const value = assemble(JSON.parse(objectsAsPairs(text)), repeated);
  return { value, repeated: [...repeated] };
}

/** Rewrites `{"a":1}` as `[{},["a",1]]` and `[1]` as `[[],1]`: lists whose first element says what they were. */
function objectsAsPairs(text: string): string {
  const parts: string[] = [];
  const isObject: boolean[] = [];
  for (let i = 0; i < text.length;) {
    const c = text[i]!;
    if (c === '"') {
      const end = endOfString(text, i);
      parts.push(text.slice(i, end));
      i = end;
      continue;
    }
    if (c === "{" || c === "[") {
      isObject.push(c === "{");
      const next = text[afterSpace(text, i + 1)];
      const empty = next === "}" || next === "]";
      parts.push(c === "{" ? (empty ? "[{}" : "[{},[") : empty ? "[[]" : "[[],");
      if (empty && c === "{") isObject[isObject.length - 1] = false;
    } else if (c === "}" || c === "]") {
      parts.push(isObject.pop() ? "]]" : "]");
    } else if (c === ",") {
      parts.push(isObject.at(-1) ? "],[" : ",");
    } else if (c === ":") {
      parts.push(",");
    } else parts.push(c);
    i++;
  }
  return parts.join("");
}

function afterSpace(text: string, from: number): number {
  let i = from;
  while (text[i] === " " || text[i] === "\n" || text[i] === "\r" || text[i] === "\t") i++;
  return i;
}

/** Reverses `objectsAsPairs`. Recursion is bounded: the scanner refuses deep nesting. */
function assemble(tagged: unknown, repeated: Set<string>): unknown {
  if (!Array.isArray(tagged)) return tagged;
  const [tag, ...rest] = tagged as unknown[];
  if (Array.isArray(tag)) return rest.map((element) => assemble(element, repeated));
  const values = new Map<string, unknown[]>();
  for (const [key, value] of rest as [string, unknown][]) {
    const before = values.get(key);
    if (before) {
      before.push(assemble(value, repeated));
      repeated.add(key);
    } else values.set(key, [assemble(value, repeated)]);
  }
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, all] of values) object[key] = all.length === 1 ? all[0] : all;
  return object;
}
