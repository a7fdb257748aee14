import { type AlertRow, type Decided, type Status, withOverrides } from "../../case/index.ts";
import type { RowNumbers, RowSet } from "../../columns/index.ts";
import type { Severity } from "../../rules/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import type { DispositionChange, DispositionsChange } from "../case/dispositions.svelte.ts";
import type { EventMatches } from "./event-matches.ts";
import { fieldQuestion, isShortened, shortenedQuestion, textQuestion } from "./event-questions.ts";
import { EventReader, type SearchProgress } from "./event-reader.svelte.ts";
import { type Facet, facetOf, toggledValue } from "./facets.ts";
import { fieldNamed, isFieldName, LIST_FIELDS, type ListField, listFieldOf } from "./field-names.ts";
import { type FieldValues, setsWith, textsOfSet } from "./field-values.ts";
import { type FoldedRows, foldSame } from "./fold-same.ts";
import { groupRows, MAX_GROUP_FIELDS } from "./group-rows.ts";
import type { GroupedRows } from "./grouped-rows.ts";
import { FIRST_OPEN, ListItems, type OpenGroups } from "./list-items.ts";
import { ListCursor } from "./list-cursor.svelte.ts";
import { ListFacet } from "./list-facet.svelte.ts";
import { ListValues } from "./list-values.svelte.ts";
import type { ListState } from "./list-state.ts";
import { type MissedAlerts, missedBySchedule } from "./missed-by-schedule.ts";
import { RowSelection } from "./row-selection.svelte.ts";
import { failingTests, fieldTest, matchedTest, passing, type RowTest, rowTest, testOf } from "./row-tests.ts";
import { isSortColumn, prepareToSort, sortByColumn, sortByValues, type SortField } from "./sort-alerts.ts";
import { rowsWithText } from "./text-filter.ts";
import { type TimeBars, timeBars } from "./time-bars.ts";
import { type Condition, isSameCondition, readConditions, type TimeRange } from "../filter/index.ts";
import { ALL_TIMES, isLimited, TIME, timeTest } from "./time-range.ts";

/** Lines that are listed at a time, each 28 to 32 pixels high: Firefox loses the height of an element above 17.9 million. */
export const MAX_LISTED = 500_000;

const BY_RULE: readonly ListField[] = ["rule.name"];
const NO_GROUPS: readonly ListField[] = [];

/** A list of at most this many alerts begins with all groups open. */
const OPEN_UP_TO = 150;

/** Columns whose first click sorts in descending order, so that the worst alerts come first. */
const WORST_FIRST: ReadonlySet<SortField> = new Set(["severity", "risk"]);

/** The list is drawn before anything is prepared, in milliseconds. */
const PREPARE_AFTER_MS = 300;
/** Words of which the list keeps where they are, a byte for each alert. */
const MAX_WORDS = 16;
/** The fields that tell the records of a log apart. */
const RECORD_FIELDS = ["winlog.record_id", "event.code"];

/** Which alerts of a case are listed, in which order, and which one is selected. */
export class AlertList {
  readonly #case: CaseState;
  /** What is typed in the query bar and is not a chip yet. It filters at once: see `readConditions`. */
  text = $state("");
  /** The chips of the query bar. */
  conditions = $state.raw<readonly Condition[]>([]);
  range = $state.raw<TimeRange>(ALL_TIMES);
  /** Null until the analyst has chosen: see `grouping`. */
  #grouping = $state.raw<readonly string[] | null>(null);
  /** The columns of the list, by id: see the page's own, and names of fields. */
  columns = $state.raw<readonly string[]>(LIST_COLUMNS);
  /** Fields that only events have and whose values the list shows: they are read from the stored findings. */
  readonly extraColumns: readonly string[] = $derived(
    this.columns.filter((id) => !OWN_COLUMNS.has(id) && listFieldOf(id) === undefined),
  );
  open = $state.raw<OpenGroups>(FIRST_OPEN);
  /** The alerts that are marked for an action on many. */
  readonly marked = new RowSelection();
  status = $state<Status | "">("");
  evidenceId = $state("");
  ruleId = $state("");
  showSuppressed = $state(false);
  /** Shows an event that was exported twice once: see `foldSame`. */
  foldsSame = $state(false);
  /** Shows alerts of building block rules. Elastic's list too leaves them out by default. */
  showBuildingBlocks = $state(false);
  /** Marks the alerts that Elastic's schedule would have missed. */
  asScheduled = $state(false);
  onlyMissed = $state(false);
  sort = $state<{ column: SortField; descending: boolean }>({ column: "time", descending: false });
  #partStart = $state(0);
  selectedId = $state("");
  /** Whether the detail of the selected alert is shown. */
  showsDetail = $state(false);
  /** The part of the detail that is shown; it stays for the next alert. */
  tab = $state("why");
  /** The analyst wants to go back from the detail to the alert in the list. */
  returning = $state(false);

  readonly #values: ListValues;
  readonly #reader: EventReader;
  /** The counts of each field's values. One that nobody looks at is not counted. */
  readonly facets: ReadonlyMap<ListField, ListFacet>;

  /** The line that keys act on. */
  readonly cursor: ListCursor;

  constructor(state: CaseState) {
    this.#case = state;
    this.cursor = new ListCursor(this);
    const { alerts, pages } = state;
    this.#reader = new EventReader(
      alerts.columns,
      () => this.#enabled,
      (owner, page) => pages.read(owner, page),
    );
    this.#values = new ListValues(state, this.#reader);
    this.facets = new Map(
      LIST_FIELDS.map((field) => [field, new ListFacet((limit) => this.#facetOf(field, limit))]),
    );
  }

  get filtered(): boolean {
    return (
      this.text !== "" ||
      this.conditions.length > 0 ||
      isLimited(this.range) ||
      this.status !== "" ||
      this.evidenceId !== "" ||
      this.ruleId !== "" ||
      (this.onlyMissed && this.asScheduled)
    );
  }

  clear(): void {
    this.text = "";
    this.conditions = [];
    this.range = ALL_TIMES;
    this.status = "";
    this.evidenceId = "";
    this.ruleId = "";
    this.onlyMissed = false;
  }

  /** Alerts whose numbers are from here on are not listed yet: see `hold`. */
  #heldFrom = $state(Infinity);

  /** The alerts of the rules that are on, in the order in which they were found. */
  readonly #enabled: RowNumbers = $derived.by(() => {
    void [this.#case.alerts.version, this.#case.rules.list];
    return this.#case.alerts.enabled();
  });

  /** The same in the order of the case: time, file name, location. */
  readonly #all: RowNumbers = $derived.by(() => this.#case.alerts.inOrder(this.#enabled));

  /** The same without those that are held back. */
  readonly #ordered: RowNumbers = $derived.by(() => {
    const from = this.#heldFrom;
    return from === Infinity ? this.#all : this.#all.filter((row) => row < from);
  });

  /** How many alerts are held back. */
  get news(): number {
    return this.#all.length - this.#ordered.length;
  }

  /** Holds alerts back that a scan finds from now on, so that they do not move what is being read. */
  hold(): void {
    if (this.#heldFrom !== Infinity) return;
    // The case may have alerts by now that the list does not know yet.
    let last = -1;
    for (const row of this.#all) if (row > last) last = row;
    this.#heldFrom = last + 1;
  }

  /** Lists the alerts that were held back, and all that come. */
  release(): void {
    this.#heldFrom = Infinity;
  }

  /** The conditions that are applied: the chips that are on, and what is being typed. */
  readonly applied: readonly Condition[] = $derived(
    [...this.conditions, ...readConditions(this.text, isFieldName)].filter(({ isOff }) => !isOff),
  );

  /** The alerts that the conditions and the time range are tried on. */
  readonly #base: RowNumbers = $derived.by(() => {
    const tests = this.#baseTests();
    return tests.length === 0
      ? this.#ordered
      : this.#ordered.filter((row) => tests.every((test) => test(row)));
  });

  /** By word, kept until the alerts change: typing another word does not look for the ones before again. */
  readonly #rowsByWord: Map<string, Uint8Array> = $derived.by(() => {
    void this.#case.alerts.version;
    void this.#case.rules.list;
    return new Map();
  });

  /**
   * The tests of the conditions and the time range. Texts and fields that only events have are first looked for in the
   * columns; what the events add is taken in as the reader finds it.
   */
  readonly #tests: readonly RowTest[] = $derived.by(() => {
    const { version } = this.#case.alerts;
    void this.#reader.version;
    const tests: RowTest[] = [];
    const questions: EventMatches[] = [];
    const ask = (question: EventMatches): RowSet => {
      questions.push(question);
      return question.rows;
    };
    const byField = new Map<string, Condition[]>();
    for (const condition of this.applied) {
      if (condition.field === "") {
        const word = condition.value.toLowerCase();
        if (word === "") continue;
        const contains = this.#rowsWith(word);
        const found = ask(textQuestion(this.#reader, word));
        tests.push(rowTest("", (row) => (contains[row] === 1 || found.has(row)) !== condition.isNot));
      } else {
        const field = fieldNamed(condition.field).toLowerCase();
        const known = byField.get(field);
        if (known === undefined) byField.set(field, [condition]);
        else known.push(condition);
      }
    }
    for (const [name, conditions] of byField) {
      const field = listFieldOf(name);
      const { columns } = this.#case.alerts;
      if (field === undefined) {
        tests.push(matchedTest(name, conditions, (one) => ask(fieldQuestion(this.#reader, one))));
      } else if (isShortened(field)) {
        const found = (one: Condition) => ask(shortenedQuestion(this.#reader, columns, field, one));
        tests.push(fieldTest(field, this.#values.of(field), conditions, found));
      } else tests.push(fieldTest(field, this.#values.of(field), conditions));
    }
    this.#reader.ask("conditions", questions, version);
    if (isLimited(this.range)) tests.push(timeTest(this.#times, this.range));
    return tests;
  });

  readonly #times: Float64Array = $derived.by(() => {
    void this.#case.alerts.version;
    return this.#case.alerts.columns.times();
  });

  readonly #failing: Uint16Array = $derived(failingTests(this.#base, this.#tests));

  /** All alerts of the rules that are on, in the order of the case. */
  get inOrder(): RowNumbers {
    return this.#all;
  }

  /** The alerts that pass the filter, in the order of the case. */
  readonly listed: RowNumbers = $derived(passing(this.#base, this.#failing));

  /** The alerts that pass the filter, as the list is sorted. */
  readonly rows: RowNumbers = $derived.by(() => {
    const { column, descending } = this.sort;
    this.#askForColumns();
    if (column === "time" && !descending) return this.listed;
    if (!isSortColumn(column)) return sortByValues(this.listed, this.valuesOf(column), { descending });
    const { alerts, rules } = this.#case;
    const severities = this.#values.of("severity");
    const ruleOf = (ruleId: string) => rules.get(ruleId)?.rule;
    return sortByColumn(this.listed, column, alerts.columns, { severities, ruleOf }, { descending });
  });

  /** As text, so that another grouping by the same fields does not sort the list again. */
  readonly #eventFieldsAsText: string = $derived.by(() => {
    const { extraColumns, sort, foldsSame } = this;
    const names = [...extraColumns, sort.column, ...this.grouping, ...(foldsSame ? RECORD_FIELDS : [])];
    const ofEvents = names.filter((name) => listFieldOf(name) === undefined && !isSortColumn(name));
    return JSON.stringify([...new Set(ofEvents)]);
  });

  /** The fields that only events have and that are shown, sorted, grouped or folded by. */
  readonly #eventFields: readonly string[] = $derived(JSON.parse(this.#eventFieldsAsText) as string[]);

  /**
   * The values of any field, by row: see `textsOfSet`. Those of a field that only events have are read while it is one of
   * `extraColumns`, or the list is sorted or grouped by it; until an event has been read, its alert has the empty text.
   */
  valuesOf(name: string): FieldValues {
    this.#askForColumns();
    return this.#values.ofAny(name);
  }

  #askForColumns(): void {
    const columns = this.#eventFields.map((field) => this.#values.columnOf(field));
    this.#reader.ask("columns", columns, this.#case.alerts.version);
  }

  /** How far the search of events is; null while there is nothing to search. The list grows until then. */
  get searching(): SearchProgress | null {
    // The list is made first: that is what asks.
    void this.rows;
    return this.#reader.progress;
  }

  /** Alerts whose events could not be read, so that it is not known whether they meet the conditions. */
  get unread(): number {
    return this.#reader.unread;
  }

  /** Reads no events any more, for the case is closed. */
  stop(): void {
    this.#reader.stop();
  }

  /**
   * Gets ready to sort by what happened, while nothing else is to be done.
   *
   * @returns ends it early
   */
  prepareToSort(): () => void {
    const ending = new AbortController();
    const timer = setTimeout(
      () => void prepareToSort(this.#case.alerts.columns, ending.signal),
      PREPARE_AFTER_MS,
    );
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }

  /** How many steps `bars` has at most. */
  barSteps = $state(60);

  /** Alerts over time by severity, whatever the time range; null where none has a time. */
  readonly bars: TimeBars | null = $derived.by(() => {
    const own = testOf(TIME, this.#tests);
    const rows = own === 0 ? this.listed : passing(this.#base, this.#failing, own);
    return timeBars(rows, this.#times, this.#values.of("severity"), this.barSteps);
  });

  /** Alerts that only the time range hides, because they have no time. */
  readonly hiddenTimeless: number = $derived(isLimited(this.range) ? (this.bars?.timeless ?? 0) : 0);

  #facetOf(field: ListField, limit: number): Facet {
    const values = this.#values.of(field);
    return facetOf(field, values, this.#base, this.#failing, this.#tests, this.applied, limit);
  }

  /** Of the alerts that are not held back: those would otherwise group what is being read. */
  readonly #hasSeveralRules: boolean = $derived.by(() => {
    const rules = this.#case.alerts.columns.text("ruleId");
    const [first] = this.#ordered;
    return first !== undefined && this.#ordered.some((row) => rules.codeAt(row) !== rules.codeAt(first));
  });

  /**
   * The fields that the list is grouped by, from the outermost; none for a plain list. At first, alerts of several rules
   * are grouped by rule.
   */
  get grouping(): readonly string[] {
    return this.#grouping ?? (this.#hasSeveralRules ? BY_RULE : NO_GROUPS);
  }

  set grouping(fields: readonly string[]) {
    this.#grouping = [...new Set(fields.map(fieldNamed))].slice(0, MAX_GROUP_FIELDS);
  }

  /** The rows as the list shows them: without those of events that another row shows, if the analyst wants that. */
  readonly #folded: FoldedRows = $derived.by(() => {
    if (!this.foldsSame) return { kept: this.rows, folded: new Map() };
    const { columns } = this.#case.alerts;
    const fields = RECORD_FIELDS.map((name) => [this.#values.columnOf(name), this.valuesOf(name)] as const);
    return foldSame(this.rows, columns, (row) => {
      if (fields.some(([column]) => column.needs(row))) return null;
      const [number, code] = fields.map(([, values]) => textsOfSet(values, values.sets[row]!).join(" "));
      return number === "" ? "" : `${number} ${code}`;
    });
  });

  /** The rows of the same event in other files, which the list shows with a row; none unless `foldsSame` is on. */
  foldedWith(row: number): readonly number[] {
    return this.#folded.folded.get(row) ?? [];
  }

  readonly #groups: GroupedRows = $derived.by(() =>
    groupRows(
      this.#folded.kept,
      this.grouping.map((field) => ({ field, values: this.valuesOf(field) })),
      { severities: this.#values.of("severity"), hosts: this.#values.of("host.name") },
    ),
  );

  /** The lines of the list: alerts, and the heads of their groups. */
  readonly items: ListItems = $derived.by(() => {
    const { others, byKey } = this.open;
    // What fits on a few screens need not be opened first.
    const isShort = others === "first" && this.rows.length <= OPEN_UP_TO;
    return new ListItems(this.#groups, isShort ? { others: "open", byKey } : this.open, this.#folded.kept[0]);
  });

  /** The filter that leaves only the alerts with a value of a field. */
  only(field: string, text: string): void {
    this.clear();
    this.toggleValue(field, text);
  }

  /** Opens or closes a group, by its key. */
  setOpen(key: string, isOpen: boolean): void {
    this.open = { ...this.open, byKey: new Map([...this.open.byKey, [key, isOpen]]) };
  }

  openAll(): void {
    this.open = { others: "open", byKey: new Map() };
  }

  closeAll(): void {
    this.open = { others: "closed", byKey: new Map() };
  }

  /** Opens the groups that an alert is in. */
  reveal(row: number): void {
    if (this.items.positionOf(row) >= 0) return;
    const opened = this.items.keysTo(row).map((key) => [key, true] as const);
    if (opened.length > 0) this.open = { ...this.open, byKey: new Map([...this.open.byKey, ...opened]) };
  }

  /** Includes a value of a field, or excludes it; takes that back if it was so. */
  toggleValue(field: string, text: string, isNot = false): void {
    // What is typed may be about this value as well.
    if (this.text !== "") this.keepTyped();
    this.conditions = toggledValue(this.conditions, field, text, isNot);
  }

  /** Makes chips of what is typed. */
  keepTyped(): void {
    const typed = readConditions(this.text, isFieldName);
    const news = typed.filter(
      (one, i) => ![...this.conditions, ...typed.slice(0, i)].some((other) => isSameCondition(one, other)),
    );
    this.conditions = [...this.conditions, ...news];
    this.text = "";
  }

  /** What of the list a link keeps. */
  get state(): ListState {
    return {
      conditions: this.conditions,
      text: this.text,
      range: this.range,
      grouping: this.#grouping,
      sort: { ...this.sort },
      showSuppressed: this.showSuppressed,
      showBuildingBlocks: this.showBuildingBlocks,
      evidenceId: this.evidenceId,
      alertId: this.showsDetail ? this.selectedId : "",
    };
  }

  set state(state: ListState) {
    this.conditions = state.conditions;
    this.text = state.text;
    this.range = state.range;
    this.#grouping = state.grouping;
    this.sort = { ...state.sort };
    this.showSuppressed = state.showSuppressed;
    this.showBuildingBlocks = state.showBuildingBlocks;
    this.evidenceId = state.evidenceId;
    this.selectedId = state.alertId;
    this.showsDetail = state.alertId !== "";
  }

  /**
   * Changes what is decided about the marked alerts that are listed.
   *
   * @returns what `Dispositions.undo` takes to take it back; null if this tab may not change the case
   */
  changeMarked(
    change: DispositionChange | ((before: Decided) => DispositionChange),
  ): DispositionsChange | null {
    return this.#case.dispositions.changeRows(this.markedRows, change);
  }

  /**
   * The marked alerts that are listed, in closed groups as well, with the same events in other files: those that an action
   * on many concerns.
   */
  readonly markedRows: RowNumbers = $derived.by(() => {
    const marked = this.marked.within(this.#groups.rows);
    const { folded } = this.#folded;
    return folded.size === 0
      ? marked
      : Uint32Array.from([...marked].flatMap((row) => [row, ...(folded.get(row) ?? [])]));
  });

  /** How many alerts of the whole case an exception covers. */
  readonly suppressedCount: number = $derived.by(() => {
    const { covered } = this.#case.exceptions;
    return this.#all.filter((row) => covered.has(row)).length;
  });

  readonly #buildingBlocks: ReadonlySet<string> = $derived.by(() => {
    const blocks = this.#case.rules.list.filter(({ rule }) => rule.building_block_type !== undefined);
    return new Set(blocks.map(({ rule }) => rule.rule_id));
  });

  readonly buildingBlockCount: number = $derived.by(() => {
    let sum = 0;
    for (const [ruleId, count] of this.ruleCounts) if (this.#buildingBlocks.has(ruleId)) sum += count;
    return sum;
  });

  /** How many alerts each rule has, largest count first. */
  readonly ruleCounts: readonly (readonly [ruleId: string, count: number])[] = $derived.by(() => {
    const rules = this.#case.alerts.columns.text("ruleId");
    const counts = new Uint32Array(rules.texts.size);
    for (const row of this.#all) counts[rules.codeAt(row)]!++;
    return Array.from(counts, (count, code) => [rules.texts.textOf(code), count] as const)
      .filter(([, count]) => count > 0)
      .sort((a, b) => b[1] - a[1]);
  });

  /** Which alerts Elastic's schedule would have missed, and why; empty unless `asScheduled` is on. */
  readonly missed: MissedAlerts = $derived.by(() =>
    this.asScheduled ? missedBySchedule(this.#case, this.#all) : new Map(),
  );

  /** The row of the selected alert; undefined if none of the alerts of enabled rules is selected. */
  readonly selectedRow: number | undefined = $derived.by(() => {
    void this.#case.alerts.version;
    const row = this.selectedId === "" ? undefined : this.#case.alerts.columns.find(this.selectedId);
    if (row === undefined) return undefined;
    const ruleId = this.#case.alerts.columns.text("ruleId").at(row);
    return this.#case.rules.get(ruleId)?.on === true ? row : undefined;
  });

  readonly selected: AlertRow | undefined = $derived.by(() => {
    void this.#case.alerts.version;
    return this.selectedRow === undefined ? undefined : this.rowAt(this.selectedRow);
  });

  /** A row as an object. */
  rowAt(row: number): AlertRow {
    return this.#case.alerts.columns.at(row);
  }

  /** How many alerts, of those of enabled rules, have the same host, user and process as one; null where it names none. */
  prevalence({ host, user, process }: AlertRow) {
    const { columns } = this.#case.alerts;
    const countOf = (column: "host" | "user" | "process", text: string): number | null => {
      if (text === "") return null;
      const of = columns.text(column);
      const wanted = text.toLowerCase();
      const isSame = of.texts.matching((other) => other.toLowerCase() === wanted);
      let sum = 0;
      for (const row of this.#all) sum += isSame[of.codeAt(row)]!;
      return sum;
    };
    return {
      all: this.#all.length,
      host: countOf("host", host),
      user: countOf("user", user),
      process: countOf("process", process),
    };
  }

  /** The rows whose columns contain a word, in lower case: see `rowsWithText`. */
  #rowsWith(word: string): Uint8Array {
    let found = this.#rowsByWord.get(word);
    if (found === undefined) {
      const { alerts, rules } = this.#case;
      found = rowsWithText(alerts.columns, word, (ruleId) => rules.get(ruleId)?.rule.name ?? "");
      this.#rowsByWord.set(word, found);
      const [oldest] = this.#rowsByWord.keys();
      if (this.#rowsByWord.size > MAX_WORDS) this.#rowsByWord.delete(oldest!);
    }
    return found;
  }

  /** What hides an alert besides the conditions of the query bar and the time range. */
  #baseTests(): ((row: number) => boolean)[] {
    const { exceptions, alerts } = this.#case;
    const { columns } = alerts;
    const tests: ((row: number) => boolean)[] = [];
    if (!this.showSuppressed) tests.push((row) => !exceptions.covered.has(row));
    const rules = columns.text("ruleId");
    const buildingBlocks = this.#buildingBlocks;
    if (!this.showBuildingBlocks && buildingBlocks.size > 0) {
      const isBlock = rules.texts.matching((ruleId) => buildingBlocks.has(ruleId));
      tests.push((row) => isBlock[rules.codeAt(row)] === 0);
    }
    if (this.evidenceId !== "") {
      const evidence = columns.text("evidenceId");
      const file = evidence.texts.find(this.evidenceId);
      tests.push((row) => evidence.codeAt(row) === file);
    }
    if (this.ruleId !== "") {
      const rule = rules.texts.find(this.ruleId);
      tests.push((row) => rules.codeAt(row) === rule);
    }
    const { missed } = this;
    if (this.asScheduled && this.onlyMissed) tests.push((row) => missed.has(row));
    const { status } = this;
    if (status !== "") {
      const values = this.#values.of("status");
      const isSo = setsWith(values, (text) => text === status);
      tests.push((row) => isSo[values.sets[row]!] === 1);
    }
    return tests;
  }

  /** The alert's name: the rule's, or what the rule's override takes from the event. */
  nameOf(row: AlertRow): string {
    return withOverrides(row, this.#case.alerts.ruleOf(row)).name;
  }

  severityOf(row: AlertRow): Severity {
    return withOverrides(row, this.#case.alerts.ruleOf(row)).severity;
  }

  riskOf(row: AlertRow): number {
    return withOverrides(row, this.#case.alerts.ruleOf(row)).risk_score;
  }

  /** Sorts by a column, or reverses the order if the list is sorted by it already. */
  sortBy(column: SortField): void {
    const again = this.sort.column === column;
    this.sort = { column, descending: again ? !this.sort.descending : WORST_FIRST.has(column) };
  }

  /** Where in `items` the part begins that is listed. */
  get partStart(): number {
    const last = Math.max(0, this.items.length - 1);
    return Math.min(this.#partStart, last - (last % MAX_LISTED));
  }

  /** How many lines that part has. */
  get partLength(): number {
    return Math.min(MAX_LISTED, this.items.length - this.partStart);
  }

  /** Lists the part of all lines that a position is in. */
  showPartOf(position: number): void {
    this.#partStart = position - (position % MAX_LISTED);
  }

  select(row: number): void {
    this.selectedId = this.#case.alerts.columns.idAt(row);
  }

  /** Selects an alert and shows its detail. */
  openAlert(row: number): void {
    this.select(row);
    this.cursor.leaveGroup();
    this.showsDetail = true;
  }

  /** Closes the detail. The list gets the focus back, at the alert, which stays selected. */
  close(): void {
    this.showsDetail = false;
    this.returning = true;
  }

  /**
   * Selects the next alert in the list about which nothing is decided, after the selected one, or from the beginning.
   *
   * @returns false if there is none
   */
  moveToOpen(): boolean {
    const rows = this.items.shownRows();
    const from = this.selectedRow === undefined ? -1 : rows.indexOf(this.selectedRow);
    const status = this.#values.of("status");
    const isOpen = setsWith(status, (text) => text === "open");
    for (let i = 1; i <= rows.length; i++) {
      const row = rows[(from + i) % rows.length]!;
      if (row === this.selectedRow || isOpen[status.sets[row]!] === 0) continue;
      this.select(row);
      this.cursor.leaveGroup();
      this.showPartOf(Math.max(0, this.cursor.position));
      return true;
    }
    return false;
  }

  /** Moves the cursor by a number of lines, and lists the part that it is in then. */
  moveCursor(by: number): void {
    this.cursor.move(by);
    if (this.cursor.position >= 0) this.showPartOf(this.cursor.position);
  }

  /** Moves the selection by a number of alerts. With none, `Infinity` selects the last and anything else the first. */
  move(by: number): void {
    // What closed groups hide is passed over.
    const rows = this.items.shownRows();
    const last = rows.length - 1;
    if (last < 0) return;
    const at = this.selectedRow === undefined ? -1 : rows.indexOf(this.selectedRow);
    const next = at < 0 ? (by === Infinity ? last : 0) : Math.min(Math.max(at + by, 0), last);
    this.select(rows[next]!);
    this.cursor.leaveGroup();
    this.showPartOf(Math.max(0, this.cursor.position));
  }
}

/** The columns that the list has by itself: any other name is that of a field. */
const OWN_COLUMNS: ReadonlySet<string> = new Set([
  "severity",
  "time",
  "rule",
  "host",
  "user",
  "process",
  "what",
  "risk",
  "source",
  "file",
  "status",
]);

/** The columns that are shown before anyone has chosen. */
export const LIST_COLUMNS: readonly string[] = ["severity", "time", "rule", "host", "user", "what", "status"];
