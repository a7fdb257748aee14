import { SvelteMap } from "svelte/reactivity";
import { type CaseStore, type GuideProgress, type StepProgress, withStep } from "../../case/index.ts";

/** How far the analyst is with the guide of each alert: states and notes of its steps. */
export class CaseGuides {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #mayChange: () => boolean;
  readonly #byAlert = new SvelteMap<string, GuideProgress>();

  /** @param mayChange whether this tab may change the case */
  constructor(store: CaseStore, caseId: string, mayChange: () => boolean) {
    this.#store = store;
    this.#caseId = caseId;
    this.#mayChange = mayChange;
  }

  load(guides: readonly GuideProgress[]): void {
    for (const progress of guides) this.#byAlert.set(progress.alertId, progress);
  }

  /** Takes in what another tab has stored by now. */
  follow(guides: readonly GuideProgress[]): void {
    const stored = new Set(guides.map(({ alertId }) => alertId));
    this.forget(this.begun((alertId) => !stored.has(alertId)));
    this.load(guides.filter(({ alertId, changedAt }) => this.get(alertId)?.changedAt !== changedAt));
  }

  get(alertId: string): GuideProgress | undefined {
    return this.#byAlert.get(alertId);
  }

  /** The ids of the alerts whose guide was begun, of those for which a test holds. */
  begun(applies: (alertId: string) => boolean): string[] {
    return [...this.#byAlert.keys()].filter(applies);
  }

  /** Forgets alerts that are gone. What is stored of them is for the caller to delete. */
  forget(alertIds: readonly string[]): void {
    for (const alertId of alertIds) this.#byAlert.delete(alertId);
  }

  /** Changes one step of an alert's guide. Does nothing where this tab may not change the case. */
  change(alertId: string, key: string, change: Partial<Pick<StepProgress, "state" | "note">>): void {
    if (!this.#mayChange()) return;
    const before = this.get(alertId);
    // Two changes may fall into one millisecond; a reading tab must see the second as well.
    const now = Math.max(Date.now(), (before?.changedAt ?? 0) + 1);
    const progress = withStep(before, alertId, key, change, now);
    this.#byAlert.set(alertId, progress);
    void this.#store.saveGuide(this.#caseId, progress);
  }
}
