/**
 * Sequences as a machine that takes term matches in order, one at a time. It keeps one candidate for each key and
 * stage: an event takes the latest candidate of the stage before and drops the older ones, so only the latest can
 * ever matter. With a maxspan everything older is forgotten, which bounds the memory of an endless stream; without
 * one it grows with the number of different keys.
 *
 * Source of the rules: SequenceMatcher and TumblingWindow of Elasticsearch's x-pack/plugin/eql and their tests.
 */
import type { SequenceCandidate, Hit, SequencePlan, TermMatch, SequenceStage } from "./plan.ts";
import { MissingEvents } from "./missing-events.ts";
import { type Instant, isLongerThan } from "../../time/index.ts";

/** A growing sequence, from its last hit backwards: advancing it copies nothing, however long it is. */
interface Growing<T> {
  readonly hit: Hit<T>;
  readonly first: Hit<T>;
  readonly before: Growing<T> | null;
}

/** The candidates of one key. */
interface WaitingCandidates<T> {
  /** The candidate after each positive stage but the last. */
  readonly candidates: (Growing<T> | undefined)[];
  /** How many of them are set. */
  used: number;
  /** The ordinal of the latest until event, -1 for none. */
  untilOrdinal: number;
}

export interface SequenceResult<T> {
  /** In the order of the stages; null for an event that had to be missing. */
  readonly items: readonly (T | null)[];
  /** Position in the order of completion, which orders sequences that begin and end with the same events. */
  readonly rank: number;
}

/** The fewest events between two sweeps, which drop what is too old. */
const SWEEP_EVERY = 4096;

export class SequenceMachine<T> {
  readonly #plan: SequencePlan;
  readonly #positive: readonly SequenceStage[];
  readonly #missing: MissingEvents<T> | null;
  readonly #waiting = new Map<string, WaitingCandidates<T>>();
  readonly #finished: SequenceCandidate<T>[] = [];
  #count = 0;
  #complete = 0;
  #nextSweep = SWEEP_EVERY;

  constructor(plan: SequencePlan) {
    this.#plan = plan;
    this.#positive = plan.stages.filter((stage) => !stage.missing);
    this.#missing = plan.stages.some((stage) => stage.missing) ? new MissingEvents<T>(plan) : null;
  }

  /** How many sequences `take` would return. */
  get ready(): number {
    return this.#missing === null ? this.#finished.length : this.#missing.ready;
  }

  /** Takes the next event; they come in ascending order (see `sortEvents`). `item` goes into the results. */
  push(termMatch: TermMatch, item: T): void {
    const { instant, keys } = termMatch;
    const { until, maxspan } = this.#plan;
    const hit: Hit<T> = { item, instant, ordinal: this.#count++ };
    this.#missing?.see(termMatch);
    // Later stages first, so that one event never fills two stages of one sequence.
    for (let s = this.#positive.length - 1; s >= 0; s--) {
      for (const key of keys[this.#positive[s]!.term]!) this.#advance(s, key, hit);
    }
    if (until !== null) {
      for (const key of keys[until]!) {
        const waiting = this.#waiting.get(key);
        if (waiting !== undefined) waiting.untilOrdinal = hit.ordinal;
      }
    }
    if (maxspan !== null && this.#count >= this.#nextSweep) this.#sweep(instant, maxspan);
  }

  /** The sequences found since the last call, by last event, then first event; without those still undecided. */
  take(): SequenceResult<T>[] {
    const done = this.#missing === null ? this.#finished.splice(0) : this.#missing.take();
    done.sort(
      (a, b) =>
        a.hits.at(-1)!.ordinal - b.hits.at(-1)!.ordinal ||
        a.hits[0].ordinal - b.hits[0].ordinal ||
        a.rank - b.rank,
    );
    return done.map((candidate) => this.#result(candidate));
  }

  /** Ends the stream: decides the sequences that waited for a missing event; nothing more can be found. */
  finish(): SequenceResult<T>[] {
    this.#missing?.end();
    return this.take();
  }

  #advance(stage: number, key: string, hit: Hit<T>): void {
    if (stage === 0) {
      this.#keep(0, key, { hit, first: hit, before: null });
      return;
    }
    const waiting = this.#waiting.get(key);
    const candidate = waiting?.candidates[stage - 1];
    if (waiting === undefined || candidate === undefined) return;
    waiting.candidates[stage - 1] = undefined;
    waiting.used--;
    if (!this.#isTooLate(candidate, waiting.untilOrdinal, hit))
      this.#keep(stage, key, { hit, first: candidate.first, before: candidate });
    if (waiting.used === 0) this.#waiting.delete(key);
  }

  #isTooLate(candidate: Growing<T>, untilOrdinal: number, hit: Hit<T>): boolean {
    const { maxspan } = this.#plan;
    if (maxspan !== null && isLongerThan(maxspan, candidate.first.instant, hit.instant)) return true;
    // An event may match a stage and until at once: then it ends the sequence it has just advanced.
    return untilOrdinal >= candidate.hit.ordinal;
  }

  #keep(stage: number, key: string, candidate: Growing<T>): void {
    const last = this.#positive.length - 1;
    if (stage === last) {
      const complete = { hits: hitsOf(candidate), rank: this.#complete++ };
      if (this.#missing === null) this.#finished.push(complete);
      else this.#missing.check(complete, key);
      return;
    }
    let waiting = this.#waiting.get(key);
    if (waiting === undefined) {
      waiting = { candidates: new Array<undefined>(last).fill(undefined), used: 0, untilOrdinal: -1 };
      this.#waiting.set(key, waiting);
    }
    if (waiting.candidates[stage] === undefined) waiting.used++;
    waiting.candidates[stage] = candidate;
  }

  #sweep(now: Instant | null, maxspan: number): void {
    for (const [key, waiting] of this.#waiting) {
      waiting.candidates.forEach((candidate, i) => {
        if (candidate === undefined || !isLongerThan(maxspan, candidate.first.instant, now)) return;
        waiting.candidates[i] = undefined;
        waiting.used--;
      });
      if (waiting.used === 0) this.#waiting.delete(key);
    }
    // A sweep looks at every kept key, so enough events must pass before the next one to pay for it.
    const kept = this.#waiting.size + (this.#missing?.forget(now) ?? 0);
    this.#nextSweep = this.#count + Math.max(SWEEP_EVERY, kept);
  }

  #result({ hits, rank }: SequenceCandidate<T>): SequenceResult<T> {
    let next = 0;
    return { items: this.#plan.stages.map((stage) => (stage.missing ? null : hits[next++]!.item)), rank };
  }
}

function hitsOf<T>(last: Growing<T>): SequenceCandidate<T>["hits"] {
  const rest: Hit<T>[] = [];
  let at = last;
  for (; at.before !== null; at = at.before) rest.push(at.hit);
  return [at.hit, ...rest.reverse()];
}
