import { type AlertRow, type Status, withOverrides } from "../../case/index.ts";
import type { Severity } from "../../rules/index.ts";
import { filterWords } from "./filter-words.ts";
import { compareAlerts, compareText, compareTimes } from "./alert-order.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { type MissedAlerts, missedBySchedule } from "./missed-by-schedule.ts";

export type SortColumn = "time" | "rule" | "severity" | "risk" | "reason" | "host" | "user" | "process";

/**
 * Rows that a browser can lay out: Firefox loses the height of an element above 17.9 million pixels. A filter shows the
 * rest, and the export has every alert.
 */
export const MAX_LISTED = 400_000;

/** Columns whose first click sorts in descending order, so that the worst alerts come first. */
const WORST_FIRST: ReadonlySet<SortColumn> = new Set(["severity", "risk"]);

const SEVERITIES = ["low", "medium", "high", "critical"];

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
  selectedId = $state("");
  /** The alert that was opened last. Where its detail is below the list, the page scrolls to it. */
  openedId = $state("");
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

  /** The alerts that pass the filter, in the order of the case: time, file name, location. */
  readonly listed: readonly AlertRow[] = $derived.by(() => {
    void this.#case.alerts.version;
    const words = filterWords(this.text);
    const rows = this.#case.alerts.rows.filter((row) => this.#passes(row, words));
    return rows.sort(compareAlerts(this.#case.ledger.files));
  });

  readonly rows: readonly AlertRow[] = $derived.by(() => {
    const { column, descending } = this.sort;
    if (column === "time" && !descending) return this.listed;
    const compare = this.#comparison(column);
    const sign = descending ? -1 : 1;
    return [...this.listed].sort((a, b) => sign * compare(a, b));
  });

  /** How many alerts of the whole case an exception covers. */
  readonly suppressedCount: number = $derived.by(() => {
    void this.#case.alerts.version;
    return this.#case.alerts.rows.filter(({ id }) => this.#case.exceptions.covered.has(id)).length;
  });

  readonly #buildingBlocks: ReadonlySet<string> = $derived.by(() => {
    const blocks = this.#case.rules.list.filter(({ rule }) => rule.building_block_type !== undefined);
    return new Set(blocks.map(({ rule }) => rule.rule_id));
  });

  readonly buildingBlockCount: number = $derived.by(() => {
    void this.#case.alerts.version;
    if (this.#buildingBlocks.size === 0) return 0;
    return this.#case.alerts.rows.filter(({ ruleId }) => this.#buildingBlocks.has(ruleId)).length;
  });

  /** How many alerts each rule has, largest count first. */
  readonly ruleCounts: readonly (readonly [ruleId: string, count: number])[] = $derived.by(() => {
    void this.#case.alerts.version;
    const counts = new Map<string, number>();
    for (const { ruleId } of this.#case.alerts.rows) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  });

  /** Which alerts Elastic's schedule would have missed, and why; empty unless `asScheduled` is on. */
  readonly missed: MissedAlerts = $derived.by(() => {
    void this.#case.alerts.version;
    return this.asScheduled ? missedBySchedule(this.#case) : new Map();
  });

  readonly selected: AlertRow | undefined = $derived.by(() => {
    void this.#case.alerts.version;
    return this.selectedId === ""
      ? undefined
      : this.#case.alerts.rows.find((row) => row.id === this.selectedId);
  });

  #passes(row: AlertRow, words: readonly string[]): boolean {
    if (!this.showSuppressed && this.#case.exceptions.covered.has(row.id)) return false;
    if (!this.showBuildingBlocks && this.#buildingBlocks.has(row.ruleId)) return false;
    if (this.evidenceId !== "" && row.evidenceId !== this.evidenceId) return false;
    if (this.ruleId !== "" && row.ruleId !== this.ruleId) return false;
    if (this.asScheduled && this.onlyMissed && !this.missed.has(row.id)) return false;
    if (this.status !== "" && (this.#case.dispositions.get(row.id)?.status ?? "open") !== this.status)
      return false;
    if (words.length === 0) return true;
    const text =
      `${this.nameOf(row)}\n${row.reason}\n${row.host}\n${row.user}\n${row.process}\n${row.object}\n${row.source}\n${row.carved ? "carved" : ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  }

  #comparison(column: SortColumn): (a: AlertRow, b: AlertRow) => number {
    switch (column) {
      case "time":
        return (a, b) => compareTimes(a.time, b.time);
      case "rule":
        return (a, b) => compareText(this.nameOf(a), this.nameOf(b));
      case "severity":
        return (a, b) => severity(this.severityOf(a)) - severity(this.severityOf(b));
      case "risk":
        return (a, b) => this.riskOf(a) - this.riskOf(b);
      default:
        return (a, b) => compareText(a[column], b[column]);
    }
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

  /** Moves the selection by a number of rows. With none, `Infinity` selects the last row and anything else the first. */
  move(by: number): void {
    const last = Math.min(this.rows.length, MAX_LISTED) - 1;
    if (last < 0) return;
    const at = this.rows.findIndex((row) => row.id === this.selectedId);
    const next = at < 0 ? (by === Infinity ? last : 0) : Math.min(Math.max(at + by, 0), last);
    this.selectedId = this.rows[next]!.id;
  }
}

function severity(name: string): number {
  return SEVERITIES.indexOf(name);
}
