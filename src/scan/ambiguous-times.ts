import type { RecordLocation } from "../formats/index.ts";
import type { Occurrence } from "../time/index.ts";
import type { ScanDiagnostic } from "./diagnostic.ts";
import { ambiguousTimes } from "./file-problems.ts";

type Ambiguous = Exclude<Occurrence, "once">;

/** How many events have a time that the zone's clock showed twice or never, and the location of the first. */
export type AmbiguousTimes = ReadonlyMap<
  Ambiguous,
  { readonly count: number; readonly first: RecordLocation }
>;

/** Counts the events whose time may be an hour off. */
export class AmbiguousTimesBuilder {
  readonly #counts = new Map<Ambiguous, { count: number; readonly first: RecordLocation }>();

  /** Good until the next event. */
  get counts(): AmbiguousTimes {
    return this.#counts;
  }

  note(occurs: Occurrence, location: RecordLocation): void {
    if (occurs !== "once") this.#add(occurs, 1, location);
  }

  /** Adds the counts of a later part of the file, whose lines are counted from its own start. */
  join(further: AmbiguousTimes, lines: number): void {
    for (const [occurs, { count, first }] of further) {
      this.#add(occurs, count, { ...first, line: first.line + lines });
    }
  }

  #add(occurs: Ambiguous, count: number, location: RecordLocation): void {
    const known = this.#counts.get(occurs);
    if (known === undefined) this.#counts.set(occurs, { count, first: location });
    else known.count += count;
  }

  /** One warning for each kind. */
  problems(zone: string): ScanDiagnostic[] {
    return [...this.#counts].map(([occurs, { count, first }]) => ambiguousTimes(occurs, count, zone, first));
  }
}
