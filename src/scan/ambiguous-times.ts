import type { RecordLocation } from "../formats/index.ts";
import type { DateOrder, Occurrence } from "../time/index.ts";
import type { ScanDiagnostic } from "./diagnostic.ts";
import {
  ambiguousTimes,
  dateOrder,
  islamicDays,
  shortYears,
  timesApart,
  unreadTimes,
} from "./file-problems.ts";

type Ambiguous = Exclude<Occurrence, "once">;

/** Fields with times of an event beside its own. */
export const SECONDARY_TIMES = ["event.created", "event.ingested", "event.start", "event.end"] as const;
export type SecondaryTime = (typeof SECONDARY_TIMES)[number] | "UtcTime";

/**
 * What makes a time uncertain: see `Occurrence`; day and month can be swapped; its day is of an uncertain
 * variant of the Islamic calendar; its year has two digits; it is far from Sysmon's own time; it, or a secondary one, is not understood
 * at all.
 */
type UncertainKind = Ambiguous | "order" | "islamic-day" | "short-year" | "apart" | "unread" | SecondaryTime;

const isSecondary = (kind: UncertainKind): kind is SecondaryTime =>
  kind === "UtcTime" || (SECONDARY_TIMES as readonly string[]).includes(kind);

interface Uncertain {
  readonly count: number;
  readonly first: RecordLocation;
  /** How the first was read, or its text. */
  readonly detail: string;
}

/** The number of events with an uncertain time of one kind, and the first of them. */
export interface AmbiguousTimes {
  readonly uncertain: ReadonlyMap<UncertainKind, Uncertain>;
  /** The orders of day and month that other dates show. */
  readonly shown: readonly DateOrder[];
  /** Whether the analyst chose the order. */
  readonly fromAnalyst: boolean;
}

/** The longest text of a time that a problem repeats, in UTF-16 units. */
const LONGEST = 64;

/** Counts the events whose time may be wrong, or could not be read. */
export class AmbiguousTimesBuilder {
  readonly #uncertain = new Map<
    UncertainKind,
    { count: number; readonly first: RecordLocation; readonly detail: string }
  >();
  readonly #shown = new Set<DateOrder>();
  #fromAnalyst: boolean;

  /** @param fromAnalyst whether the analyst chose the order of day and month */
  constructor(fromAnalyst = false) {
    this.#fromAnalyst = fromAnalyst;
  }

  /** Good until the next event. */
  get counts(): AmbiguousTimes {
    return { uncertain: this.#uncertain, shown: [...this.#shown], fromAnalyst: this.#fromAnalyst };
  }

  note(occurs: Occurrence, location: RecordLocation): void {
    if (occurs !== "once") this.#add(occurs, 1, location, "");
  }

  /** An event has a date whose day and month can be swapped. */
  noteOrder(readAs: DateOrder, location: RecordLocation): void {
    this.#add("order", 1, location, readAs);
  }

  /** An event has an Islamic date whose variants of the calendar differ in the day. */
  noteUncertainDay(location: RecordLocation): void {
    this.#add("islamic-day", 1, location, "");
  }

  /** An event has a date whose year has two digits, at one end or the other. */
  noteShortYear(location: RecordLocation): void {
    this.#add("short-year", 1, location, "");
  }

  /** The local time of an event is so many days away from Sysmon's own. */
  noteApart(days: number, location: RecordLocation): void {
    this.#add("apart", 1, location, String(days));
  }

  /** Other dates show these orders. */
  noteShown(orders: readonly DateOrder[]): void {
    for (const order of orders) this.#shown.add(order);
  }

  /** An event's time is not understood. */
  noteUnread(text: string, location: RecordLocation): void {
    this.#add("unread", 1, location, text.slice(0, LONGEST));
  }

  /** A time of an event beside its own is not understood. */
  noteSecondary(field: SecondaryTime, text: string, location: RecordLocation): void {
    this.#add(field, 1, location, text.slice(0, LONGEST));
  }

  /** Adds the counts of a later part of the file, whose lines are counted from its own start. */
  join({ uncertain, shown, fromAnalyst }: AmbiguousTimes, lines: number): void {
    for (const [kind, { count, first, detail }] of uncertain) {
      this.#add(kind, count, { ...first, line: first.line + lines }, detail);
    }
    this.noteShown(shown);
    this.#fromAnalyst ||= fromAnalyst;
  }

  #add(kind: UncertainKind, count: number, location: RecordLocation, detail: string): void {
    const known = this.#uncertain.get(kind);
    if (known === undefined) this.#uncertain.set(kind, { count, first: location, detail });
    else known.count += count;
  }

  /** One problem for each kind; none for dates whose order the file shows. */
  problems(zone: string): ScanDiagnostic[] {
    return [...this.#uncertain].flatMap(([kind, { count, first, detail }]) => {
      if (kind === "unread") return unreadTimes(count, detail, first);
      if (kind === "islamic-day") return islamicDays(count, first);
      if (kind === "short-year") return shortYears(count, first);
      if (kind === "apart") return timesApart(count, Number(detail), first);
      if (isSecondary(kind)) return unreadTimes(count, detail, first, kind);
      if (kind !== "order") return ambiguousTimes(kind, count, zone, first);
      return dateOrder(count, detail as DateOrder, this.#shown, this.#fromAnalyst, first) ?? [];
    });
  }
}
