import type { Instant } from "../../time/index.ts";

/**
 * An event as a sequence or sample sees it: when it happened, and for each of the query's terms (in order, `until`
 * last) the keys with which it matches that term; no key if it does not match. That is all a machine needs, so the
 * events themselves need not be kept.
 */
export interface TermMatch {
  readonly instant: Instant | null;
  readonly keys: readonly (readonly string[])[];
}

export interface SequenceStage {
  /** Index of its term: repetitions (`with runs`) share theirs. */
  readonly term: number;
  /** The event must not happen; it still has an entry in the result. */
  readonly missing: boolean;
}

export interface SequencePlan {
  /** Repetitions written out. */
  readonly stages: readonly SequenceStage[];
  /** Index of the `until` term, null for none. */
  readonly until: number | null;
  /** Milliseconds, or null for no limit. */
  readonly maxspan: number | null;
}

export interface Hit<T> {
  readonly item: T;
  readonly instant: Instant | null;
  /** The position in the order of all term matches. */
  readonly ordinal: number;
}

/** A sequence whose positive stages all have their event. */
export interface SequenceCandidate<T> {
  /** One for each positive stage. */
  readonly hits: readonly [Hit<T>, ...Hit<T>[]];
  readonly rank: number;
}
