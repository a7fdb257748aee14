import { runnable, type Rule } from "../../rules/index.ts";
import type { HuntCondition } from "../../scan/index.ts";
import type { CaseEventIndex } from "../case/event-index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import type { ScanQueue } from "../queue/scan-queue.svelte.ts";
import { ScanWorkerPool } from "../workers/scan-worker-pool.ts";
import type { Workers } from "../workers/workers.ts";
import { withConditions } from "./condition-text.ts";
import { FieldSurvey } from "./field-survey.svelte.ts";
import { HuntExports } from "./hunt-exports.svelte.ts";
import { eventItems, type HuntItem, sequenceItems } from "./hunt-items.ts";
import type { HuntRow } from "./hunt-rows.ts";
import { HuntRun } from "./hunt-run.svelte.ts";
import { FIRST_HUNT, type HuntState } from "./hunt-state.ts";
import { withRun } from "./kept-queries.ts";
import {
  facetsOf,
  fieldNamesOf,
  type HuntFacet,
  mostFrequent,
  narrowed,
  withToggledValue,
} from "./narrowed.ts";

/** Fields whose values are counted at first. */
const FIRST_FACETS = ["host.name", "user.name", "process.name", "event.code", "event.action"] as const;
/** The most values of a field that are listed. */
const FACET_VALUES = 100;

/** The query that is being written, and the results of the last run. Both are kept while other views are shown. */
export class Hunt {
  readonly #case: CaseState;
  readonly #queue: ScanQueue;
  readonly #index: CaseEventIndex;
  readonly #workers: Workers;
  readonly #pool: ScanWorkerPool;
  language = $state(FIRST_HUNT.language);
  text = $state(FIRST_HUNT.text);
  /** What the query looks for, in words; it is the name of a rule that is made of it. */
  title = $state("");
  run = $state.raw<HuntRun | null>(null);
  columns = $state.raw<readonly string[]>([]);
  facetFields = $state.raw<readonly string[]>(FIRST_FACETS);
  conditions = $state.raw<readonly HuntCondition[]>([]);
  isDescending = $state(false);
  #folded = $state.raw<ReadonlySet<number>>(new Set());
  selected = $state.raw<HuntRow | null>(null);
  showsDetail = $state(false);
  /** The part of the detail that is shown; it stays for the next event. */
  tab = $state("event");
  /** The analyst wants to go back to the table, which takes the focus. */
  returning = $state(false);
  /** The rows that are listed; while someone reads them, they do not change by themselves. */
  #rows = $state.raw<readonly HuntRow[]>([]);
  /** Whether the table has been scrolled, so that new rows would move what is being read. */
  isScrolled = $state(false);

  readonly exports: HuntExports;
  /** The fields and values of the evidence, which the editor proposes. */
  readonly survey: FieldSurvey;

  constructor(state: CaseState, index: CaseEventIndex, queue: ScanQueue, workers: Workers) {
    this.#case = state;
    this.survey = new FieldSurvey(state, index, queue);
    this.#queue = queue;
    this.#index = index;
    this.#workers = workers;
    this.exports = new HuntExports(workers);
    this.#pool = new ScanWorkerPool(workers);
  }

  /** Runs a query over the files that are at hand. What the last one found is gone. */
  start(rule: Rule): void {
    if (runnable(rule, []).state !== "runs") return;
    this.exports.stop();
    this.run?.stop();
    this.conditions = [];
    this.#folded = new Set();
    this.selected = null;
    this.showsDetail = false;
    this.isScrolled = false;
    this.#rows = [];
    const { language, query: text } = rule;
    const queries = this.#case.info.queries ?? [];
    this.#case.keepQueries(withRun(queries, { language, text, title: this.title.trim(), at: Date.now() }));
    const { passwords } = this.#queue;
    this.run = new HuntRun(
      rule,
      {
        evidence: this.#case.ledger.files,
        fileOf: (id) => this.#queue.fileOf(id),
        passwords,
        answer: (query, limit) => this.#index.answer(query, limit),
      },
      this.#workers,
      this.#pool,
      this.facetFields,
    );
  }

  stop(): void {
    this.run?.stop();
  }

  /** Starts the workers before there is anything to search: each has to load the page's code first. */
  prepare(): void {
    if (!this.run?.isBusy) this.#pool.prepare({ rules: [], key: "none" });
  }

  /** Ends workers that have nothing to do. */
  rest(): void {
    if (!this.run?.isBusy && this.run?.isReadingAgain !== true) this.#pool.terminate();
  }

  /** Whether what is listed may change now without moving what is being read. */
  get #mayChange(): boolean {
    return !this.isScrolled && this.selected === null;
  }

  /** Shows the rows that were found by now. Call it in an effect: it runs again when there are more. */
  follow(): void {
    const found = this.run?.rows ?? [];
    if (this.#mayChange) this.#rows = found;
  }

  /** How many of the rows that could be listed are not: they wait until the analyst asks for them. */
  get waiting(): number {
    return this.run === null || this.run.rows === this.#rows
      ? 0
      : Math.max(1, this.run.rows.length - this.#rows.length);
  }

  showWaiting(): void {
    this.#rows = this.run?.rows ?? [];
  }

  /** The listed results that the conditions leave. */
  readonly shown: readonly HuntRow[] = $derived.by(() => {
    const rows = narrowed(this.#rows, this.conditions);
    return this.isDescending && this.run?.kind === "event" ? rows.toReversed() : rows;
  });

  readonly items: readonly HuntItem[] = $derived.by(() => {
    const { run } = this;
    if (run === null) return [];
    if (run.kind === "event") return eventItems(this.shown);
    const sequences = this.isDescending ? run.sequences.toReversed() : run.sequences;
    return sequenceItems(sequences, this.conditions.length === 0 ? null : new Set(this.shown), this.#folded);
  });

  /** Of all results, or of those that are listed where there are conditions: only these can be narrowed. */
  readonly facets: readonly HuntFacet[] = $derived.by(() => {
    const { run, conditions } = this;
    const isWhole = run === null || run.isWhole;
    const tallied = this.facetFields.map((field) => {
      const tally = isWhole || conditions.length > 0 ? null : run.tallyOf(field);
      if (tally === null) return null;
      const { counts, isCut } = tally;
      return {
        ...{ field, distinct: counts.size, isOfAll: true, isCut },
        values: mostFrequent(counts, FACET_VALUES),
      };
    });
    const others = this.facetFields.filter((_, i) => tallied[i] === null);
    const listed = facetsOf(this.#rows, conditions, others, FACET_VALUES);
    return tallied.map((facet) => facet ?? { ...listed.shift()!, isOfAll: isWhole });
  });

  /** Counts the fields of which only listed results were counted. */
  async countAll(): Promise<void> {
    const { run } = this;
    if (run === null) return;
    await run.countAlso(this.facetFields.filter((field) => run.tallyOf(field) === null));
  }

  /** The fields of the listed events. */
  readonly fieldNames: readonly string[] = $derived.by(() => fieldNamesOf(this.#rows));

  fold(group: number): void {
    const folded = new Set(this.#folded);
    if (!folded.delete(group)) folded.add(group);
    this.#folded = folded;
  }

  toggle(field: string, value: string, isNot: boolean): void {
    this.conditions = withToggledValue(this.conditions, { field, value, isNot });
  }

  /** The query with the conditions on the listed results in it; null where it has no place for them. */
  readonly narrowedQuery: string | null = $derived(
    this.conditions.length === 0 ? null : withConditions(this.language, this.text, this.conditions),
  );

  toggleColumn(field: string): void {
    this.columns = this.columns.includes(field)
      ? this.columns.filter((each) => each !== field)
      : [...this.columns, field];
  }

  toggleFacet(field: string): void {
    this.facetFields = this.facetFields.includes(field)
      ? this.facetFields.filter((each) => each !== field)
      : [...this.facetFields, field];
  }

  /** Where the selected event is among the lines; -1 if it is in none. */
  readonly selectedAt: number = $derived.by(() =>
    this.selected === null
      ? -1
      : this.items.findIndex((item) => item.kind === "event" && item.row === this.selected),
  );

  select(row: HuntRow): void {
    this.selected = row;
  }

  open(row: HuntRow): void {
    this.selected = row;
    this.showsDetail = true;
  }

  /** Moves the selection by a number of events. With none, `Infinity` selects the last and anything else the first. */
  move(by: number): void {
    const events = this.items.filter((item) => item.kind === "event");
    const last = events.length - 1;
    if (last < 0) return;
    const at = events.findIndex(({ row }) => row === this.selected);
    const next = at < 0 ? (by === Infinity ? last : 0) : Math.min(Math.max(at + by, 0), last);
    this.selected = events[next]!.row;
  }

  /** Closes the detail. The table gets the focus back, at the event, which stays selected. */
  close(): void {
    this.showsDetail = false;
    this.returning = true;
  }

  /** What a link keeps. */
  get state(): HuntState {
    const { language, text, title, columns } = this;
    return { language, text, title, columns };
  }

  set state({ language, text, title, columns }: HuntState) {
    this.language = language;
    this.text = text;
    this.title = title;
    this.columns = columns;
  }
}
