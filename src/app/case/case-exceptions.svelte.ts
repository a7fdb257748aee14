import { type CaseStore, type Exception, ExceptionTests } from "../../case/index.ts";
import type { CaseAlerts } from "./case-alerts.svelte.ts";
import type { CoveredAlerts } from "./covered-alerts.ts";

/** The exceptions that the analyst has made in a case, and which alerts they cover. */
export class CaseExceptions {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #alerts: CaseAlerts;
  /** Which exception covers an alert. Not reactive by itself: `CaseAlerts.version` is. */
  readonly covered: CoveredAlerts;
  list = $state.raw<readonly Exception[]>([]);

  constructor(store: CaseStore, caseId: string, alerts: CaseAlerts, covered: CoveredAlerts) {
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

  async add(exception: Exception): Promise<void> {
    void this.#store.saveException(exception);
    this.#set([...this.list, exception]);
    await this.covered.added(exception, Date.now());
    this.#alerts.refresh();
  }

  async remove(id: string): Promise<void> {
    this.#set(this.list.filter((exception) => exception.id !== id));
    await this.#store.deleteException(this.#caseId, id);
    await this.covered.removed(id, Date.now());
    this.#alerts.refresh();
  }

  #set(exceptions: readonly Exception[]): void {
    this.list = exceptions;
    this.covered.use(new ExceptionTests(exceptions));
  }
}
