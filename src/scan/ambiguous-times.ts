import type { RecordLocation } from "../formats/index.ts";
import type { DateOrder, Occurrence } from "../time/index.ts";
import type { ScanDiagnostic } from "./diagnostic.ts";
import { ambiguousTimes, dateOrder, unreadTimes } from "./file-problems.ts";

type Ambiguous = Exclude<Occurrence, "once">;

/** What makes a time doubtful: see `Occurrence`; day and month can be swapped; it is not understood at all. */
type Doubt = Ambiguous | "order" | "unread";

interface Doubtful {
  readonly count: number;
  readonly first: RecordLocation;
  /** How the first was read, or its text. */
  readonly detail: string;
}

/** How many events have a doubtful time of each kind, and the first of them. */
export interface AmbiguousTimes {
  readonly doubts: ReadonlyMap<Doubt, Doubtful>;
  /** The orders of day and month that other dates show. */
  readonly shown: readonly DateOrder[];
  /** Whether the analyst chose the order. */
  readonly told: boolean;
}

/** The longest text of a time that a problem repeats, in UTF-16 units. */
const LONGEST = 64;

/** Counts the events whose time may be wrong, or could not be read. */
export class AmbiguousTimesBuilder {
  readonly #doubts = new Map<
    Doubt,
    { count: number; readonly first: RecordLocation; readonly detail: string }
  >();
  readonly #shown = new Set<DateOrder>();
  #told: boolean;

  /** @param told whether the analyst chose the order of day and month */
  constructor(told = false) {
    this.#told = told;
  }

  /** Good until the next event. */
  get counts(): AmbiguousTimes {
    return { doubts: this.#doubts, shown: [...this.#shown], told: this.#told };
  }

  note(occurs: Occurrence, location: RecordLocation): void {
    if (occurs !== "once") this.#add(occurs, 1, location, "");
  }

  /** An event has a date whose day and month can be swapped. */
  noteOrder(readAs: DateOrder, location: RecordLocation): void {
    this.#add("order", 1, location, readAs);
  }

  /** Other dates show these orders. */
  noteShown(orders: readonly DateOrder[]): void {
    for (const order of orders) this.#shown.add(order);
  }

  /** An event's time is not understood. */
  noteUnread(text: string, location: RecordLocation): void {
    this.#add("unread", 1, location, text.slice(0, LONGEST));
  }

  /** Adds the counts of a later part of the file, whose lines are counted from its own start. */
  join({ doubts, shown, told }: AmbiguousTimes, lines: number): void {
    for (const [doubt, { count, first, detail }] of doubts) {
      this.#add(doubt, count, { ...first, line: first.line + lines }, detail);
    }
    this.noteShown(shown);
    this.#told ||= told;
  }

  #add(doubt: Doubt, count: number, location: RecordLocation, detail: string): void {
    const known = this.#doubts.get(doubt);
    if (known === undefined) this.#doubts.set(doubt, { count, first: location, detail });
    else known.count += count;
  }

  /** One problem for each kind; none for dates whose order the file shows. */
  problems(zone: string): ScanDiagnostic[] {
    return [...this.#doubts].flatMap(([doubt, { count, first, detail }]) => {
      if (doubt === "unread") return unreadTimes(count, detail, first);
      if (doubt !== "order") return ambiguousTimes(doubt, count, zone, first);
      return dateOrder(count, detail as DateOrder, this.#shown, this.#told, first) ?? [];
    });
  }
}
