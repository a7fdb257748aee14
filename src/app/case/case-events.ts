import type { CaseStore, EventPage } from "../../case/index.ts";
import type { PackedPart } from "../../scan/index.ts";
import type { Ledger } from "./ledger.svelte.ts";

/**
 * A generation is the millisecond in which its pass began, and its pages are numbered from a thousand times that on. A pass
 * needs more than a millisecond for a thousand pages, so the pages of two passes over a file never meet.
 */
const PAGES_PER_MS = 1000;

/** The stored events of a case for its event index: of each file those of one pass, which is its generation. */
export class CaseEvents {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #ledger: Ledger;
  /** The generation that was begun last: two may begin in the same millisecond. */
  #latest = 0;

  constructor(store: CaseStore, caseId: string, ledger: Ledger) {
    this.#store = store;
    this.#caseId = caseId;
    this.#ledger = ledger;
  }

  /** A pass over a file begins. */
  begin(evidenceId: string): EventsOfPass {
    this.#latest = Math.max(this.#latest + 1, Date.now());
    return new EventsOfPass(this.#store, this.#caseId, this.#ledger, evidenceId, this.#latest);
  }

  /** The pages of a file that its index is made from. */
  async *pagesOf(evidenceId: string): AsyncGenerator<EventPage> {
    const generation = this.#ledger.get(evidenceId)?.indexed?.generation;
    if (generation === undefined) return;
    for await (const page of this.#store.eventPages(this.#caseId, evidenceId))
      if (page.generation === generation) yield page;
  }
}

/** The events that one pass finds in one file. They replace those of the pass before when the pass has ended. */
export class EventsOfPass {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #ledger: Ledger;
  readonly #evidenceId: string;
  readonly #generation: number;
  #pages = 0;
  #events = 0;

  constructor(store: CaseStore, caseId: string, ledger: Ledger, evidenceId: string, generation: number) {
    this.#store = store;
    this.#caseId = caseId;
    this.#ledger = ledger;
    this.#evidenceId = evidenceId;
    this.#generation = generation;
  }

  /** Stores a part. Resolves when the next may come. */
  async add({ count, bytes }: PackedPart): Promise<void> {
    const page = this.#generation * PAGES_PER_MS + this.#pages++;
    this.#events += count;
    await this.#store.saveEvents({
      caseId: this.#caseId,
      evidenceId: this.#evidenceId,
      page,
      generation: this.#generation,
      count,
      bytes,
    });
  }

  /** The events that the pass has found so far do not count: it begins again. */
  async forget(): Promise<void> {
    const pages = this.#pages;
    this.#pages = this.#events = 0;
    await this.#store.deleteEvents(this.#caseId, this.#evidenceId, this.#generation * PAGES_PER_MS, pages);
  }

  /** The pass has ended, and its events are those of the file. */
  async settle(): Promise<void> {
    const evidence = this.#ledger.get(this.#evidenceId);
    // The file has been removed meanwhile.
    if (evidence === undefined) return this.forget();
    const { indexed } = evidence;
    this.#ledger.save(this.#evidenceId, {
      indexed: { generation: this.#generation, events: this.#events },
    });
    if (indexed !== undefined)
      await this.#store.deleteEventsBefore(this.#caseId, this.#evidenceId, this.#generation * PAGES_PER_MS);
  }

  /** The pass was stopped or broke. Its events are kept if there are none of an earlier pass. */
  async abandon(): Promise<void> {
    if (this.#ledger.get(this.#evidenceId)?.indexed === undefined) await this.settle();
    else await this.forget();
  }
}
