import type { RecordLocation } from "../formats/index.ts";
import type { EcsEvent } from "../sources/index.ts";
import type { ScanDiagnostic } from "./diagnostic.ts";

export type UnreadValues = NonNullable<EcsEvent["unread"]>;

/** Where the first few of them are. */
const MAX_LOCATIONS = 5;

/** The reasons of events that have values. */
const WITH_VALUES: ReadonlySet<UnreadValues> = new Set(["partial", "shifted", "escaped", "printed"]);

interface UnreadCount {
  count: number;
  readonly locations: RecordLocation[];
}

/** How many events have values that could not be read, by the reason, and the locations of the first. */
export type UnreadCounts = ReadonlyMap<UnreadValues, Readonly<UnreadCount>>;

/** Counts the events whose values could not be read. A rule sees only the header of most, and cannot match on the rest. */
export class UnreadValuesBuilder {
  readonly #entries = new Map<UnreadValues, UnreadCount>();

  /** Valid until the next event. */
  get counts(): UnreadCounts {
    return this.#entries;
  }

  /** The number of events of which only the header could be read. */
  get headerOnly(): number {
    let total = 0;
    for (const [reason, { count }] of this.#entries) if (!WITH_VALUES.has(reason)) total += count;
    return total;
  }

  note(reason: UnreadValues, location: RecordLocation): void {
    this.#add(reason, 1, [location]);
  }

  /** Adds the counts of a later part of the file, whose lines are counted from its own start. */
  join(further: UnreadCounts, lines: number): void {
    for (const [reason, { count, locations }] of further) {
      this.#add(
        reason,
        count,
        locations.map((location) => ({ ...location, line: location.line + lines })),
      );
    }
  }

  #add(reason: UnreadValues, count: number, locations: readonly RecordLocation[]): void {
    const entry = this.#entries.get(reason) ?? { count: 0, locations: [] };
    entry.count += count;
    for (const location of locations)
      if (entry.locations.length < MAX_LOCATIONS) entry.locations.push(location);
    this.#entries.set(reason, entry);
  }

  /** One warning for each reason, at the location of the first event. */
  problems(): ScanDiagnostic[] {
    return [...this.#entries].map(([reason, { count, locations }]) => {
      const { offset, line, member } = locations[0]!;
      return {
        code: "header-only",
        severity: "warning",
        data: {
          reason,
          count,
          places: locations.map((location) => ({ offset: location.offset, line: location.line })),
        },
        offset,
        ...(line > 0 && { line }),
        ...(member !== undefined && { member }),
      };
    });
  }
}
