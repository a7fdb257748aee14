import type { AuditRecord } from "../../case/index.ts";

/** What the audit trail of a case says about its alerts: by it one copy of a case knows what the other has not seen. */
export class Trail {
  readonly records: ReadonlyMap<string, AuditRecord>;
  /** The records that name an alert, by the alert's id. */
  readonly #about = new Map<string, string[]>();
  /** Those about more alerts than they name. */
  readonly #wide: string[] = [];
  /** The alerts about which two copies were found to differ. */
  readonly #settled = new Set<string>();

  constructor(records: readonly AuditRecord[]) {
    this.records = new Map(records.map((record) => [record.id, record]));
    for (const { id, alerts, alertIds, detail } of records) {
      if (detail?.kind === "merge-differs") for (const alertId of alertIds) this.#settled.add(alertId);
      else {
        for (const alertId of alertIds) this.#recordsAbout(alertId).push(id);
        if (alerts > alertIds.length) this.#wide.push(id);
      }
    }
  }

  #recordsAbout(alertId: string): string[] {
    let ids = this.#about.get(alertId);
    if (ids === undefined) this.#about.set(alertId, (ids = []));
    return ids;
  }

  /**
   * Whether something was decided about an alert here that the other case has never had. If not, the other has changed it
   * since.
   */
  hasNewsAbout(alertId: string, other: Trail): boolean {
    const known = this.#about.get(alertId) ?? this.#wide;
    if (known.length === 0) return !other.#settled.has(alertId);
    return known.some((id) => !other.records.has(id));
  }

  /** Whether everything that was done here is known there: then this is an earlier copy of the other case. */
  isPartOf(other: Trail): boolean {
    return this.records.size > 0 && [...this.records.keys()].every((id) => other.records.has(id));
  }
}
