import { SvelteMap } from "svelte/reactivity";
import {
  type AuditRecord,
  type CaseStore,
  type GuideProgress,
  progressOf,
  type StepProgress,
  withStep,
} from "../../case/index.ts";
import { facts, shortened, withLater } from "./audit-record.ts";
import type { AuditTrail } from "./audit-trail.svelte.ts";

/** What of a step an analyst changes. */
export type StepChange = Partial<Pick<StepProgress, "state" | "note">>;

/** What was recorded of a guide and is not in the database yet, with what the audit trail says of it. */
export interface UnwrittenGuide {
  readonly progress: GuideProgress;
  readonly audit: readonly AuditRecord[];
}

/** How far the analyst is with the guide of each alert: states and notes of its steps. */
export class CaseGuides {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #mayChange: () => boolean;
  readonly #trail: AuditTrail;
  /** Those that are not in the database yet. */
  readonly #unwritten = new Map<string, UnwrittenGuide>();
  readonly #byAlert = new SvelteMap<string, GuideProgress>();

  /** @param mayChange whether this tab may change the case */
  constructor(store: CaseStore, caseId: string, mayChange: () => boolean, trail: AuditTrail) {
    this.#trail = trail;
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

  /**
   * Changes one step of an alert's guide. Does nothing where this tab may not change the case.
   *
   * @param name what the step is called in the audit trail
   */
  change(alertId: string, key: string, change: StepChange, name: string): void {
    if (!this.#mayChange()) return;
    const before = this.get(alertId);
    // Two changes may fall into one millisecond; a reading tab must see the second as well.
    const now = Math.max(Date.now(), (before?.changedAt ?? 0) + 1);
    const progress = withStep(before, alertId, key, change, now);
    this.#byAlert.set(alertId, progress);
    void this.#save(progress, this.#recordOf(progressOf(before, key), alertId, change, shortened(name)));
  }

  #recordOf(before: StepProgress, alertId: string, change: StepChange, step: string): AuditRecord {
    const about = [{ alertId }];
    if (change.state !== undefined)
      return this.#trail.make(
        facts(about, { kind: "step", step, before: before.state, after: change.state }),
      );
    const after = shortened(change.note ?? "");
    return this.#trail.typed(`step ${alertId} ${before.key}`, before.note, (first) =>
      facts(about, { kind: "step-note", step, before: shortened(first), after }),
    );
  }

  async #save(progress: GuideProgress, audit: AuditRecord): Promise<void> {
    const { alertId } = progress;
    const unwritten = { progress, audit: withLater(this.#unwritten.get(alertId)?.audit ?? [], [audit]) };
    this.#unwritten.set(alertId, unwritten);
    await this.#store.saveGuide(this.#caseId, progress, [audit]);
    if (this.#unwritten.get(alertId) === unwritten) this.#unwritten.delete(alertId);
  }

  /** What a page that is closed now may lose. */
  get unwritten(): readonly UnwrittenGuide[] {
    return [...this.#unwritten.values()];
  }

  /** Takes in what a page that was closed had not written, unless something later is known. */
  recover(unwritten: readonly UnwrittenGuide[]): void {
    if (!this.#mayChange()) return;
    for (const { progress, audit } of unwritten) {
      const known = this.get(progress.alertId);
      if (known !== undefined && known.changedAt >= progress.changedAt) continue;
      this.#byAlert.set(progress.alertId, progress);
      void this.#store.saveGuide(this.#caseId, progress, audit);
    }
  }
}
