import * as Comlink from "comlink";
import { type Evidence, wasRead } from "../../case/index.ts";
import type { Rule } from "../../rules/index.ts";
import type {
  EventAround,
  EventDensity,
  EventFacet,
  EventField,
  EventGap,
  EventGroups,
  EventQuery,
  EventRow,
  HuntLimit,
  IndexAnswer,
  MarkedPlaces,
  RecordIdGaps,
} from "../../scan/index.ts";
import type { IndexWorkerApi } from "../../../workers/index-role.ts";
import type { WorkerHandle, Workers } from "../workers/workers.ts";
import type { CaseEvents } from "./case-events.ts";
import type { Ledger } from "./ledger.svelte.ts";

/**
 * Whether the index has every event that a hunt would find in a file. It has none that was carved or is locked, and those of
 * the pass before where the read settings were changed since.
 */
function hasWhole(evidence: Evidence, events: number): boolean {
  const { records, carved = 0, locked = 0, readAs } = evidence;
  return wasRead(evidence) && readAs !== null && carved === 0 && locked === 0 && events === records;
}

const NONE = { events: 0 };

/** Asks the event index of a case. The index is read from the database, without the files, when it is first asked. */
export class CaseEventIndex {
  readonly #events: CaseEvents;
  readonly #ledger: Ledger;
  readonly #workers: Pick<Workers, "startIndex">;
  #worker: WorkerHandle<IndexWorkerApi> | null = null;
  /** The events that the worker has of each file: their generation, and how many they are. */
  readonly #loaded = new Map<string, { readonly generation: number; events: number }>();
  #loading: Promise<void> = Promise.resolve();

  constructor(events: CaseEvents, ledger: Ledger, workers: Pick<Workers, "startIndex">) {
    this.#events = events;
    this.#ledger = ledger;
    this.#workers = workers;
  }

  /**
   * The number of events that the index has, and the number of events of the case. There are fewer in the index than were
   * stored where the browser has lost some, and where there are more than fit into memory.
   */
  get coverage(): { readonly indexed: number; readonly events: number } {
    const { shown } = this.#ledger;
    return {
      indexed: shown.reduce(
        (sum, { id, indexed }) => sum + (this.#loaded.get(id) ?? indexed ?? NONE).events,
        0,
      ),
      events: shown.reduce((sum, file) => sum + file.records, 0),
    };
  }

  /** See `EventIndex.mark`. */
  mark(words: readonly string[], evidenceId: string, places: MarkedPlaces): Promise<number> {
    return this.#ask((api) => api.mark(words, evidenceId, places));
  }

  /** See `EventIndex.forgetMarks`. */
  forgetMarks(): Promise<void> {
    return this.#ask((api) => api.forgetMarks());
  }

  /** See `answer` of the worker. Files that the index does not have whole are left out. */
  async answer(rule: Rule, limit: HuntLimit): Promise<IndexAnswer> {
    const { files, nearest } = await this.#ask((api) => api.answer(rule, limit));
    const whole = files.filter(({ evidenceId, events }) => {
      const evidence = this.#ledger.get(evidenceId);
      return evidence !== undefined && hasWhole(evidence, events);
    });
    return { files: whole, nearest };
  }

  countOf(query: EventQuery): Promise<number> {
    return this.#ask((api) => api.countOf(query));
  }

  top(query: EventQuery, field: EventField, limit: number): Promise<(readonly [string, number])[]> {
    return this.#ask((api) => api.top(query, field, limit));
  }

  density(
    query: EventQuery,
    steps: number,
    field: EventField | null,
    limit?: number,
  ): Promise<EventDensity | null> {
    return this.#ask((api) => api.density(query, steps, field, limit));
  }

  rows(query: EventQuery, skip: number, limit: number): Promise<EventRow[]> {
    return this.#ask((api) => api.rows(query, skip, limit));
  }

  /** The position of an event among those that a query finds, in the order of `rows`; -1 if it is not one of them. */
  positionOf(query: EventQuery, event: EventRow): Promise<number> {
    return this.#ask((api) => api.positionOf(query, event));
  }

  /** See `EventIndex.facets`. */
  facets(query: EventQuery, fields: readonly EventField[], limit: number): Promise<EventFacet[]> {
    return this.#ask((api) => api.facets(query, fields, limit));
  }

  /** The events that a query finds, counted by their values in some fields. */
  groups(query: EventQuery, fields: readonly EventField[], limit: number): Promise<EventGroups> {
    return this.#ask((api) => api.groups(query, fields, limit));
  }

  /** The longest times without an event of each host in each channel, longest first. */
  gaps(
    query: EventQuery,
    limit: number,
  ): Promise<{ readonly gaps: readonly EventGap[]; readonly distinct: number }> {
    return this.#ask((api) => api.gaps(query, limit));
  }

  /** What the numbers of records say about missing ones, most missing first. */
  recordIdGaps(
    query: EventQuery,
    limit: number,
  ): Promise<{ readonly found: readonly RecordIdGaps[]; readonly distinct: number }> {
    return this.#ask((api) => api.recordIdGaps(query, limit));
  }

  around(query: EventQuery, time: number, limit: number): Promise<EventAround> {
    return this.#ask((api) => api.around(query, time, limit));
  }

  /** See `EventIndex.inferredParents`. */
  inferredParents(entities: readonly string[]): Promise<(readonly [entity: string, parent: string])[]> {
    return this.#ask((api) => api.inferredParents(entities));
  }

  /** See `EventIndex.childrenOf`. */
  childrenOf(
    entities: readonly string[],
  ): Promise<{ readonly children: readonly string[]; readonly isInferred: boolean }> {
    return this.#ask((api) => api.childrenOf(entities));
  }

  descendants(host: string, entity: string): Promise<EventQuery> {
    return this.#ask((api) => api.descendants(host, entity));
  }

  /** Ends the worker. The next question starts another. */
  end(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#loaded.clear();
  }

  async #ask<Answer>(ask: (api: IndexWorkerApi) => Promise<Answer>): Promise<Answer> {
    const worker = (this.#worker ??= this.#workers.startIndex());
    // One after the other: two questions at once must not load a file twice.
    const loading = this.#loading.catch(() => undefined).then(() => this.#load(worker));
    this.#loading = loading;
    await loading;
    return worker.run(ask);
  }

  /** Brings the worker up to date with what the case has. */
  async #load(worker: WorkerHandle<IndexWorkerApi>): Promise<void> {
    const generations = new Map(
      this.#ledger.files.flatMap(({ id, indexed }) =>
        indexed === undefined ? [] : [[id, indexed.generation]],
      ),
    );
    for (const [id, { generation }] of [...this.#loaded]) {
      if (generations.get(id) === generation) continue;
      this.#loaded.delete(id);
      await worker.run((api) => api.remove(id));
    }
    for (const [id, generation] of generations) {
      if (this.#loaded.has(id)) continue;
      const loaded = { generation, events: 0 };
      this.#loaded.set(id, loaded);
      for await (const page of this.#events.pagesOf(id)) {
        // A copy: where there is no database, the page is all that there is.
        const bytes = page.bytes.slice();
        if (await worker.run((api) => api.add(id, Comlink.transfer(bytes, [bytes.buffer]))))
          loaded.events += page.count;
      }
    }
  }
}
