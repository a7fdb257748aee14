import type { AlertRow, Status } from "../../case/index.ts";
import { compareAlerts, compareText, compareTimes } from "./alert-order.ts";
import type { CaseState } from "./case-state.svelte.ts";

export type SortColumn = "time" | "rule" | "severity" | "risk" | "reason" | "host" | "user" | "process";

/**
 * Rows a browser can lay out: Firefox loses an element's height above 17.9 million pixels. The export holds every
 * alert, and a filter brings the list below it.
 */
export const MAX_LISTED = 400_000;

const SEVERITIES = ["low", "medium", "high", "critical"];

/** Which alerts of a case are listed, in which order, and which one is chosen. */
export class AlertView {
  readonly #case: CaseState;
  text = $state("");
  status = $state<Status | "">("");
  evidenceId = $state("");
  showSuppressed = $state(false);
  sort = $state<{ column: SortColumn; descending: boolean }>({ column: "time", descending: false });
  selectedId = $state("");

  constructor(state: CaseState) {
    this.#case = state;
  }

  get filtered(): boolean {
    return this.text !== "" || this.status !== "" || this.evidenceId !== "";
  }

  clear(): void {
    this.text = "";
    this.status = "";
    this.evidenceId = "";
  }

  /** What the filter lets through, in the order of the case: time, file name, place. */
  readonly inOrder: readonly AlertRow[] = $derived.by(() => {
    void this.#case.version;
    const words = this.text
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    const rows = this.#case.rows.filter((row) => this.#passes(row, words));
    return rows.sort(compareAlerts(this.#case.ledger.files));
  });

  readonly rows: readonly AlertRow[] = $derived.by(() => {
    const { column, descending } = this.sort;
    if (column === "time" && !descending) return this.inOrder;
    const compare = this.#comparison(column);
    const sign = descending ? -1 : 1;
    return [...this.inOrder].sort((a, b) => sign * compare(a, b));
  });

  /** Alerts that an exception covers, among all of the case. */
  readonly suppressedCount: number = $derived.by(() => {
    void this.#case.version;
    return this.#case.suppressed.size;
  });

  readonly selected: AlertRow | undefined = $derived.by(() => {
    void this.#case.version;
    return this.selectedId === "" ? undefined : this.#case.rows.find((row) => row.id === this.selectedId);
  });

  #passes(row: AlertRow, words: readonly string[]): boolean {
    if (!this.showSuppressed && this.#case.suppressed.has(row.id)) return false;
    if (this.evidenceId !== "" && row.evidenceId !== this.evidenceId) return false;
    if (this.status !== "" && (this.#case.judgements.get(row.id)?.status ?? "open") !== this.status)
      return false;
    if (words.length === 0) return true;
    const text =
      `${row.reason}\n${row.host}\n${row.user}\n${row.process}\n${row.object}\n${row.source}`.toLowerCase();
    return words.every((word) => text.includes(word));
  }

  #comparison(column: SortColumn): (a: AlertRow, b: AlertRow) => number {
    const rules = this.#case.rules;
    switch (column) {
      case "time":
        return (a, b) => compareTimes(a.time, b.time);
      case "rule":
        return (a, b) => compareText(rules.get(a.ruleId)!.name, rules.get(b.ruleId)!.name);
      case "severity":
        return (a, b) => severity(rules.get(a.ruleId)!.severity) - severity(rules.get(b.ruleId)!.severity);
      case "risk":
        return (a, b) => rules.get(a.ruleId)!.risk_score - rules.get(b.ruleId)!.risk_score;
      default:
        return (a, b) => compareText(a[column], b[column]);
    }
  }

  /** Sorts by a column, or turns the order round if it is sorted by it already. */
  sortBy(column: SortColumn): void {
    const again = this.sort.column === column;
    this.sort = { column, descending: again && !this.sort.descending };
  }

  /** Moves the choice by so many rows in the list. */
  move(by: number): void {
    if (this.rows.length === 0) return;
    const at = this.rows.findIndex((row) => row.id === this.selectedId);
    const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), this.rows.length - 1);
    this.selectedId = this.rows[next]!.id;
  }
}

function severity(name: string): number {
  return SEVERITIES.indexOf(name);
}
