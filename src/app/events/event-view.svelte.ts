import { untrack } from "svelte";
import type { EventFacet, EventField, EventGroups, EventQuery, EventRow } from "../../scan/index.ts";
import type { CaseEventIndex } from "../case/event-index.ts";
import type { Ledger } from "../case/ledger.svelte.ts";
import type { NearMissGroup } from "../case/near-misses.ts";
import { type Condition, condition, type TimeRange, withCondition, withToggled } from "../filter/index.ts";
import { MAX_LISTED } from "../list/alert-list.svelte.ts";
import { FACET_FIELDS, readEventConditions } from "./event-fields.ts";
import { queryOf } from "./event-query-of.ts";
import type { EventState } from "./event-state.ts";
import { type EventSummary, type SummaryKind, summaryOf } from "./event-summaries.ts";
import {
  type DensityField,
  type DensityLayout,
  type EventsOverTime,
  eventsOverTime,
} from "./events-over-time.ts";
import { ListedEvents } from "./listed-events.svelte.ts";
import { NewestAnswer } from "./newest-answer.svelte.ts";

/** Values of a field that are asked for. */
const FACET_VALUES = 100;
/** Bars of the events over time. */
const STEPS = 120;
/** Pairs of event code and channel that get a word. */
const MAX_KINDS = 5000;
/** While a scan brings new events, the same questions are asked again at most this often, in milliseconds. */
const ASK_AGAIN_MS = 1500;

/** What the view asks the event index. */
export type EventQuestions = Pick<
  CaseEventIndex,
  "coverage" | "countOf" | "rows" | "positionOf" | "facets" | "density" | "groups" | "gaps" | "recordIdGaps"
>;

/** Finds a near miss of the case by its key: see `nearMissKey`. */
export interface NearMissSource {
  find(key: string): Promise<NearMissGroup | undefined>;
}

/** What a question is asked of: an answer of any kind. */
type Asked = Pick<NewestAnswer<unknown>, "failure">;

/** Which of all events are listed, and which one is selected. It is kept while other views are shown. */
export class EventView {
  readonly #index: EventQuestions;
  readonly #ledger: Pick<Ledger, "shown">;
  readonly #search: { readonly version: number };
  conditions = $state.raw<readonly Condition[]>([]);
  range = $state.raw<TimeRange>({});
  /** The file whose events alone are listed; empty for all files. */
  evidenceId = $state("");
  /** The near miss whose events alone are listed, by its key; empty for all events. */
  nearMiss = $state("");
  /** What was found for a key; null if the case has no such near miss. */
  #nearMissed = $state.raw<{
    readonly key: string;
    /** What the case was then. */
    readonly generations: string;
    readonly group: NearMissGroup | null;
  } | null>(null);
  #nearMissAsked = "";
  /** The part of all time that the bars show. */
  span = $state.raw<TimeRange>({});
  /** The list, or a summary of the events instead. */
  shows = $state<"list" | SummaryKind>("list");
  /** By what the bars are divided, and how they are drawn. */
  by = $state<DensityField | "">("");
  layout = $state<DensityLayout>("stacked");
  isDescending = $state(false);
  selected = $state.raw<EventRow | null>(null);
  /** Where the selected event is in the list; -1 if it is not in it. */
  selectedAt = $state(-1);
  showsDetail = $state(false);
  /** The part of the detail that is shown; it stays for the next event. */
  tab = $state("event");
  /** The list has to show this position: it was chosen with a key, or new events have moved what was being read. */
  target = $state.raw<{ readonly position: number; readonly align: "start" | "nearest" } | null>(null);
  /** The analyst wants to go back to the list, which takes the focus. */
  returning = $state(false);
  #partStart = $state(0);
  /** Where in the list the first event is that can be seen. */
  heldAt = 0;
  /** That event, while the list is not at its start. */
  #held: EventRow | null = null;

  readonly #list = new NewestAnswer<ListedEvents>();
  readonly #facets = new NewestAnswer<readonly EventFacet[]>();
  readonly #density = new NewestAnswer<EventsOverTime | null>();
  readonly #kinds = new NewestAnswer<EventGroups>();
  readonly #summary = new NewestAnswer<EventSummary>();
  /** What was asked last: for each answer the question and the state of the index. */
  readonly #asked = new Map<Asked, string>();
  #askedAt = -Infinity;
  #askedKey = "";

  readonly #nearMisses: NearMissSource;

  /** @param search whose hits change what the index answers */
  constructor(
    index: EventQuestions,
    ledger: Pick<Ledger, "shown">,
    search: { readonly version: number } = { version: 0 },
    nearMisses: NearMissSource = { find: () => Promise.resolve(undefined) },
  ) {
    this.#nearMisses = nearMisses;
    this.#index = index;
    this.#search = search;
    this.#ledger = ledger;
  }

  readonly query: EventQuery = $derived.by(() => this.#queryIn(this.range));

  /** The question with another range of time than the chosen one. */
  #queryIn(range: TimeRange): EventQuery {
    const query = queryOf(this.conditions, range);
    return {
      ...query,
      ...(this.evidenceId !== "" && { file: this.evidenceId }),
      ...(this.nearMiss !== "" && { places: this.nearMissed?.places ?? [] }),
    };
  }

  /** The near miss whose events are listed; undefined if there is none, or it is not known yet. */
  get nearMissed(): NearMissGroup | undefined {
    return this.#nearMissed?.key === this.nearMiss ? (this.#nearMissed.group ?? undefined) : undefined;
  }

  /** Looks the chosen near miss up. Returns whether that is done. */
  #knowsNearMiss(generations: string): boolean {
    const key = this.nearMiss;
    const known = this.#nearMissed;
    if (key === "" || (known?.key === key && known.generations === generations)) return true;
    const asked = `${key} ${generations}`;
    if (this.#nearMissAsked === asked) return false;
    this.#nearMissAsked = asked;
    const done = (group: NearMissGroup | null): void => {
      if (this.#nearMissAsked !== asked) return;
      this.#nearMissAsked = "";
      this.#nearMissed = { key, generations, group };
    };
    this.#nearMisses.find(key).then(
      (group) => done(group ?? null),
      () => done(null),
    );
    return false;
  }

  /** Changes when the index has other events than before, and not with every step of a scan. */
  readonly #generations: string = $derived.by(() =>
    [...this.#ledger.shown.map(({ indexed }) => indexed?.generation ?? 0), this.#search.version].join(),
  );

  /** The events that the query finds; null until the index has answered for the first time. */
  get listed(): ListedEvents | null {
    return this.#list.value;
  }

  get count(): number {
    return this.#list.value?.count ?? 0;
  }

  get facets(): readonly EventFacet[] {
    return this.#facets.value ?? [];
  }

  /** The events over time, within `span` and whatever the chosen range; null without any, or without an answer yet. */
  get density(): EventsOverTime | null {
    return this.#density.value;
  }

  get summary(): EventSummary | null {
    const summary = this.#summary.value;
    return summary?.kind === this.shows ? summary : null;
  }

  /** The codes and channels of all events of the case, with the most frequent first. */
  get kinds(): EventGroups | null {
    return this.#kinds.value;
  }

  /** Whether the index is being asked for what is shown. */
  get isAsking(): boolean {
    return this.#list.isBusy || (this.shows !== "list" && this.#summary.isBusy);
  }

  /** Whether the bars are about other events than the list. */
  get isDrawing(): boolean {
    return this.#density.isBusy;
  }

  /** Why the index has not answered, as a sentence; empty if it has. */
  get failure(): string {
    const failed = [this.#list, this.#facets, this.#density, this.#summary].find(
      ({ failure }) => failure !== "",
    );
    return failed?.failure ?? this.#list.value?.failure ?? "";
  }

  /** How many events of the case there are, and how many of them the index has. */
  get coverage(): { readonly indexed: number; readonly events: number } {
    // The index knows how many it has once it has answered.
    void this.#list.value;
    return this.#index.coverage;
  }

  /**
   * Asks the index what is not known yet. Call it in an effect, while the view is shown: it runs again when the question or
   * the index changes.
   *
   * @returns stops it
   */
  ask(): () => void {
    const [query, generations, { shows, isDescending, span, by }] = [this.query, this.#generations, this];
    const inSpan = this.#queryIn(span);
    if (!this.#knowsNearMiss(generations)) return () => undefined;
    return untrack(() => {
      const key = JSON.stringify([query, shows, isDescending, span, by]);
      const isSame = key === this.#askedKey;
      this.#askedKey = key;
      const wait = isSame ? this.#askedAt + ASK_AGAIN_MS - Date.now() : 0;
      const begin = (): void => {
        this.#askedAt = Date.now();
        this.#once(this.#list, [query, isDescending, generations], () => this.#askForList(query));
        this.#once(this.#density, [inSpan, by, generations], () =>
          this.#density.ask(() => eventsOverTime(this.#index, inSpan, STEPS, by)),
        );
        this.#once(this.#facets, [query, generations], () =>
          this.#facets.ask(() => this.#index.facets(query, FACET_FIELDS, FACET_VALUES)),
        );
        this.#once(this.#kinds, [generations], () =>
          this.#kinds.ask(() => this.#index.groups({}, ["event.code", "winlog.channel"], MAX_KINDS)),
        );
        if (shows !== "list")
          this.#once(this.#summary, [query, shows, generations], () =>
            this.#summary.ask(() => summaryOf(this.#index, query, shows)),
          );
      };
      if (wait <= 0) {
        begin();
        return () => undefined;
      }
      const timer = setTimeout(begin, wait);
      return () => clearTimeout(timer);
    });
  }
  /** Asks a question unless it is the one that was asked last, and that has not failed. */
  #once(answer: Asked, question: readonly unknown[], ask: () => void): void {
    const key = JSON.stringify(question);
    if (this.#asked.get(answer) === key && answer.failure === "") return;
    this.#asked.set(answer, key);
    ask();
  }

  #askForList(query: EventQuery): void {
    const before = this.#list.value;
    const { selected, isDescending } = this;
    const isSameList =
      before !== null &&
      before.isDescending === isDescending &&
      JSON.stringify(before.query) === JSON.stringify(query);
    const held = isSameList ? this.#held : null;
    const inTime = { selected: -1, held: -1 };
    this.#list.ask(
      async () => {
        const listed = new ListedEvents(this.#index, query, {
          count: await this.#index.countOf(query),
          isDescending,
        });
        inTime.selected = selected === null ? -1 : await this.#index.positionOf(query, selected);
        inTime.held = held === null ? -1 : await this.#index.positionOf(query, held);
        if (listed.count > 0) await listed.eventAt(0);
        return listed;
      },
      (listed) => {
        if (this.selected === selected) this.selectedAt = listed.positionOf(inTime.selected);
        const position = listed.positionOf(inTime.held);
        if (position >= 0) {
          if (position !== this.heldAt) this.#moveTo(position, "start");
        } else if (!isSameList) this.#moveTo(Math.max(0, this.selectedAt), "nearest");
      },
    );
  }

  #moveTo(position: number, align: "start" | "nearest"): void {
    this.showPartOf(position);
    this.target = { position, align };
  }

  /** Says which event is the first that can be seen, so that it stays in its place when others come before it. */
  hold(position: number): void {
    this.heldAt = position;
    this.#held = position <= 0 ? null : (this.listed?.at(position) ?? null);
  }

  /** Where in the list the part begins that is shown. */
  get partStart(): number {
    const last = Math.max(0, this.count - 1);
    return Math.min(this.#partStart, last - (last % MAX_LISTED));
  }

  /** How many events the part has that is shown. */
  get partLength(): number {
    return Math.min(MAX_LISTED, this.count - this.partStart);
  }

  /** Shows the part of the list that a position is in. */
  showPartOf(position: number): void {
    this.#partStart = position - (position % MAX_LISTED);
  }

  /** Selects the event at a position, once it has been read. */
  select(position: number): void {
    const { listed } = this;
    if (listed === null || position < 0 || position >= listed.count) return;
    this.selectedAt = position;
    const known = listed.at(position);
    if (known !== undefined) this.selected = known;
    else
      void listed.eventAt(position).then(
        (event) => {
          if (event !== undefined && this.listed === listed && this.selectedAt === position)
            this.selected = event;
        },
        (error: unknown) => (listed.failure = String(error)),
      );
  }

  /** Moves the selection by a number of rows. With none, `Infinity` selects the last row and anything else the first. */
  move(by: number): void {
    const last = this.count - 1;
    if (last < 0) return;
    const at = this.selectedAt;
    const next = at < 0 ? (by === Infinity ? last : 0) : Math.min(Math.max(at + by, 0), last);
    this.select(next);
    this.#moveTo(next, "nearest");
  }

  /** Selects the event at a position and shows its detail. */
  open(position: number): void {
    this.select(position);
    this.showsDetail = true;
  }

  /** Shows the detail of an event, whether the list has it or not. */
  openEvent(event: EventRow): void {
    this.selected = event;
    this.selectedAt = -1;
    this.showsDetail = true;
  }

  /** Closes the detail. The list gets the focus back, at the event, which stays selected. */
  close(): void {
    this.showsDetail = false;
    this.returning = true;
  }

  get isNarrowed(): boolean {
    const { from, to } = this.range;
    const isPart = this.evidenceId !== "" || this.nearMiss !== "";
    return this.conditions.length > 0 || isPart || from !== undefined || to !== undefined;
  }

  /** Whether a text is searched for: the index has only the beginning of long ones. */
  get searchesText(): boolean {
    return this.conditions.some(({ field }) => field === "" || field === "object");
  }

  /** What a link keeps. */
  get state(): EventState {
    const { conditions, range, shows, evidenceId, nearMiss, by, layout } = this;
    return { conditions, range, shows, evidenceId, nearMiss, by, layout };
  }

  set state({ conditions, range, shows, evidenceId, nearMiss, by, layout }: EventState) {
    this.nearMiss = nearMiss;
    this.by = by;
    this.layout = layout;
    this.conditions = conditions;
    this.range = range;
    this.shows = shows;
    this.evidenceId = evidenceId;
  }

  clear(): void {
    this.conditions = [];
    this.range = {};
    this.evidenceId = "";
    this.nearMiss = "";
  }

  /**
   * Adds what someone typed.
   *
   * @returns whether there was a condition in it
   */
  add(typed: string): boolean {
    const read = readEventConditions(typed);
    this.conditions = read.reduce<readonly Condition[]>(withCondition, this.conditions);
    return read.length > 0;
  }

  remove(i: number): void {
    this.conditions = this.conditions.filter((_, each) => each !== i);
  }

  /** Turns a condition into its opposite. */
  turn(i: number): void {
    const before = this.conditions[i]!;
    this.conditions = this.conditions.with(i, { ...before, isNot: !before.isNot });
  }

  /** Keeps a condition without applying it, or applies it again. */
  switchOff(i: number): void {
    const before = this.conditions[i]!;
    this.conditions = this.conditions.with(i, { ...before, isOff: !before.isOff });
  }

  /** Includes or excludes a value, or no longer if it is so already. */
  toggle(field: EventField, value: string, isNot: boolean): void {
    this.conditions = withToggled(this.conditions, condition(field, value, { isNot }));
  }

  /** Lists the events that have these values, and those in a range if it is given, besides the conditions so far. */
  narrow(values: readonly (readonly [EventField, string])[], range?: TimeRange): void {
    const fields = new Set<string>(values.map(([field]) => field));
    // Of several included values one is enough: only these are meant.
    const others = this.conditions.filter(({ field, isNot }) => isNot || !fields.has(field));
    this.conditions = values
      .map(([field, value]) => condition(field, value))
      .reduce<readonly Condition[]>(withCondition, others);
    if (range !== undefined) this.range = range;
    this.shows = "list";
  }

  /** Lists the events of one file, and of these the ones that have a value if it is given. */
  listFile(evidenceId: string, value?: readonly [EventField, string]): void {
    this.clear();
    this.span = {};
    this.evidenceId = evidenceId;
    this.narrow(value === undefined ? [] : [value]);
  }

  /** What a value of a facet is: included, excluded or neither. */
  stateOf(field: EventField, value: string): "included" | "excluded" | "" {
    const folded = value.toLowerCase();
    const chosen = this.conditions.find(
      (each) => each.field === field && !each.isPattern && !each.isOff && each.value.toLowerCase() === folded,
    );
    return chosen === undefined ? "" : chosen.isNot ? "excluded" : "included";
  }
}
