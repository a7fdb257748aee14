import type { AlertRow } from "../../case/index.ts";
import type { Finding } from "../../scan/index.ts";
import { type RecordLocation, locationKey } from "../../formats/index.ts";

/** Alerts that a file has already: finding one again adds none. */
export class KnownAlerts {
  readonly #byPlace: Map<string, AlertRow>;
  readonly #again = new Set<string>();

  constructor(rows: ReadonlySet<AlertRow>) {
    this.#byPlace = new Map([...rows].map((row) => [keyOf(row, row.ruleId), row]));
  }

  /** Returns the findings that are not known alerts yet, and notes the others as found again. */
  newOnes(findings: readonly Finding[]): Finding[] {
    if (this.#byPlace.size === 0) return [...findings];
    return findings.filter(({ place, ruleId }) => {
      const key = keyOf(place, ruleId);
      if (!this.#byPlace.has(key)) return true;
      this.#again.add(key);
      return false;
    });
  }

  /** The known alerts that were not found again, of the rules that were run. */
  missingFrom(rules: { has(ruleId: string): boolean }): Set<AlertRow> {
    const missing = [...this.#byPlace].filter(([key, row]) => rules.has(row.ruleId) && !this.#again.has(key));
    return new Set(missing.map(([, row]) => row));
  }
}

function keyOf(place: Pick<RecordLocation, "member" | "offset">, ruleId: string): string {
  return `${locationKey(place)} ${ruleId}`;
}
