import type { Inline } from "./model.ts";

/** `{{field}}` as Elastic's guides write it. Field names contain neither spaces nor braces. */
const PLACEHOLDER = /\{\{\s{0,8}([^\s{}]{1,200})\s{0,8}\}\}/;
const AT_START = new RegExp(`^${PLACEHOLDER.source}`);
const EVERYWHERE = new RegExp(PLACEHOLDER.source, "g");

/** Returns the placeholder at the start of a text. */
export function placeholderAt(text: string): { raw: string; field: string } | undefined {
  const found = AT_START.exec(text);
  return found ? { raw: found[0], field: found[1]! } : undefined;
}

/** Returns the fields of a text's placeholders, without duplicates. */
export function placeholdersIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(EVERYWHERE), (found) => found[1]!))];
}

/** Splits a text into placeholders and the `text` or `code` between them. */
export function splitPlaceholders(text: string, kind: "text" | "code"): Inline[] {
  const pieces: Inline[] = [];
  let from = 0;
  for (const found of text.matchAll(EVERYWHERE)) {
    if (found.index > from) pieces.push({ kind, text: text.slice(from, found.index) });
    pieces.push({ kind: "placeholder", field: found[1]! });
    from = found.index + found[0].length;
  }
  if (from < text.length) pieces.push({ kind, text: text.slice(from) });
  return pieces;
}
