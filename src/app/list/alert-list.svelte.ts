import { type AlertRow, type Status, withOverrides } from "../../case/index.ts";
import { type RowNumbers, sortRows } from "../../columns/index.ts";
import type { Severity } from "../../rules/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { filterWords } from "./filter-words.ts";
import { type MissedAlerts, missedBySchedule } from "./missed-by-schedule.ts";
import { type SortColumn, sortKey } from "./sort-keys.ts";
import { textFilter } from "./text-filter.ts";

/**
 * Rows that are listed at a time: Firefox loses the height of an element above 17.9 million pixels, and a row on a narrow
 * screen has four lines.
 */
export const MAX_LISTED = 200_000;

/** Columns whose first click sorts in descending order, so that the worst alerts come first. */
const WORST_FIRST: ReadonlySet<SortColumn> = new Set(["severity", "risk"]);

/** Which alerts of a case are listed, in which order, and which one is selected. */
export class AlertList {
  readonly #case: CaseState;
  text = $state("");
  status = $state<Status | "">("");
  evidenceId = $state("");
  ruleId = $state("");
  showSuppressed = $state(false);
  /** Shows alerts of building block rules. Elastic's list too leaves them out by default. */
  showBuildingBlocks = $state(false);
  /** Marks the alerts that Elastic's schedule would have missed. */
  asScheduled = $state(false);
  onlyMissed = $state(false);
  sort = $state<{ column: SortColumn; descending: boolean }>({ column: "time", descending: false });
  #partStart = $state(0);
  selectedId = $state("");
  /** Whether the detail of the selected alert is shown. */
  showsDetail = $state(false);
  /** The part of the detail that is shown; it stays for the next alert. */
  tab = $state("why");
  /** The analyst wants to go back from the detail to the alert in the list. */
  returning = $state(false);

  constructor(state: CaseState) {
    this.#case = state;
  }

  get filtered(): boolean {
    return (
      this.text !== "" ||
      this.status !== "" ||
      this.evidenceId !== "" ||
      this.ruleId !== "" ||
      (this.onlyMissed && this.asScheduled)
    );
  }

  clear(): void {
    this.text = "";
    this.status = "";
    this.evidenceId = "";
    this.ruleId = "";
    this.onlyMissed = false;
  }

  /** The alerts of the rules that are on, in the order of the case: time, file name, location. */
  readonly #ordered: RowNumbers = $derived.by(() => {
    void this.#case.alerts.version;
    return this.#case.alerts.inOrder();
  });

  /** All alerts of the rules that are on, in the order of the case. */
  get inOrder(): RowNumbers {
    return this.#ordered;
  }

  /** The alerts that pass the filter, in the order of the case. */
  readonly listed: RowNumbers = $derived.by(() => this.#ordered.filter(this.#filter()));

  /** The alerts that pass the filter, as the list is sorted. */
  readonly rows: RowNumbers = $derived.by(() => {
    const { column, descending } = this.sort;
    if (column === "time" && !descending) return this.listed;
    const { columns } = this.#case.alerts;
    const keyOf = sortKey(columns, column, (ruleId) => this.#case.rules.get(ruleId)?.rule);
    return sortRows(this.listed, keyOf, { descending });
  });

  /** The rows that are listed at a time: the part of all rows that begins at `partStart`. */
  readonly part: RowNumbers = $derived(this.rows.subarray(this.partStart, this.partStart + MAX_LISTED));

  /** How many alerts of the whole case an exception covers. */
  readonly suppressedCount: number = $derived.by(() => {
    const { covered } = this.#case.exceptions;
    return this.#ordered.filter((row) => covered.has(row)).length;
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
    for (const row of this.#ordered) counts[rules.codeAt(row)]!++;
    return Array.from(counts, (count, code) => [rules.texts.textOf(code), count] as const)
      .filter(([, count]) => count > 0)
      .sort((a, b) => b[1] - a[1]);
  });

  /** Which alerts Elastic's schedule would have missed, and why; empty unless `asScheduled` is on. */
  readonly missed: MissedAlerts = $derived.by(() =>
    this.asScheduled ? missedBySchedule(this.#case, this.#ordered) : new Map(),
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

  /** A test of whether an alert passes the filter. */
  #filter(): (row: number) => boolean {
    const { exceptions, alerts, dispositions } = this.#case;
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
      const statuses = dispositions.statuses(columns);
      tests.push((row) => (statuses.get(row) ?? "open") === status);
    }
    const words = filterWords(this.text);
    if (words.length > 0)
      tests.push(textFilter(columns, words, (ruleId) => this.#case.rules.get(ruleId)?.rule.name ?? ""));
    return (row) => tests.every((test) => test(row));
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
  sortBy(column: SortColumn): void {
    const again = this.sort.column === column;
    this.sort = { column, descending: again ? !this.sort.descending : WORST_FIRST.has(column) };
  }

  /** Where in `rows` the part begins that is listed. */
  get partStart(): number {
    const last = Math.max(0, this.rows.length - 1);
    return Math.min(this.#partStart, last - (last % MAX_LISTED));
  }

  /** Lists the part of all rows that a position is in. */
  showPartOf(position: number): void {
    this.#partStart = position - (position % MAX_LISTED);
  }

  /** Selects an alert and shows its detail. */
  open(id: string): void {
    this.selectedId = id;
    this.showsDetail = true;
  }

  /** Closes the detail. The list gets the focus back, at the alert, which stays selected. */
  close(): void {
    this.showsDetail = false;
    this.returning = true;
  }

  /** Moves the selection by a number of rows. With none, `Infinity` selects the last row and anything else the first. */
  move(by: number): void {
    const last = this.rows.length - 1;
    if (last < 0) return;
    const at = this.selectedRow === undefined ? -1 : this.rows.indexOf(this.selectedRow);
    const next = at < 0 ? (by === Infinity ? last : 0) : Math.min(Math.max(at + by, 0), last);
    this.selectedId = this.#case.alerts.columns.idAt(this.rows[next]!);
    this.showPartOf(next);
  }
}
