import type { EventQuery, EventRow } from "../../scan/index.ts";
import type { CaseEventIndex } from "../case/event-index.ts";

/** Events that are read at once. */
export const PAGE_EVENTS = 200;
/** Pages that are read at the same time. */
const MOST_READ = 2;
/** Pages that wait. Of those that one scrolls past, only the last ones are read. */
const MOST_WAITING = 3;
/** Pages that are kept: some tens of thousands of events. */
const MOST_KEPT = 150;

/** The events that one query finds, page by page as they are needed. */
export class ListedEvents {
  readonly query: EventQuery;
  readonly count: number;
  readonly isDescending: boolean;
  readonly #index: Pick<CaseEventIndex, "rows">;
  readonly #pages = new Map<number, readonly EventRow[]>();
  readonly #reading = new Set<number>();
  #waiting: number[] = [];
  /** Goes up when a page has been read. */
  #version = $state(0);
  /** Why a page could not be read; empty while all is well. */
  failure = $state("");

  /** @param count the number of events that the query finds */
  constructor(
    index: Pick<CaseEventIndex, "rows">,
    query: EventQuery,
    { count, isDescending = false }: { readonly count: number; readonly isDescending?: boolean },
  ) {
    this.#index = index;
    this.query = query;
    this.count = count;
    this.isDescending = isDescending;
  }

  /** The event at a position of the list; undefined until its page has been read. */
  at(position: number): EventRow | undefined {
    void this.#version;
    return this.#known(position);
  }

  #known(position: number): EventRow | undefined {
    return this.#pages.get(Math.floor(position / PAGE_EVENTS))?.[position % PAGE_EVENTS];
  }

  /** Has the page of a position read, unless it is there already. */
  need(position: number): void {
    const page = Math.floor(position / PAGE_EVENTS);
    if (position < 0 || position >= this.count || this.#pages.has(page) || this.#reading.has(page)) return;
    this.#waiting = [...this.#waiting.filter((other) => other !== page), page].slice(-MOST_WAITING);
    this.#readOn();
  }

  #readOn(): void {
    while (this.#reading.size < MOST_READ) {
      const page = this.#waiting.pop();
      if (page === undefined) return;
      void this.read(page).then(
        () => this.#readOn(),
        (error: unknown) => {
          this.failure = error instanceof Error ? error.message : String(error);
          this.#readOn();
        },
      );
    }
  }

  /** Reads a page now. */
  async read(page: number): Promise<void> {
    this.#reading.add(page);
    try {
      const start = page * PAGE_EVENTS;
      const length = Math.min(PAGE_EVENTS, this.count - start);
      if (length <= 0) return;
      const skip = this.isDescending ? this.count - start - length : start;
      const rows = await this.#index.rows(this.query, skip, length);
      this.#keep(page, this.isDescending ? rows.toReversed() : rows);
    } finally {
      this.#reading.delete(page);
    }
  }

  #keep(page: number, rows: readonly EventRow[]): void {
    this.#pages.set(page, rows);
    // The one that was read first.
    if (this.#pages.size > MOST_KEPT) this.#pages.delete(this.#pages.keys().next().value!);
    this.#version++;
  }

  /** The event at a position, once it has been read; undefined if there is none. */
  async eventAt(position: number): Promise<EventRow | undefined> {
    if (this.#known(position) === undefined) await this.read(Math.floor(position / PAGE_EVENTS));
    return this.#known(position);
  }

  /** The position in the list of a position in the order of time; -1 stays -1. */
  positionOf(inTime: number): number {
    return inTime < 0 || !this.isDescending ? inTime : this.count - 1 - inTime;
  }
}
