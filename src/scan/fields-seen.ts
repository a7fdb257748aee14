import type { FlatEvent } from "../ecs/index.ts";

/** Every event up to this many is examined: by then a common field has been met. */
const EVERY_EVENT = 20_000;
/**
 * After those, one event in this many: fields that never occur are searched for to the end, and a rule pack names a
 * hundred.
 */
const THEN_ONE_IN = 16;

/**
 * Records which of the rules' fields occur, for the warning that a rule names one that never does. It is a sample:
 * every decoded event at first, later one in sixteen; events that are not decoded are not examined. A field missing
 * here may occur, but rarely.
 */
export class FieldsSeen {
  #skips = false;
  #missing: string[];
  readonly #seen: string[] = [];
  #events = 0;

  constructor(fields: Iterable<string>) {
    this.#missing = [...fields];
  }

  note(event: FlatEvent): void {
    const skip = this.#events >= EVERY_EVENT && this.#events % THEN_ONE_IN !== 0;
    this.#events++;
    if (skip) this.#skips = true;
    if (skip || !this.#missing.some((field) => event[field] !== undefined)) return;
    this.#seen.push(...this.#missing.filter((field) => event[field] !== undefined));
    this.#missing = this.#missing.filter((field) => event[field] === undefined);
  }

  /** Whether a field that has not been seen is in none of the events: every one was examined. */
  get isComplete(): boolean {
    return !this.#skips || this.#missing.length === 0;
  }

  /** In alphabetical order. */
  finish(): string[] {
    return this.#seen.toSorted();
  }
}
