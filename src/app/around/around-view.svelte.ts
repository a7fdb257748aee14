import { untrack } from "svelte";
import type { EventAround, EventFilter, EventQuery, EventRow } from "../../scan/index.ts";
import {
  AROUND_SPANS,
  type AroundCentre,
  type AroundScope,
  type Lane,
  type LaneField,
  lanesOf,
  notSeen,
  type NotSeen,
  placeKey,
  type ProcessForest,
  processForest,
  scopeFilters,
  scopesOf,
} from "../../triage/index.ts";
import type { CaseEventIndex } from "../case/event-index.ts";
import { NewestAnswer } from "../events/newest-answer.svelte.ts";
import type { TimeRange } from "../filter/time-range.ts";
import { type MarkedEvents, markedEvents, type MarkSources } from "./marked-events.ts";

/** What one looks around: an alert, or any event. */
export interface AroundSubject {
  /** Differs for every centre: going on from another one begins a new trail. */
  readonly key: string;
  readonly centre: AroundCentre;
  /** Where its record is. */
  readonly place: Pick<EventRow, "evidenceId" | "offset"> & { readonly member?: string | undefined };
}

/** What the page asks of the event index. */
export type AroundIndex = Pick<
  CaseEventIndex,
  | "coverage"
  | "top"
  | "descendants"
  | "inferredParents"
  | "around"
  | "rows"
  | "groups"
  | "density"
  | "countOf"
  | "gaps"
>;

/** An answer, and what it is about: it is not shown for another subject. */
interface About<Answer> {
  readonly key: string;
  readonly answer: Answer;
}

/** What is listed: all events, those with a mark, or processes with what they did. */
export type AroundShown = "list" | "marked" | "processes";

/** The most events that are listed on either side. */
export const AROUND_LIMIT = 50;
const MOST_KEPT = 8;
/** Records at one moment among which one is looked for. */
const MOST_AT_ONCE = 10_000;

/** What happened around an event: what is shown of it, and the answers of the event index. It is kept while other views are shown. */
export class AroundView {
  readonly #index: AroundIndex;
  readonly #sources: MarkSources;
  #scope = $state<AroundScope>("host");
  span = $state(AROUND_SPANS[1]![0]);
  lanesBy = $state<LaneField>("kind");
  #shows = $state<AroundShown | null>(null);
  /** Whether it has the whole room of the view. */
  isWide = $state(false);
  /** A text by which the list is narrowed. */
  text = $state("");
  /** A part of the range of time to which the list is narrowed. */
  picked = $state.raw<TimeRange | null>(null);
  /** The event whose record is shown in the list, by `placeKey`; empty for none. */
  opened = $state("");
  /** Events that the analyst made the centre one after the other. */
  #trail = $state.raw<readonly EventRow[]>([]);
  #root = $state("");

  readonly #list = new NewestAnswer<About<EventAround>>();
  readonly #lanes = new NewestAnswer<About<{ readonly lanes: readonly Lane[]; readonly by: LaneField }>>();
  readonly #marks = new NewestAnswer<About<MarkedEvents>>();
  readonly #forest = new NewestAnswer<About<ProcessForest>>();
  readonly #notSeen = new NewestAnswer<About<readonly NotSeen[]>>();
  readonly #asked = new Map<object, string>();
  /** The filters that were worked out last: the questions about a subject share them. */
  readonly #kept = new Map<string, Promise<readonly EventFilter[]>>();

  constructor(index: AroundIndex, sources: MarkSources) {
    this.#index = index;
    this.#sources = sources;
  }

  get coverage(): AroundIndex["coverage"] {
    // The index knows how many it has once it has answered.
    void this.#list.value;
    return this.#index.coverage;
  }

  /** The centre as it is now: what the detail is about, or the event that was made the centre since. */
  subjectOf(root: AroundSubject): AroundSubject {
    const last = this.#root === root.key ? this.#trail.at(-1) : undefined;
    return last === undefined ? root : { key: placeKey(last), centre: last, place: last };
  }

  /** How many centres one can go back. */
  depthOf(root: AroundSubject): number {
    return this.#root === root.key ? this.#trail.length : 0;
  }

  /** Makes an event the centre. */
  moveTo(root: AroundSubject, event: EventRow): void {
    this.#trail = [...(this.#root === root.key ? this.#trail : []), event];
    this.#root = root.key;
    this.#restart();
  }

  /** Goes back to the centre before. */
  back(): void {
    this.opened = placeKey(this.#trail.at(-1)!);
    this.#trail = this.#trail.slice(0, -1);
    this.picked = null;
  }

  #restart(): void {
    this.picked = null;
    this.opened = "";
    this.text = "";
  }

  /** What is shown of a centre: what was chosen, or else the list, and with room for them the processes. */
  shownOf({ entity, host }: AroundCentre): AroundShown {
    return this.#shows ?? (this.isWide && entity !== "" && host !== "" ? "processes" : "list");
  }

  choose(shows: AroundShown): void {
    this.#shows = shows;
  }

  /** The scope that is shown for a centre: the chosen one, if anything can be said in it. */
  scopeOf(centre: AroundCentre): AroundScope | undefined {
    const scopes = scopesOf(centre);
    return scopes.includes(this.#scope) ? this.#scope : scopes[0];
  }

  chooseScope(scope: AroundScope): void {
    this.#scope = scope;
    this.picked = null;
  }

  rangeOf({ time }: AroundCentre): { readonly from: number; readonly to: number } {
    return { from: time - this.span, to: time + this.span };
  }

  list(subject: AroundSubject): EventAround | null {
    return of(this.#list, subject);
  }
  lanes(subject: AroundSubject): { readonly lanes: readonly Lane[]; readonly by: LaneField } | null {
    return of(this.#lanes, subject);
  }
  marks(subject: AroundSubject): MarkedEvents | null {
    return of(this.#marks, subject);
  }
  forest(subject: AroundSubject): ProcessForest | null {
    return of(this.#forest, subject);
  }
  unseen(subject: AroundSubject): readonly NotSeen[] {
    return of(this.#notSeen, subject) ?? [];
  }

  /** Why the index has not answered, as a sentence; empty if it has. */
  get failure(): string {
    return (
      [this.#list, this.#lanes, this.#marks, this.#forest, this.#notSeen].find(
        ({ failure }) => failure !== "",
      )?.failure ?? ""
    );
  }

  /** Whether marks are being looked for. */
  get isMarking(): boolean {
    return this.#marks.isBusy;
  }

  /**
   * Asks the index what is not known yet. Call it in an effect while it is shown: it runs again when the question changes.
   *
   * @param state changes when the index, the alerts or the files at hand are others than before
   */
  ask(subject: AroundSubject, state: string): void {
    const { centre, key } = subject;
    const scope = this.scopeOf(centre);
    const { span, lanesBy, text, picked } = this;
    const showsForest = this.shownOf(centre) === "processes" || scope === "process";
    const marks = this.marks(subject);
    if (scope === undefined || Number.isNaN(centre.time)) return;
    untrack(() => {
      const about = [key, scope, state] as const;
      const filters = (): Promise<readonly EventFilter[]> => this.#filtersOf(about.join(), centre, scope);
      const range = this.rangeOf(centre);
      const words = text.split(/\s+/).filter((word) => word !== "");
      this.#once(this.#list, [about, span, text, picked], key, async () =>
        this.#index.around(
          {
            ...range,
            ...picked,
            filters: await filters(),
            ...(words.length > 0 && { texts: [{ words }] }),
          },
          centre.time,
          AROUND_LIMIT,
        ),
      );
      this.#once(this.#lanes, [about, span, lanesBy], key, async () => ({
        lanes: await lanesOf(this.#index, { ...range, filters: await filters() }, lanesBy),
        by: lanesBy,
      }));
      this.#once(this.#marks, [about, span], key, async () =>
        markedEvents(this.#sources, await filters(), range, centre.time),
      );
      if (showsForest && marks !== null && centre.host !== "")
        this.#once(this.#forest, [about, span, marks.events.length], key, async () => {
          const wanted = [centre.entity, ...marks.events.map(({ row }) => row.entity)];
          const host = await this.#hostFilters(about.join(), centre);
          const own = await filters();
          // A family is shown as a whole; the processes of a host or a user as far as they are in the range.
          const query: EventQuery = scope === "process" ? { filters: own } : { ...range, filters: own };
          return processForest(this.#index, query, scope === "user" ? [] : host, wanted, centre.time);
        });
      if (scope !== "user")
        this.#once(this.#notSeen, [key, state, span], key, async () => {
          const host = await this.#hostFilters(about.join(), centre);
          const kinds = await lanesOf(this.#index, { ...range, filters: host }, "kind");
          return notSeen(this.#index, host, range, kinds);
        });
    });
  }

  /** What the index has of the event at a place; undefined if it has none. */
  async rowAt(place: AroundSubject["place"], time: number): Promise<EventRow | undefined> {
    if (Number.isNaN(time)) return undefined;
    const from = Math.floor(time);
    const rows = await this.#index.rows({ from, to: from + 1 }, 0, MOST_AT_ONCE);
    return rows.find((row) => placeKey(row) === placeKey(place));
  }

  /** The events of a process in the range of time besides its start, the nearest to the centre first. */
  async eventsOf({ centre }: AroundSubject, entity: string, limit: number): Promise<EventAround> {
    const filters: EventFilter[] = [{ field: "process.entity_id", values: [entity] }];
    return this.#index.around({ ...this.rangeOf(centre), filters }, centre.time, limit);
  }

  #hostFilters(key: string, centre: AroundCentre): Promise<readonly EventFilter[]> {
    return this.#filtersOf(`host ${key}`, centre, "host");
  }

  #filtersOf(key: string, centre: AroundCentre, scope: AroundScope): Promise<readonly EventFilter[]> {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const filters = scopeFilters(this.#index, centre, scope);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, filters);
    filters.catch(() => this.#kept.delete(key));
    return filters;
  }

  /** Asks a question unless it is the one that was asked last, and that has not failed. */
  #once<Answer>(
    answers: NewestAnswer<About<Answer>>,
    question: readonly unknown[],
    key: string,
    ask: () => Promise<Answer>,
  ): void {
    const text = JSON.stringify(question);
    if (this.#asked.get(answers) === text && answers.failure === "") return;
    this.#asked.set(answers, text);
    answers.ask(async () => ({ key, answer: await ask() }));
  }
}

function of<Answer>({ value }: NewestAnswer<About<Answer>>, { key }: AroundSubject): Answer | null {
  return value?.key === key ? value.answer : null;
}
