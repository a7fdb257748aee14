import type { Rule } from "../src/rules/index.ts";
import {
  type EventAround,
  type EventDensity,
  type EventFacet,
  type EventField,
  type EventGap,
  type EventGroups,
  EventIndex,
  type EventQuery,
  type EventRow,
  type HuntLimit,
  type IndexAnswer,
  type MarkedPlaces,
  type RecordIdGaps,
  ScanRules,
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

    /** See `EventIndex.mark`. */
    mark(words: readonly string[], evidenceId: string, places: MarkedPlaces): Promise<number> {
      return Promise.resolve(index.mark(words, evidenceId, places));
    },

    /** See `EventIndex.forgetMarks`. */
    forgetMarks(): Promise<void> {
      index.forgetMarks();
      return Promise.resolve();
    },

    /**
     * What the index knows of each file and the query of a hunt: see `EventIndex.answer`. For a sequence or sample, an
     * event matches that is one of its events.
     *
     * @param limit of how many of the nearest events the places are wanted
     */
    answer(rule: Rule, limit: HuntLimit): Promise<IndexAnswer> {
      const { conditions } = new ScanRules([{ rule, exceptions: [] }], Date.now());
      const alternatives = conditions.map((each) => each.conditions.map(({ clause }) => clause));
      return Promise.resolve(index.answer(alternatives, limit.rows, limit.from));
    },

    countOf(query: EventQuery): Promise<number> {
      return Promise.resolve(index.countOf(query));
    },

    top(query: EventQuery, field: EventField, limit: number): Promise<(readonly [string, number])[]> {
      return Promise.resolve(index.top(query, field, limit));
    },

    density(
      query: EventQuery,
      steps: number,
      field: EventField | null,
      limit?: number,
    ): Promise<EventDensity | null> {
      return Promise.resolve(index.density(query, steps, field, limit));
    },

    rows(query: EventQuery, skip: number, limit: number): Promise<EventRow[]> {
      return Promise.resolve(index.rows(query, skip, limit));
    },

    /** See `EventIndex.positionOf`. */
    positionOf(query: EventQuery, event: EventRow): Promise<number> {
      return Promise.resolve(index.positionOf(query, event));
    },

    /** See `EventIndex.facets`. */
    facets(query: EventQuery, fields: readonly EventField[], limit: number): Promise<EventFacet[]> {
      return Promise.resolve(index.facets(query, fields, limit));
    },

    /** See `EventIndex.groups`. */
    groups(query: EventQuery, fields: readonly EventField[], limit: number): Promise<EventGroups> {
      return Promise.resolve(index.groups(query, fields, limit));
    },

    /** See `EventIndex.gaps`. */
    gaps(
      query: EventQuery,
      limit: number,
    ): Promise<{ readonly gaps: readonly EventGap[]; readonly distinct: number }> {
      return Promise.resolve(index.gaps(query, limit));
    },

    /** See `EventIndex.recordIdGaps`. */
    recordIdGaps(
      query: EventQuery,
      limit: number,
    ): Promise<{ readonly found: readonly RecordIdGaps[]; readonly distinct: number }> {
      return Promise.resolve(index.recordIdGaps(query, limit));
    },

    /** See `EventIndex.around`. */
    around(query: EventQuery, time: number, limit: number): Promise<EventAround> {
      return Promise.resolve(index.around(query, time, limit));
    },

    /** See `EventIndex.inferredParents`. */
    inferredParents(entities: readonly string[]): Promise<(readonly [entity: string, parent: string])[]> {
      return Promise.resolve(index.inferredParents(entities));
    },

    /** See `EventIndex.childrenOf`. */
    childrenOf(
      entities: readonly string[],
    ): Promise<{ readonly children: readonly string[]; readonly isInferred: boolean }> {
      return Promise.resolve(index.childrenOf(entities));
    },

    /** See `EventIndex.descendants`. */
    descendants(host: string, entity: string): Promise<EventQuery> {
      return Promise.resolve(index.descendants(host, entity));
    },
  };
}

export type IndexWorkerApi = ReturnType<typeof createIndex>;
