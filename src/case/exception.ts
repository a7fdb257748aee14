import type { FlatEvent } from "../ecs/index.ts";

/**
 * An exception in Elastic's shape: its entries are joined by AND, and an alert that meets them all is suppressed.
 * Values compare as Elastic compares them for rules: exactly, upper and lower case apart, `matches` with `*` and `?`.
 */
export interface Exception {
  readonly id: string;
  readonly caseId: string;
  /** The rule it is for. */
  readonly ruleId: string;
  readonly entries: readonly ExceptionEntry[];
  /** Why these alerts are expected: shown wherever one is suppressed. */
  readonly why: string;
  /** Last day on which it holds, `2026-12-31` (UTC); empty for none. */
  readonly expires: string;
  readonly createdAt: number;
}

export interface ExceptionEntry {
  readonly field: string;
  readonly operator: ExceptionOperator;
  /** Empty for `exists` and `does not exist`. */
  readonly value: string;
}

export const EXCEPTION_OPERATORS = [
  "is",
  "is not",
  "is one of",
  "is not one of",
  "matches",
  "does not match",
  "exists",
  "does not exist",
] as const;
export type ExceptionOperator = (typeof EXCEPTION_OPERATORS)[number];

/** Whether the exception still holds at a time, given as milliseconds since 1970. */
export function isInForce(exception: Exception, now: number): boolean {
  if (exception.expires === "") return true;
  const day = Date.parse(`${exception.expires}T00:00:00Z`);
  return Number.isNaN(day) || now < day + 86_400_000;
}

/** The first exception in force that covers the event, or undefined. */
export function coveringException(
  exceptions: readonly Exception[],
  ruleId: string,
  event: FlatEvent,
  now: number,
): Exception | undefined {
  return exceptions.find(
    (exception) =>
      exception.ruleId === ruleId &&
      exception.entries.length > 0 &&
      isInForce(exception, now) &&
      exception.entries.every((entry) => holds(entry, event)),
  );
}

/** Whether one entry holds for an event; of several values any one may decide. */
export function holds({ field, operator, value }: ExceptionEntry, event: FlatEvent): boolean {
  const found = event[field];
  const values = found === undefined ? [] : (typeof found === "object" ? found : [found]).map(String);
  switch (operator) {
    case "is":
      return values.includes(value);
    case "is not":
      return !values.includes(value);
    case "is one of":
      return listed(value).some((one) => values.includes(one));
    case "is not one of":
      return !listed(value).some((one) => values.includes(one));
    case "matches":
      return values.some((text) => wildcardMatches(value, text));
    case "does not match":
      return !values.some((text) => wildcardMatches(value, text));
    case "exists":
      return values.length > 0;
    case "does not exist":
      return values.length === 0;
  }
}

/** One value a line: values hold commas often enough. */
function listed(value: string): string[] {
  return value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** `*` is any run, `?` exactly one character. Linear in the text but for one factor, whatever the pattern. */
function wildcardMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t]) && pattern[p] !== "*") {
      p++;
      t++;
    } else if (pattern[p] === "*") {
      star = p++;
      mark = t;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
