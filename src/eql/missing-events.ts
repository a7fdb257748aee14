/**
 * The `![...]` of a sequence: what must not have happened. Positive events are matched first, then each finished
 * sequence is checked, by time alone and with the keys of the missing term:
 * - between two events: nothing strictly between them;
 * - in front of the first: the latest such event must lie more than maxspan before the last event;
 * - behind the last: the earliest must lie more than maxspan behind the first event;
 * - both: the gap from the one in front to the one behind must exceed maxspan, and one that never happened is no bar.
 */
import type { FlatEvent } from "./flat-event.ts";
import { keyText, keysOf } from "./keys.ts";
import { type Instant, compareInstants, isLongerThan } from "./order.ts";
import type { Candidate, SequencePlan, Stage } from "./sequence.ts";

interface Term {
  readonly stage: Stage;
  /** How many positive stages stand before it. */
  readonly before: number;
  /** For each key the moments such events happened, ascending. */
  readonly seen: Map<string, Instant[]>;
}

interface Undecided<T> {
  readonly candidate: Candidate<T>;
  readonly key: string;
  readonly leading: Instant | null;
}

export class MissingEvents<T> {
  private readonly maxspan: number;
  private readonly timestampField: string;
  private readonly leading: readonly Term[];
  private readonly between: readonly Term[];
  private readonly trailing: readonly Term[];
  private undecided: Undecided<T>[] = [];
  private accepted: Candidate<T>[] = [];

  constructor(plan: SequencePlan) {
    // The check of a query lets no missing event through without maxspan.
    this.maxspan = plan.maxspan ?? 0;
    this.timestampField = plan.timestampField;
    const positives = plan.stages.filter((stage) => !stage.missing).length;
    let before = 0;
    const terms: Term[] = [];
    for (const stage of plan.stages) {
      if (stage.missing) terms.push({ stage, before, seen: new Map() });
      else before++;
    }
    this.leading = terms.filter((term) => term.before === 0);
    this.between = terms.filter((term) => term.before > 0 && term.before < positives);
    this.trailing = terms.filter((term) => term.before === positives);
  }

  /** Notes an event that may be one of those that must not happen, and decides sequences it lies behind. */
  see(event: FlatEvent, instant: Instant | null): void {
    if (instant === null) return;
    for (const term of [...this.leading, ...this.between]) {
      for (const key of this.keys(term.stage, event)) {
        const moments = term.seen.get(key);
        if (moments === undefined) term.seen.set(key, [instant]);
        else moments.push(instant);
      }
    }
    if (this.undecided.length === 0) return;
    const keys = new Set(this.trailing.flatMap((term) => this.keys(term.stage, event)));
    this.undecided = this.undecided.filter((waiting) => {
      const { candidate, key, leading } = waiting;
      if (keys.has(key) && compareInstants(instant, candidate.at(-1)!.instant) > 0) {
        const from = this.leading.length > 0 ? leading : candidate[0].instant;
        if (isLongerThan(this.maxspan, from, instant)) this.accepted.push(candidate);
        return false;
      }
      if (!isLongerThan(this.maxspan, candidate[0].instant, instant)) return true;
      this.accepted.push(candidate);
      return false;
    });
  }

  /** Checks a sequence whose positive events are all there; one that must wait for what comes behind it is kept. */
  check(candidate: Candidate<T>, key: string): void {
    for (const { before, seen } of this.between) {
      const from = candidate[before - 1]!.instant;
      const to = candidate[before]!.instant;
      const moments = seen.get(key) ?? [];
      if (moments.some((m) => compareInstants(m, from) > 0 && compareInstants(m, to) < 0)) return;
    }
    const leading = this.latestBefore(candidate[0].instant, key);
    if (this.leading.length > 0 && leading === null) this.accepted.push(candidate);
    else if (this.trailing.length > 0) this.undecided.push({ candidate, key, leading });
    else if (this.leading.length === 0 || isLongerThan(this.maxspan, leading, candidate.at(-1)!.instant)) {
      this.accepted.push(candidate);
    }
  }

  /** What is decided since the last call. */
  take(): Candidate<T>[] {
    const done = this.accepted;
    this.accepted = [];
    return done;
  }

  /** No event comes any more: what must not happen did not. */
  end(): void {
    this.accepted.push(...this.undecided.map((waiting) => waiting.candidate));
    this.undecided = [];
  }

  /** Forgets moments that lie too far back to matter to any sequence that ends now or later. */
  forget(now: Instant | null, maxspan: number): void {
    for (const { seen } of [...this.leading, ...this.between]) {
      for (const [key, moments] of seen) {
        const recent = moments.filter((m) => !isLongerThan(maxspan, m, now));
        if (recent.length === 0) seen.delete(key);
        else seen.set(key, recent);
      }
    }
  }

  private keys(stage: Stage, event: FlatEvent): readonly string[] {
    return stage.matches(event)
      ? keysOf(event, stage.by).map((key) => keyText(key, stage.by, this.timestampField))
      : [];
  }

  private latestBefore(instant: Instant | null, key: string): Instant | null {
    let latest: Instant | null = null;
    for (const { seen } of this.leading) {
      for (const moment of seen.get(key) ?? []) {
        if (compareInstants(moment, instant) < 0 && compareInstants(moment, latest) > 0) latest = moment;
      }
    }
    return latest;
  }
}
