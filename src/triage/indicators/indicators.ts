import type { FlatEvent } from "../../ecs/index.ts";
import { INDICATOR_KINDS, type IndicatorKind, indicatorsIn } from "./fields.ts";

export { INDICATOR_KINDS, type IndicatorKind } from "./fields.ts";

export interface Indicator {
  readonly kind: IndicatorKind;
  /** As it was spelt first. */
  readonly value: string;
  /** In how many alerts it is. */
  readonly alerts: number;
  /** The times of the first and the last of them, in epoch milliseconds; NaN if none has a time. */
  readonly first: number;
  readonly last: number;
}

/** How many different ones are kept: evidence can name any number. */
const MOST = 50_000;
/** The longest value that is kept, in UTF-16 units: Windows has no longer command line. */
const LONGEST = 32_767;

/** Gathers the indicators of alerts, in bounded memory. */
export class Indicators {
  /** Values that are not listed, because there were too many or they were too long. */
  left = 0;
  readonly #found = new Map<string, { -readonly [Name in keyof Indicator]: Indicator[Name] }>();

  /**
   * Adds an alert.
   *
   * @param events its event, or those of a sequence
   * @param time of the alert, in epoch milliseconds, or NaN
   */
  add(events: Iterable<FlatEvent>, time: number): void {
    const seen = new Set<string>();
    for (const event of events)
      for (const [kind, value] of indicatorsIn(event)) {
        const key = keyOf(kind, value);
        if (seen.has(key)) continue;
        seen.add(key);
        this.#count(key, kind, value, time);
      }
  }

  /** By kind, then the most frequent first, then by value. */
  list(): Indicator[] {
    return [...this.#found.values()].sort(
      (a, b) =>
        INDICATOR_KINDS.indexOf(a.kind) - INDICATOR_KINDS.indexOf(b.kind) ||
        b.alerts - a.alerts ||
        (a.value < b.value ? -1 : 1),
    );
  }

  #count(key: string, kind: IndicatorKind, value: string, time: number): void {
    const known = this.#found.get(key);
    if (known === undefined) {
      if (this.#found.size >= MOST || value.length > LONGEST) this.left++;
      else this.#found.set(key, { kind, value, alerts: 1, first: time, last: time });
      return;
    }
    known.alerts++;
    if (Number.isNaN(time)) return;
    known.first = Number.isNaN(known.first) ? time : Math.min(known.first, time);
    known.last = Number.isNaN(known.last) ? time : Math.max(known.last, time);
  }
}

/** Windows does not tell upper from lower case in names and paths; in a command line it may matter. */
function keyOf(kind: IndicatorKind, value: string): string {
  return `${kind}\0${kind === "command line" || kind === "url" ? value : value.toLowerCase()}`;
}
