/**
 * Sequences as a machine that is fed events in order, one at a time. It keeps one candidate for each key and stage:
 * an event takes the latest candidate of the stage before and drops the older ones, so only the latest can ever
 * matter. With a maxspan everything older is forgotten, which bounds the memory of an endless stream.
 *
 * Source of the rules: SequenceMatcher and TumblingWindow of Elasticsearch's x-pack/plugin/eql and their tests.
 */
import type { FlatEvent } from "./flat-event.ts";
import { keyText, keysOf } from "./keys.ts";
import { MissingEvents } from "./missing-events.ts";
import { type Instant, isLongerThan } from "./order.ts";
import type { Field } from "./syntax.ts";

export interface Stage {
  readonly matches: (event: FlatEvent) => boolean;
  readonly by: readonly Field[];
  /** The event must not happen; it takes a place in the result all the same. */
  readonly missing: boolean;
}

export interface SequencePlan {
  /** Repetitions written out: stages of one term share their functions. */
  readonly stages: readonly Stage[];
  readonly until: Stage | null;
  /** Milliseconds, or null for no limit. */
  readonly maxspan: number | null;
  readonly timestampField: string;
}

export interface Hit<T> {
  readonly item: T;
  readonly instant: Instant | null;
  /** The place in the order of all events. */
  readonly ordinal: number;
}

/** A finished or growing sequence: one hit for each positive stage so far. */
export type Candidate<T> = readonly [Hit<T>, ...Hit<T>[]];

/** The events of one finding, in the order of the stages; null where an event was missing, as it had to be. */
export type SequenceResult<T> = readonly (T | null)[];

/** How many events pass between two sweeps that forget what is too old. */
const SWEEP_EVERY = 4096;

export class SequenceMachine<T> {
  private readonly plan: SequencePlan;
  private readonly positive: readonly Stage[];
  private readonly missing: MissingEvents<T> | null;
  /** For each key the candidate that waits behind each positive stage but the last. */
  private readonly waiting = new Map<string, (Candidate<T> | undefined)[]>();
  /** For each key the place of the latest until event. */
  private readonly ended = new Map<string, number>();
  private readonly finished: Candidate<T>[] = [];
  private count = 0;

  constructor(plan: SequencePlan) {
    this.plan = plan;
    this.positive = plan.stages.filter((stage) => !stage.missing);
    this.missing = plan.stages.some((stage) => stage.missing) ? new MissingEvents<T>(plan) : null;
  }

  /** Takes the next event; events come in ascending order (see `inOrder`). `item` is what results will hold. */
  push(event: FlatEvent, instant: Instant | null, item: T): void {
    const hit: Hit<T> = { item, instant, ordinal: this.count++ };
    this.missing?.see(event, instant);
    const keys = this.keysByTerm(event);
    // Later stages first, so that one event never fills two places of one sequence.
    for (let s = this.positive.length - 1; s >= 0; s--) {
      for (const key of keys(this.positive[s]!)) this.place(s, key, hit);
    }
    const { until } = this.plan;
    if (until !== null) {
      for (const key of keys(until)) if (this.waiting.has(key)) this.ended.set(key, hit.ordinal);
    }
    if (this.plan.maxspan !== null && this.count % SWEEP_EVERY === 0) this.sweep(instant, this.plan.maxspan);
  }

  /** The sequences found since the last call, by last event, then first event; those still undecided not among them. */
  take(): SequenceResult<T>[] {
    const done = this.missing === null ? this.finished.splice(0) : this.missing.take();
    done.sort((a, b) => a.at(-1)!.ordinal - b.at(-1)!.ordinal || a[0].ordinal - b[0].ordinal);
    return done.map((candidate) => this.result(candidate));
  }

  /** Ends the stream: what waited for a missing event to happen is decided, and nothing more can be found. */
  finish(): SequenceResult<T>[] {
    this.missing?.end();
    return this.take();
  }

  /** The keys of an event for a stage, empty if it does not match; asked once for the stages of one term. */
  private keysByTerm(event: FlatEvent): (stage: Stage) => readonly string[] {
    const known = new Map<Stage["matches"], readonly string[]>();
    return (stage) => {
      let keys = known.get(stage.matches);
      if (keys === undefined) {
        keys = stage.matches(event)
          ? keysOf(event, stage.by).map((k) => keyText(k, stage.by, this.plan.timestampField))
          : [];
        known.set(stage.matches, keys);
      }
      return keys;
    };
  }

  private place(stage: number, key: string, hit: Hit<T>): void {
    if (stage === 0) {
      this.keep(0, key, [hit]);
      return;
    }
    const slots = this.waiting.get(key);
    const candidate = slots?.[stage - 1];
    if (slots === undefined || candidate === undefined) return;
    slots[stage - 1] = undefined;
    if (!this.isTooLate(candidate, key, hit)) this.keep(stage, key, [...candidate, hit]);
    if (slots.every((slot) => slot === undefined)) {
      this.waiting.delete(key);
      this.ended.delete(key);
    }
  }

  private isTooLate(candidate: Candidate<T>, key: string, hit: Hit<T>): boolean {
    const { maxspan } = this.plan;
    if (maxspan !== null && isLongerThan(maxspan, candidate[0].instant, hit.instant)) return true;
    // An event may be a match and until at once: then it ends what it has just advanced.
    const ended = this.ended.get(key);
    return ended !== undefined && ended >= candidate.at(-1)!.ordinal;
  }

  private keep(stage: number, key: string, candidate: Candidate<T>): void {
    if (stage === this.positive.length - 1) {
      if (this.missing === null) this.finished.push(candidate);
      else this.missing.check(candidate, key);
      return;
    }
    let slots = this.waiting.get(key);
    if (slots === undefined)
      this.waiting.set(key, (slots = new Array<undefined>(this.positive.length - 1).fill(undefined)));
    slots[stage] = candidate;
  }

  private sweep(now: Instant | null, maxspan: number): void {
    for (const [key, slots] of this.waiting) {
      slots.forEach((candidate, i) => {
        if (candidate !== undefined && isLongerThan(maxspan, candidate[0].instant, now)) slots[i] = undefined;
      });
      if (slots.every((slot) => slot === undefined)) {
        this.waiting.delete(key);
        this.ended.delete(key);
      }
    }
    this.missing?.forget(now, maxspan);
  }

  private result(candidate: Candidate<T>): SequenceResult<T> {
    let next = 0;
    return this.plan.stages.map((stage) => (stage.missing ? null : candidate[next++]!.item));
  }
}
