import type { FlatEvent } from "../ecs/index.ts";

/** Events that are looked at one by one: after so many, a field that is common has been met. */
const EVERY_EVENT = 20_000;
/**
 * Behind those, one in so many: fields that never occur are looked for to the end, and a pack of rules names a hundred.
 */
const THEN_ONE_IN = 16;

/**
 * Notes which of the fields that rules name occur, for the remark that a rule names one that never does. It is a
 * sample: of the decoded events every one at first, later one in sixteen; what was not decoded is not looked at. A
 * field that is missing here may occur, but seldom.
 */
export class FieldsSeen {
  #missing: string[];
  readonly #seen: string[] = [];
  #events = 0;

  constructor(fields: Iterable<string>) {
    this.#missing = [...fields];
  }

  note(event: FlatEvent): void {
    const skip = this.#events >= EVERY_EVENT && this.#events % THEN_ONE_IN !== 0;
    this.#events++;
    if (skip || !this.#missing.some((field) => event[field] !== undefined)) return;
    this.#seen.push(...this.#missing.filter((field) => event[field] !== undefined));
    this.#missing = this.#missing.filter((field) => event[field] === undefined);
  }

  /** In alphabetical order. */
  finish(): string[] {
    return this.#seen.toSorted();
  }
}
