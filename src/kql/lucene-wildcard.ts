/** Elasticsearch's wildcard query, as exceptions and filters use it: `*`, `?`, and a backslash that escapes. */
import {
  type Clause,
  type EventTest,
  type Piece,
  anyValue,
  asciiLower,
  compilePieces,
  scalarText,
} from "../eql/index.ts";
import { analyse } from "./analysis.ts";
import { fieldUse } from "./fields.ts";
import { lowerCase } from "./words.ts";

/**
 * A test of one field. Source: Lucene's WildcardQuery: a backslash makes the next character literal, at the end it is
 * itself, so `C:\Windows` is the text `C:Windows` and a path needs its backslashes doubled.
 */
export function wildcardClause(field: string, pattern: string, ignoreCase: boolean): Clause {
  const { name, kind, parent } = fieldUse(field);
  const base = {
    kind: "test" as const,
    text: () => `${field} matches ${JSON.stringify(pattern)}${ignoreCase ? " in any case" : ""}`,
    fields: [parent ?? name],
    clauses: [],
    constant: undefined,
  };
  const words = kind === "text" || kind === "script";
  const fold = words || kind === "caseless" ? lowerCase : ignoreCase ? asciiLower : same;
  const test = compilePieces(piecesOf(pattern, fold));
  const own = (of: string): EventTest =>
    anyValue(of, (value) =>
      words ? analyse(kind, scalarText(value)).someWord(test) : test(fold(scalarText(value))),
    );
  const direct = own(name);
  if (parent === null) return { ...base, test: direct };
  const inherited = own(parent);
  return { ...base, test: (event) => (event[name] === undefined ? inherited(event) : direct(event)) };
}

function same(text: string): string {
  return text;
}

function piecesOf(pattern: string, fold: (text: string) => string): Piece[] {
  const pieces: { text: string; any: boolean[] }[] = [{ text: "", any: [] }];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === "*") pieces.push({ text: "", any: [] });
    else {
      const escaped = char === "\\" && i + 1 < pattern.length;
      const piece = pieces[pieces.length - 1]!;
      const written = fold(escaped ? pattern[++i]! : char);
      piece.text += written;
      for (let unit = 0; unit < written.length; unit++) piece.any.push(char === "?");
    }
  }
  return pieces.map(({ text, any }) => ({ text, any: any.includes(true) ? any : null }));
}
