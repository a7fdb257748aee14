import type { CompiledSample, CompiledSequence, CompiledTerm, Field } from "../../eql/index.ts";
import type { Clause, Explanation, RequiredTextClause } from "../../match/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import type { DateMathStep } from "../../time/index.ts";
import type { QueryLanguage } from "./query-language.ts";
import type { RuleWarning } from "./rule-warning.ts";
import type { Unsupported } from "./unsupported.ts";

/** One of the conditions that must all be true. Clauses with the same language, timestamp field and text are equal. */
export interface Condition {
  /** The id of its language. */
  readonly language: string;
  /** The field that is compared as a date whatever its name; null for none. */
  readonly timestampField: string | null;
  /** See `QueryLanguage`. */
  readonly multiFields: readonly string[];
  readonly clause: Clause;
}

interface Runs {
  readonly state: "runs";
  readonly language: QueryLanguage;
  /** The event.category of every matching event; null for any. */
  readonly category: string | null;
  /** Every field that the query names. */
  readonly fields: readonly string[];
  readonly requiredTexts: readonly RequiredTextClause[];
  readonly warnings: readonly RuleWarning[];
  /** Whether an event is to be evaluated at all: every filter matches and no exception does. */
  readonly guard: (event: FlatEvent) => boolean;
}

/** What one kind of rule has besides. */
export type OwnParts<T> = Omit<T, keyof Runs>;

export interface RunsEvent extends Runs {
  readonly kind: "event";
  /** The query, the filters and the exceptions: an event that meets all of them raises an alert. */
  readonly conditions: readonly Condition[];
  /** Throws EqlError as EQL's `matches` does, for an event with millions of combinations of values. */
  readonly matches: (event: FlatEvent) => boolean;
  readonly explain: (event: FlatEvent) => Explanation;
}

/**
 * One term of a sequence or sample, with the rule's filters and exceptions. It is evaluated like an event rule, so that
 * many terms of many rules can be evaluated at once (see `RuleSet`).
 */
export interface RunsTerm extends Pick<RunsEvent, "category" | "conditions" | "requiredTexts" | "matches"> {
  /** See `CompiledTerm`. */
  readonly keys: CompiledTerm["keys"];
  /** The fields of the keys. */
  readonly by: readonly Field[];
  /** Whether a match has an event of this term, must not have one, or ends before one (`until`). */
  readonly role: "event" | "missing" | "until";
  /** How many events of a match are of this term; 0 for `until`. */
  readonly runs: number;
  /** Equal for terms, of any rules, that give every event the same keys. */
  readonly keysId: string;
}

interface RunsCorrelation extends Runs {
  /** In the order of the terms in a term match. */
  readonly terms: readonly RunsTerm[];
  /** The fields that order events: see `sortEvents`. */
  readonly timestampField: string;
  readonly tiebreakerField?: string;
}

export interface RunsSequence extends RunsCorrelation, Pick<CompiledSequence, "query" | "open"> {
  readonly kind: "sequence";
}

export interface RunsSample extends RunsCorrelation, Pick<CompiledSample, "query" | "open"> {
  readonly kind: "sample";
}

/** A rule that counts events with the same values. They are matches of its first term, and grouped by the term's keys. */
export interface RunsThreshold extends RunsCorrelation {
  readonly kind: "threshold";
  /** The fields of the groups, in the order of the keys. */
  readonly groupedBy: readonly string[];
  /** How many events a group needs. */
  readonly least: number;
  /** The field that needs so many different values in a group; its values are the keys of the second term. */
  readonly distinct: { readonly field: string; readonly least: number } | null;
  /** The length of the time that a run searches, in milliseconds; the longest one, if months differ. */
  readonly window: number;
}

/** A rule for the first event, in a stretch of time, with a combination of values. */
export interface RunsNewTerms extends RunsCorrelation {
  readonly kind: "new-terms";
  /** The fields whose combinations of values have to be new, in the order of the keys. */
  readonly groupedBy: readonly string[];
  /** Where the history of a run begins, as steps from the time of the run. */
  readonly history: readonly DateMathStep[];
}

/** A rule that needs many events to decide: they are noted in the scan, and the rule runs over all files at its end. */
export type RunsOverAll = RunsSequence | RunsSample | RunsThreshold | RunsNewTerms;

/** Those whose alerts are about a group of events with the same values. */
export type RunsGroups = RunsThreshold | RunsNewTerms;

export type Runnable = RunsEvent | RunsOverAll | Unsupported;
