import { SvelteMap } from "svelte/reactivity";
import type { AlertColumns, CaseStore, Disposition } from "../../case/index.ts";

/** Status, verdict and note of each alert that has any. */
export class Dispositions {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #mayChange: () => boolean;
  readonly #byAlert = new SvelteMap<string, Disposition>();

  /** @param mayChange whether this tab may change the case */
  constructor(store: CaseStore, caseId: string, mayChange: () => boolean) {
    this.#store = store;
    this.#caseId = caseId;
    this.#mayChange = mayChange;
  }

  load(dispositions: readonly Disposition[]): void {
    for (const disposition of dispositions) this.#byAlert.set(disposition.alertId, disposition);
  }

  /** Takes in what another tab has stored by now. */
  follow(dispositions: readonly Disposition[]): void {
    const stored = new Map(dispositions.map((disposition) => [disposition.alertId, disposition]));
    this.forget([...this.#byAlert.keys()].filter((alertId) => !stored.has(alertId)));
    this.load(dispositions.filter(({ alertId, changedAt }) => this.get(alertId)?.changedAt !== changedAt));
  }

  get(alertId: string): Disposition | undefined {
    return this.#byAlert.get(alertId);
  }

  /** What is decided about each alert of the list, by the number of its row. */
  byRow(columns: AlertColumns): ReadonlyMap<number, Disposition> {
    const byRow = new Map<number, Disposition>();
    for (const disposition of this.#byAlert.values()) {
      const row = columns.find(disposition.alertId);
      if (row !== undefined) byRow.set(row, disposition);
    }
    return byRow;
  }

  /** The ids of the alerts that were judged, of those for which a test holds. */
  judged(applies: (alertId: string) => boolean): string[] {
    return [...this.#byAlert.keys()].filter(applies);
  }

  /** Forgets alerts that are gone. What is stored of them is for the caller to delete. */
  forget(alertIds: readonly string[]): void {
    for (const alertId of alertIds) this.#byAlert.delete(alertId);
  }

  /** Adds a line to the note of each alert. */
  addNote(alertIds: readonly string[], line: string): void {
    for (const id of alertIds) {
      const before = this.get(id)?.note ?? "";
      this.change([id], { note: before === "" ? line : `${before}\n${line}` });
    }
  }

  /** Adds a tag to each alert that does not have it. */
  addTag(alertIds: readonly string[], tag: string): void {
    for (const id of alertIds) {
      const before = this.get(id)?.tags ?? [];
      if (!before.includes(tag)) this.change([id], { tags: [...before, tag] });
    }
  }

  change(alertIds: readonly string[], change: Partial<Omit<Disposition, "alertId" | "changedAt">>): void {
    if (!this.#mayChange()) return;
    for (const alertId of alertIds) {
      const before = this.get(alertId) ?? { status: "open", verdict: "", note: "" };
      const disposition: Disposition = { ...before, ...change, alertId, changedAt: Date.now() };
      this.#byAlert.set(alertId, disposition);
      void this.#store.saveDisposition(this.#caseId, disposition);
    }
  }
}
