/**
 * The `![...]` of a sequence: what must not have happened. Positive events are matched first, then each finished
 * sequence is checked, by time alone and with the keys of the missing term:
 * - between two events: nothing strictly between them;
 * - before the first: the latest such event must lie more than maxspan before the last event;
 * - after the last: the earliest must lie more than maxspan after the first event;
 * - both: the gap from the one before to the one after must exceed maxspan. An event that never happened excludes
 *   nothing.
 */
import { type Instant, compareInstants, isLongerThan } from "../../time/index.ts";
import type { SequenceCandidate, SequencePlan, TermMatch } from "./plan.ts";

interface MissingTerm {
  readonly index: number;
  /** How many positive stages come before it. */
  readonly before: number;
  /** For each key the moments such events happened, ascending, each once. */
  readonly seen: Map<string, Instant[]>;
}

/** A sequence that waits for the first event after it that must not happen. */
interface Undecided<T> {
  readonly candidate: SequenceCandidate<T>;
  /** From where the time to that event is measured. */
  readonly from: Instant | null;
}

export class MissingEvents<T> {
  readonly #maxspan: number;
  readonly #leading: readonly MissingTerm[];
  readonly #between: readonly MissingTerm[];
  readonly #trailing: readonly MissingTerm[];
  /** By key, in the order of their last events. */
  readonly #undecided = new Map<string, Undecided<T>[]>();
  #accepted: SequenceCandidate<T>[] = [];

  constructor(plan: SequencePlan) {
    // The check of a query refuses a missing event without maxspan.
    this.#maxspan = plan.maxspan ?? 0;
    const positives = plan.stages.filter((stage) => !stage.missing).length;
    let before = 0;
    const terms: MissingTerm[] = [];
    for (const stage of plan.stages) {
      if (stage.missing) terms.push({ index: stage.term, before, seen: new Map() });
      else before++;
    }
    this.#leading = terms.filter((term) => term.before === 0);
    this.#between = terms.filter((term) => term.before > 0 && term.before < positives);
    this.#trailing = terms.filter((term) => term.before === positives);
  }

  /** How many sequences `take` would return. */
  get ready(): number {
    return this.#accepted.length;
  }

  /** Records an event that may be one that must not happen, and decides the sequences it follows. */
  see({ instant, keys }: TermMatch): void {
    if (instant === null) return;
    for (const { index, seen } of [...this.#leading, ...this.#between]) {
      for (const key of keys[index]!) {
        const moments = seen.get(key);
        if (moments === undefined) seen.set(key, [instant]);
        else if (compareInstants(moments.at(-1)!, instant) < 0) moments.push(instant);
      }
    }
    for (const { index } of this.#trailing) for (const key of keys[index]!) this.#decide(key, instant);
  }

  /** Checks a sequence that has all its positive events; keeps it if it must wait for later events. */
  check(candidate: SequenceCandidate<T>, key: string): void {
    const { hits } = candidate;
    for (const { before, seen } of this.#between) {
      const moments = seen.get(key) ?? [];
      const next = moments[countUpTo(moments, hits[before - 1]!.instant)];
      if (next !== undefined && compareInstants(next, hits[before]!.instant) < 0) return;
    }
    const leading = this.#latestBefore(hits[0].instant, key);
    if (this.#leading.length > 0 && leading === null) this.#accepted.push(candidate);
    else if (this.#trailing.length > 0) {
      const waiting = { candidate, from: this.#leading.length > 0 ? leading : hits[0].instant };
      const list = this.#undecided.get(key);
      if (list === undefined) this.#undecided.set(key, [waiting]);
      else list.push(waiting);
    } else if (this.#leading.length === 0 || isLongerThan(this.#maxspan, leading, hits.at(-1)!.instant)) {
      this.#accepted.push(candidate);
    }
  }

  /** Returns the sequences decided since the last call. */
  take(): SequenceCandidate<T>[] {
    const done = this.#accepted;
    this.#accepted = [];
    return done;
  }

  /** Ends the stream. No more events follow, so what must not happen did not happen. */
  end(): void {
    for (const list of this.#undecided.values())
      for (const { candidate } of list) this.#accepted.push(candidate);
    this.#undecided.clear();
  }

  /**
   * Forgets moments too long ago to matter to any sequence that ends now or later, and accepts the sequences that have
   * waited long enough. Returns how many keys are kept.
   */
  forget(now: Instant | null): number {
    let kept = 0;
    for (const { seen } of [...this.#leading, ...this.#between]) {
      for (const [key, moments] of seen) {
        const recent = moments.findIndex((moment) => !isLongerThan(this.#maxspan, moment, now));
        if (recent < 0) seen.delete(key);
        else moments.splice(0, recent);
      }
      kept += seen.size;
    }
    for (const [key, list] of this.#undecided) {
      const waiting = list.filter(
        ({ candidate }) => !isLongerThan(this.#maxspan, candidate.hits[0].instant, now),
      );
      if (waiting.length === list.length) continue;
      for (const { candidate } of list)
        if (isLongerThan(this.#maxspan, candidate.hits[0].instant, now)) this.#accepted.push(candidate);
      if (waiting.length === 0) this.#undecided.delete(key);
      else this.#undecided.set(key, waiting);
    }
    return kept + this.#undecided.size;
  }

  /** Decides the sequences of this key after which an event that must not happen has happened. */
  #decide(key: string, instant: Instant): void {
    const list = this.#undecided.get(key);
    if (list === undefined) return;
    // Strictly after: a sequence that ends at this very moment goes on waiting.
    let decided = 0;
    while (
      decided < list.length &&
      compareInstants(instant, list[decided]!.candidate.hits.at(-1)!.instant) > 0
    ) {
      const { candidate, from } = list[decided++]!;
      if (isLongerThan(this.#maxspan, from, instant)) this.#accepted.push(candidate);
    }
    if (decided === list.length) this.#undecided.delete(key);
    else list.splice(0, decided);
  }

  #latestBefore(instant: Instant | null, key: string): Instant | null {
    let latest: Instant | null = null;
    for (const { seen } of this.#leading) {
      const moments = seen.get(key) ?? [];
      let at = countUpTo(moments, instant) - 1;
      if (at >= 0 && compareInstants(moments[at]!, instant) === 0) at--;
      const moment = moments[at];
      if (moment !== undefined && compareInstants(moment, latest) > 0) latest = moment;
    }
    return latest;
  }
}

/** How many of the ascending moments lie at or before an instant. */
function countUpTo(moments: readonly Instant[], instant: Instant | null): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareInstants(moments[middle]!, instant) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
