import type { AlertColumns, AlertKey } from "../../case/index.ts";
import { RowSet } from "../../columns/index.ts";
import type { Finding } from "../../scan/index.ts";

/** Alerts that a file has already: finding one again adds none. */
export class KnownAlerts {
  readonly #evidenceId: string;
  readonly #columns: AlertColumns;
  readonly #rows: RowSet;
  readonly #again = new RowSet();

  /** @param rows the known alerts, as rows of the columns */
  constructor(evidenceId: string, columns: AlertColumns, rows: RowSet) {
    this.#evidenceId = evidenceId;
    this.#columns = columns;
    this.#rows = rows;
  }

  /** Returns the findings that are not known alerts yet, and notes the others as found again. */
  newOnes(findings: readonly Finding[]): Finding[] {
    if (this.#rows.size === 0) return [...findings];
    return findings.filter(({ place, ruleId }) =>
      this.isNew({ evidenceId: this.#evidenceId, place, ruleId }),
    );
  }

  /** Whether none are known, so that all are new. */
  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  /** Whether an alert is not known yet. If it is, it counts as found again. */
  isNew(key: AlertKey): boolean {
    const row = this.#columns.findEvent(key);
    if (row === undefined || !this.#rows.has(row)) return true;
    this.#again.add(row);
    return false;
  }

  /** The known alerts that were not found again, of the rules that were run. */
  missingFrom(rules: { has(ruleId: string): boolean }): RowSet {
    const ruleIds = this.#columns.text("ruleId");
    const missing = new RowSet();
    for (const row of this.#rows) {
      if (!this.#again.has(row) && rules.has(ruleIds.at(row))) missing.add(row);
    }
    return missing;
  }
}
