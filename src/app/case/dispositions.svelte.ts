import type { AlertColumns, AuditRecord, CaseStore, Disposition } from "../../case/index.ts";
import { changeFacts, type ChangedDisposition, facts, noteDetail, withLater } from "./audit-record.ts";
import type { AuditTrail } from "./audit-trail.svelte.ts";

/** What of a disposition an analyst changes. */
export type DispositionChange = Partial<Omit<Disposition, "alertId" | "by" | "changedAt">>;

/** A change of many dispositions at once, as `undo` takes it. */
export interface DispositionsChange {
  readonly changed: readonly ChangedDisposition[];
  /** What the audit trail says of it: nothing where nothing has changed. */
  readonly audit: readonly AuditRecord[];
  /** Resolves when it is in the database, or in memory where the browser refused it. */
  readonly stored: Promise<void>;
}

/** What was decided about an alert and is not in the database yet, with what the audit trail says of it. */
export interface UnwrittenDisposition {
  readonly disposition: Disposition;
  readonly audit: readonly AuditRecord[];
}

/** Dispositions that are written in one transaction: with one for each, closing many alerts would take minutes. */
const AT_ONCE = 1000;

/** Status, verdict, note and tags of each alert that has any. */
export class Dispositions {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #mayChange: () => boolean;
  readonly #trail: AuditTrail;
  /** Changes of single alerts, until they are in the database. */
  readonly #unwritten = new Map<string, UnwrittenDisposition>();
  readonly #byAlert = new Map<string, Disposition>();
  /** The map changes in place, since there may be a million; this says when to look again. */
  #version = $state(0);
  readonly #byRow = new Map<number, Disposition>();
  /** The numbers of rows that `#byRow` was made for. */
  #rowsOf = { length: 0, size: 0 };
  /** The alerts that changed since `#byRow` was made. */
  readonly #changed = new Set<string>();

  /** @param mayChange whether this tab may change the case */
  constructor(store: CaseStore, caseId: string, mayChange: () => boolean, trail: AuditTrail) {
    this.#trail = trail;
    this.#store = store;
    this.#caseId = caseId;
    this.#mayChange = mayChange;
  }

  load(dispositions: readonly Disposition[]): void {
    for (const disposition of dispositions) this.#set(disposition.alertId, disposition);
    this.#version++;
  }

  #set(alertId: string, disposition: Disposition | undefined): void {
    if (disposition === undefined) this.#byAlert.delete(alertId);
    else this.#byAlert.set(alertId, disposition);
    this.#changed.add(alertId);
  }

  /** Takes in what another tab has stored by now. */
  follow(dispositions: readonly Disposition[]): void {
    const stored = new Map(dispositions.map((disposition) => [disposition.alertId, disposition]));
    this.forget([...this.#byAlert.keys()].filter((alertId) => !stored.has(alertId)));
    const news = dispositions.filter(
      ({ alertId, changedAt }) => this.#byAlert.get(alertId)?.changedAt !== changedAt,
    );
    if (news.length > 0) this.load(news);
  }

  get(alertId: string): Disposition | undefined {
    void this.#version;
    return this.#byAlert.get(alertId);
  }

  /** What is decided about each alert of the list, by the number of its row. The map is the same one each time. */
  byRow(columns: AlertColumns): ReadonlyMap<number, Disposition> {
    void this.#version;
    const { length, size } = columns;
    const isSame = length === this.#rowsOf.length && size === this.#rowsOf.size;
    if (!isSame) {
      this.#rowsOf = { length, size };
      this.#byRow.clear();
    }
    for (const alertId of isSame ? this.#changed : this.#byAlert.keys()) {
      const row = columns.find(alertId);
      const disposition = this.#byAlert.get(alertId);
      if (row === undefined) continue;
      if (disposition === undefined) this.#byRow.delete(row);
      else this.#byRow.set(row, disposition);
    }
    this.#changed.clear();
    return this.#byRow;
  }

  /** The ids of the alerts that were judged, of those for which a test holds. */
  judged(applies: (alertId: string) => boolean): string[] {
    void this.#version;
    return [...this.#byAlert.keys()].filter(applies);
  }

  /** Forgets alerts that are gone. What is stored of them is for the caller to delete. */
  forget(alertIds: readonly string[]): void {
    if (alertIds.length === 0) return;
    for (const alertId of alertIds) this.#set(alertId, undefined);
    this.#version++;
  }

  /**
   * Changes what is decided about alerts.
   *
   * @param change the same for all, or made from what each has
   * @returns null if this tab may not change the case
   */
  change(
    alertIds: readonly string[],
    change: DispositionChange | ((before: Disposition) => DispositionChange),
    isTyped = false,
  ): DispositionsChange | null {
    if (!this.#mayChange()) return null;
    const changedAt = Date.now();
    const { analyst } = this.#trail;
    const changed = [...new Set(alertIds)].map((alertId): ChangedDisposition => {
      const before = this.#byAlert.get(alertId);
      const known: Disposition = before ?? { alertId, status: "open", verdict: "", note: "", changedAt };
      const made = typeof change === "function" ? change(known) : change;
      const after: { -readonly [K in keyof Disposition]: Disposition[K] } = { ...known, ...made, changedAt };
      if (analyst === "") delete after.by;
      else after.by = analyst;
      return { alertId, before, after };
    });
    return this.#apply(changed, { isTyped });
  }

  /**
   * Takes a change back. What has been changed again since stays as it is.
   *
   * @returns the change that took it back; null if this tab may not change the case
   */
  undo({ changed, audit }: DispositionsChange): DispositionsChange | null {
    if (!this.#mayChange()) return null;
    const back = changed
      .filter(({ alertId, after }) => this.#byAlert.get(alertId) === after)
      .map(({ alertId, before, after }) => ({ alertId, before: after, after: before }));
    return this.#apply(back, { undoes: audit[0]?.id });
  }

  /** Changes the note of one alert, with each key that is typed. */
  type(alertId: string, note: string): void {
    this.change([alertId], { note }, true);
  }

  #apply(
    changed: readonly ChangedDisposition[],
    { undoes, isTyped = false }: { readonly undoes?: string | undefined; readonly isTyped?: boolean } = {},
  ): DispositionsChange {
    for (const { alertId, after } of changed) this.#set(alertId, after);
    this.#version++;
    const audit = isTyped
      ? changed.map((change) => this.#typed(change))
      : changeFacts(changed).map((about) => this.#trail.make(about, undoes));
    return { changed, audit, stored: this.#save(changed, audit) };
  }

  #typed({ alertId, before, after }: ChangedDisposition): AuditRecord {
    return this.#trail.typed(`note ${alertId}`, before?.note ?? "", (first) =>
      facts([{ alertId }], noteDetail(first, after?.note ?? "")),
    );
  }

  /** The parts are written one after the other, in the order in which they are handed over. */
  async #save(changed: readonly ChangedDisposition[], audit: readonly AuditRecord[]): Promise<void> {
    const [only] = changed.length === 1 ? changed : [];
    const unwritten = only?.after === undefined ? undefined : this.#willWrite(only.after, audit);
    const writes: Promise<void>[] = [];
    for (let from = 0; from < changed.length; from += AT_ONCE) {
      const part = changed.slice(from, from + AT_ONCE);
      writes.push(
        this.#store.saveDispositions(
          this.#caseId,
          part.flatMap(({ after }) => after ?? []),
          part.filter(({ after }) => after === undefined).map(({ alertId }) => alertId),
          from === 0 ? audit : [],
        ),
      );
    }
    await Promise.all(writes);
    if (unwritten !== undefined && this.#unwritten.get(unwritten.disposition.alertId) === unwritten)
      this.#unwritten.delete(unwritten.disposition.alertId);
  }

  #willWrite(disposition: Disposition, audit: readonly AuditRecord[]): UnwrittenDisposition {
    const { alertId } = disposition;
    const unwritten = { disposition, audit: withLater(this.#unwritten.get(alertId)?.audit ?? [], audit) };
    this.#unwritten.set(alertId, unwritten);
    return unwritten;
  }

  /** Changes of single alerts that are not in the database yet: what a page that is closed now may lose. */
  get unwritten(): readonly UnwrittenDisposition[] {
    return [...this.#unwritten.values()];
  }

  /** Takes in what a page that was closed had not written, unless something later is known. */
  recover(unwritten: readonly UnwrittenDisposition[]): void {
    if (!this.#mayChange()) return;
    for (const { disposition, audit } of unwritten) {
      const known = this.#byAlert.get(disposition.alertId);
      if (known !== undefined && known.changedAt >= disposition.changedAt) continue;
      this.#set(disposition.alertId, disposition);
      void this.#store.saveDispositions(this.#caseId, [disposition], [], audit);
    }
    this.#version++;
  }
}
