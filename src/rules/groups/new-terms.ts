/**
 * New terms rules: the first event, after a stretch of history, with a combination of values.
 *
 * Source: Kibana's detection engine, rule_types/new_terms (create_new_terms_alert_type, build_new_terms_aggregation,
 * multi_terms_composite).
 */
import { applyDateMath, type DateMathStep } from "../../time/index.ts";
import {
  type CompareKeys,
  firstIndex,
  type GroupedEvents,
  positionFrom,
  type RunWindow,
} from "./grouped-events.ts";

/** A combination of values that is new, and the first event with it. An event with several new ones is in several. */
export interface NewTerm {
  readonly key: string;
  readonly event: number;
}

/** The same for the same event with the same combination, whichever run finds it. */
export function newTermId({ key, event }: NewTerm): string {
  return `${event} ${key}`;
}

/**
 * Finds what would be new if the rule ran all the time: a combination without an event from the beginning of the history
 * on. What came before that is forgotten, so the same combination can be new again.
 *
 * @param history where the history of a moment begins, as steps from that moment
 * @returns by the time of the event
 */
export function newTerms(events: GroupedEvents, history: readonly DateMathStep[]): NewTerm[] {
  const last = new Map<string, number>();
  const found: NewTerm[] = [];
  for (let event = 0; event < events.length; event++) {
    const time = events.time(event);
    const since = applyDateMath(history, time);
    for (const key of events.keys(event)) {
      const before = last.get(key);
      if (before === undefined || before < since) found.push({ key, event });
      last.set(key, time);
    }
  }
  return found;
}

/** What successive runs of a rule find: each event with each combination once. */
export class NewTermsRuns {
  readonly #events: GroupedEvents;
  readonly #compare: CompareKeys;
  readonly #cap: number;
  readonly #hasOneField: boolean;
  /** The positions of the events with a key, ascending. */
  readonly #positions = new Map<string, number[]>();
  readonly #raised = new Set<string>();

  /**
   * @param hasOneField whether the rule has one field only, which decides the order of the alerts of a run
   * @param cap the most alerts of one run
   */
  constructor(events: GroupedEvents, compare: CompareKeys, hasOneField: boolean, cap: number) {
    this.#events = events;
    this.#compare = compare;
    this.#hasOneField = hasOneField;
    this.#cap = cap;
    for (let position = 0; position < events.length; position++) {
      for (const key of events.keys(position)) {
        const positions = this.#positions.get(key);
        if (positions === undefined) this.#positions.set(key, [position]);
        else positions.push(position);
      }
    }
  }

  /**
   * Runs once.
   *
   * @param history where the history begins, milliseconds since 1970; the window counts to it in any case
   */
  run(
    window: RunWindow,
    history: number,
  ): { readonly alerts: readonly NewTerm[]; readonly beyondCap: readonly NewTerm[] } {
    const counts = new Map<string, number>();
    for (let position = window.first; position < window.last; position++)
      for (const key of this.#events.keys(position)) counts.set(key, (counts.get(key) ?? 0) + 1);
    const found: NewTerm[] = [];
    for (const key of counts.keys()) {
      const event = this.#firstSince(key, Math.min(history, window.from));
      // Strictly after the beginning of the window, as Kibana's script has it.
      if (this.#events.time(event) > window.from && !this.#raised.has(newTermId({ key, event })))
        found.push({ key, event });
    }
    found.sort((a, b) => this.#byCount(counts, a, b) || this.#compare(a.key, b.key));
    const alerts = found.slice(0, this.#cap);
    for (const { key, event } of alerts) this.#raised.add(newTermId({ key, event }));
    return { alerts, beyondCap: found.slice(this.#cap) };
  }

  #firstSince(key: string, moment: number): number {
    const positions = this.#positions.get(key)!;
    const since = positionFrom(this.#events, moment);
    return positions[firstIndex(0, positions.length, (i) => positions[i]! < since)]!;
  }

  /** The terms of one field come from an aggregation with the most frequent first, those of several in their own order. */
  #byCount(counts: ReadonlyMap<string, number>, a: NewTerm, b: NewTerm): number {
    return this.#hasOneField ? counts.get(b.key)! - counts.get(a.key)! : 0;
  }
}
