import { type CaseStore, conditionOf, type Exception, ExceptionTests } from "../../case/index.ts";
import { shortened } from "./audit-record.ts";
import type { AuditTrail } from "./audit-trail.svelte.ts";
import type { CaseAlerts } from "./case-alerts.svelte.ts";
import type { CoveredAlerts } from "./covered-alerts.ts";

/** The exceptions that the analyst has made in a case, and which alerts they cover. */
export class CaseExceptions {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #alerts: CaseAlerts;
  readonly #trail: AuditTrail;
  readonly #nameOf: (ruleId: string) => string;
  /** Which exception covers an alert. Not reactive by itself: `CaseAlerts.version` is. */
  readonly covered: CoveredAlerts;
  list = $state.raw<readonly Exception[]>([]);

  /** @param nameOf the name of a rule */
  constructor(
    store: CaseStore,
    caseId: string,
    alerts: CaseAlerts,
    covered: CoveredAlerts,
    trail: AuditTrail,
    nameOf: (ruleId: string) => string,
  ) {
    this.#trail = trail;
    this.#nameOf = nameOf;
    this.#store = store;
    this.#caseId = caseId;
    this.#alerts = alerts;
    this.covered = covered;
  }

  /** Takes in what the database has, and finds the alerts that it covers. */
  async load(exceptions: readonly Exception[]): Promise<void> {
    this.#set(exceptions);
    await this.covered.opened(Date.now());
    this.#alerts.refresh();
  }

  /**
   * Takes in what another tab has stored by now.
   *
   * @param hasNewAlerts whether there are alerts that no exception was tried on
   */
  async follow(exceptions: readonly Exception[], hasNewAlerts: boolean): Promise<void> {
    const idsOf = (list: readonly Exception[]): string => list.map(({ id }) => id).join(" ");
    const hasChanged = idsOf(exceptions) !== idsOf(this.list);
    if (hasChanged || (hasNewAlerts && exceptions.length > 0)) await this.load(exceptions);
  }

  /** @param alertIds the alerts that it was made from */
  async add(exception: Exception, alertIds: readonly string[] = []): Promise<void> {
    void this.#store.saveException(exception);
    this.#record("exception-added", exception, alertIds);
    this.#set([...this.list, exception]);
    await this.covered.added(exception, Date.now());
    this.#alerts.refresh();
  }

  async remove(id: string): Promise<void> {
    const exception = this.list.find((each) => each.id === id);
    if (exception !== undefined) this.#record("exception-removed", exception, []);
    this.#set(this.list.filter((exception) => exception.id !== id));
    await this.#store.deleteException(this.#caseId, id);
    await this.covered.removed(id, Date.now());
    this.#alerts.refresh();
  }

  #record(
    kind: "exception-added" | "exception-removed",
    { ruleId, entries, why, expires }: Exception,
    alertIds: readonly string[],
  ): void {
    const conditions = entries.flatMap((entry) => {
      const condition = conditionOf(entry);
      if (condition === null) return [];
      const { field, operator, value } = condition;
      return [shortened(`${field} ${operator} ${value}`.trim())];
    });
    const rule = this.#nameOf(ruleId);
    this.#trail.add({ kind, rule, conditions, why: shortened(why), expires }, alertIds);
  }

  #set(exceptions: readonly Exception[]): void {
    this.list = exceptions;
    this.covered.use(new ExceptionTests(exceptions));
  }
}
