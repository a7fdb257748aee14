/** Elasticsearch's wildcard query, which exceptions and filters use: `*`, `?`, and a backslash that escapes. */
import {
  anyValue,
  asciiLower,
  type Clause,
  compilePieces,
  type EventTest,
  luceneWildcard,
  scalarText,
} from "../match/index.ts";
import { analyse } from "./analysis.ts";
import { fieldUse } from "./fields.ts";
import { lowerCase } from "./words.ts";

/** Returns a clause that tests one field; see `luceneWildcard` for the pattern. */
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
  const test = compilePieces(luceneWildcard(pattern, fold));
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
