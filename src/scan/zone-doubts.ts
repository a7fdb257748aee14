import type { Place, Problem } from "../formats/index.ts";
import type { Occurrence } from "../sources/index.ts";
import { doubtfulTimes } from "./file-problems.ts";

/** Counts the events whose time the zone's clock showed twice or never: what they were taken for may be an hour off. */
export class ZoneDoubts {
  readonly #name: string;
  readonly #met = new Map<Occurrence, { count: number; readonly first: Place }>();

  constructor(zoneName: string) {
    this.#name = zoneName;
  }

  note(occurs: Occurrence, place: Place): void {
    if (occurs === "once") return;
    const met = this.#met.get(occurs);
    if (met === undefined) this.#met.set(occurs, { count: 1, first: place });
    else met.count++;
  }

  /** One remark a kind. */
  problems(): Problem[] {
    return [...this.#met].map(([occurs, { count, first }]) =>
      doubtfulTimes(occurs, count, this.#name, first),
    );
  }
}
