import type { FlatEvent } from "../ecs/index.ts";
import { exactEntries, type ExceptionEntry, type ExceptionValueEntry } from "../rules/index.ts";

/**
 * An analyst's exception: it hides alerts of one rule that meet all its entries. The entries are those of an Elastic
 * exception item, but they compare exactly: see `exactEntries`.
 */
export interface Exception {
  readonly id: string;
  readonly caseId: string;
  /** The rule that it applies to. */
  readonly ruleId: string;
  readonly entries: readonly ExceptionEntry[];
  /** Why these alerts are expected; shown with every suppressed alert. */
  readonly why: string;
  /** The last day on which it applies, `2026-12-31` (UTC); empty if it never expires. */
  readonly expires: string;
  readonly createdAt: number;
}

/** Whether the exception is in force at a time, given in epoch milliseconds. */
export function isInForce(exception: Exception, now: number): boolean {
  if (exception.expires === "") return true;
  const day = Date.parse(`${exception.expires}T00:00:00Z`);
  return Number.isNaN(day) || now < day + 86_400_000;
}

/** Compiled exceptions: a case tests each of a hundred thousand alerts against them. */
export class ExceptionTests {
  readonly #byRule = new Map<string, { readonly exception: Exception; readonly covers: CoverTest }[]>();

  constructor(exceptions: readonly Exception[]) {
    for (const exception of exceptions) {
      const clause = exactEntries(exception.entries);
      if (clause === null) continue;
      const tests = this.#byRule.get(exception.ruleId) ?? [];
      this.#byRule.set(exception.ruleId, tests);
      tests.push({ exception, covers: clause.test });
    }
  }

  /** Whether any exception could cover an alert of the rule. */
  concern(ruleId: string, now: number): boolean {
    return this.#byRule.get(ruleId)?.some(({ exception }) => isInForce(exception, now)) ?? false;
  }

  /** Returns the first exception in force that covers one of the events, or undefined. */
  covering(ruleId: string, events: readonly FlatEvent[], now: number): Exception | undefined {
    return this.#byRule
      .get(ruleId)
      ?.find(({ exception, covers }) => isInForce(exception, now) && events.some(covers))?.exception;
  }
}

type CoverTest = (event: FlatEvent) => boolean;

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

/** An entry as the form shows it, and as the database has stored it since version 1. */
export interface ExceptionCondition {
  readonly field: string;
  readonly operator: ExceptionOperator;
  /** For a list, one value per line, because values often contain commas. Empty for `exists` and `does not exist`. */
  readonly value: string;
}

/** An exception as the database stores it. */
export interface StoredException extends Omit<Exception, "entries"> {
  readonly entries: readonly ExceptionCondition[];
}

export function exceptionFrom(stored: StoredException): Exception {
  return { ...stored, entries: stored.entries.map(entryOf) };
}

export function storedException(exception: Exception): StoredException {
  const entries = exception.entries.map((entry) => {
    const condition = conditionOf(entry);
    // Without this entry the exception would cover more alerts.
    if (condition === null) throw new Error("An exception is kept only if all its entries can be written.");
    return condition;
  });
  return { ...exception, entries };
}

/** Converts a condition to an Elastic entry. */
export function entryOf({ field, operator, value }: ExceptionCondition): ExceptionEntry {
  switch (operator) {
    case "is":
      return { field, operator: "included", type: "match", value };
    case "is not":
      return { field, operator: "excluded", type: "match", value };
    case "is one of":
      return { field, operator: "included", type: "match_any", value: listed(value) };
    case "is not one of":
      return { field, operator: "excluded", type: "match_any", value: listed(value) };
    case "matches":
      return { field, operator: "included", type: "wildcard", value: escaped(value) };
    case "does not match":
      return { field, operator: "excluded", type: "wildcard", value: escaped(value) };
    case "exists":
      return { field, operator: "included", type: "exists" };
    case "does not exist":
      return { field, operator: "excluded", type: "exists" };
    default:
      // A later version may have written it.
      return { type: "unsupported", kind: "entry" };
  }
}

/** Returns null for an entry that no condition can express. */
export function conditionOf(entry: ExceptionEntry): ExceptionCondition | null {
  if (entry.type === "nested" || entry.type === "unsupported") return null;
  const [included, excluded] = WORDS[entry.type];
  const operator = entry.operator === "included" ? included : excluded;
  return { field: entry.field, operator, value: valueOf(entry) };
}

const WORDS = {
  match: ["is", "is not"],
  match_any: ["is one of", "is not one of"],
  wildcard: ["matches", "does not match"],
  exists: ["exists", "does not exist"],
} as const satisfies Record<ExceptionValueEntry["type"], readonly ExceptionOperator[]>;

function valueOf(entry: ExceptionValueEntry): string {
  switch (entry.type) {
    case "match":
      return entry.value;
    case "match_any":
      return entry.value.join("\n");
    case "wildcard":
      return entry.value.replaceAll("\\\\", "\\");
    case "exists":
      return "";
  }
}

function listed(value: string): string[] {
  return value
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** In conditions nothing is an escape character: paths are full of backslashes. */
function escaped(pattern: string): string {
  return pattern.replaceAll("\\", "\\\\");
}
