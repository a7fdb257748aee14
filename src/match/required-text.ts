/** Texts that a record must contain to match. */
import { asciiLower } from "./ascii.ts";

export interface RequiredText {
  readonly text: string;
  /** ASCII letters may be in either case. */
  readonly ignoreCase: boolean;
}

/** Requires that some value of `field` contains at least one of the texts. */
export interface RequiredTextClause {
  readonly field: string;
  readonly anyOf: readonly RequiredText[];
}

/** Returns the longest of some texts, the first one if several are equally long; "" if there are none. */
export function longestText(texts: readonly string[]): string {
  return texts.reduce((a, b) => (b.length > a.length ? b : a), "");
}

/**
 * Returns the longest part of a text that stays the same under JSON and XML escaping and every source's mapping:
 * printable ASCII without backslash, slash, quotes, ampersand or angle brackets; "" if there is none.
 */
export function longestSafeSegment(text: string): string {
  return longestText(safeSegments(text));
}

/** All such parts of a text, in order; some may be empty. */
export function safeSegments(text: string): string[] {
  return text.split(/[^ -~]|["'\\/&<>]/);
}

/** Whether an event's values satisfy a clause: the reference for tests and for scans that have decoded a record. */
export function satisfies(values: readonly string[], { anyOf }: RequiredTextClause): boolean {
  return anyOf.some(({ text, ignoreCase }) =>
    values.some((value) =>
      ignoreCase ? asciiLower(value).includes(asciiLower(text)) : value.includes(text),
    ),
  );
}
