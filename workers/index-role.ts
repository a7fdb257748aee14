import {
  type EventAround,
  type EventDensity,
  type EventField,
  EventIndex,
  type EventQuery,
  type EventRow,
  unpackPart,
} from "../src/scan/index.ts";

/** Keeps the index of all events of a case in a thread of its own: a question may go over millions of them. */
export function createIndex() {
  const index = new EventIndex();
  return {
    /** Adds a packed part of a file's events: see `packPart` and `EventIndex.add`. */
    async add(evidenceId: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
      return index.add(evidenceId, await unpackPart({ bytes }));
    },

    /** Forgets the events of a file. */
    remove(evidenceId: string): Promise<void> {
      index.remove(evidenceId);
      return Promise.resolve();
    },

    countOf(query: EventQuery): Promise<number> {
      return Promise.resolve(index.countOf(query));
    },

    top(query: EventQuery, field: EventField, limit: number): Promise<(readonly [string, number])[]> {
      return Promise.resolve(index.top(query, field, limit));
    },

    density(query: EventQuery, steps: number, field: EventField | null): Promise<EventDensity | null> {
      return Promise.resolve(index.density(query, steps, field));
    },

    rows(query: EventQuery, skip: number, limit: number): Promise<EventRow[]> {
      return Promise.resolve(index.rows(query, skip, limit));
    },

    /** See `EventIndex.around`. */
    around(query: EventQuery, time: number, limit: number): Promise<EventAround> {
      return Promise.resolve(index.around(query, time, limit));
    },

    /** See `EventIndex.descendants`. */
    descendants(host: string, entity: string): Promise<EventQuery> {
      return Promise.resolve(index.descendants(host, entity));
    },
  };
}

export type IndexWorkerApi = ReturnType<typeof createIndex>;
