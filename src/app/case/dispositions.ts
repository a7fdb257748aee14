import { SvelteMap } from "svelte/reactivity";
import type { CaseStore, Disposition } from "../../case/index.ts";

/** Status, verdict and note of each alert that has any. */
export class Dispositions {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #byAlert = new SvelteMap<string, Disposition>();

  constructor(store: CaseStore, caseId: string) {
    this.#store = store;
    this.#caseId = caseId;
  }

  load(dispositions: readonly Disposition[]): void {
    for (const disposition of dispositions) this.#byAlert.set(disposition.alertId, disposition);
  }

  get(alertId: string): Disposition | undefined {
    return this.#byAlert.get(alertId);
  }

  change(alertIds: readonly string[], change: Partial<Omit<Disposition, "alertId" | "changedAt">>): void {
    for (const alertId of alertIds) {
      const before = this.get(alertId) ?? { status: "open", verdict: "", note: "" };
      const disposition: Disposition = { ...before, ...change, alertId, changedAt: Date.now() };
      this.#byAlert.set(alertId, disposition);
      void this.#store.saveDisposition(this.#caseId, disposition);
    }
  }
}
