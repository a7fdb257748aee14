import {
  type AlertColumns,
  type AuditRecord,
  type CaseStore,
  type Decided,
  type Disposition,
  type DispositionPage,
  idOfName,
  unpackDispositions,
} from "../../case/index.ts";
import { type RowNumbers, RowSet } from "../../columns/index.ts";
import { Turns } from "../turns.ts";
import { type ChangeKind, changeFacts, facts, noteDetail, withLater } from "./audit-record.ts";
import type { AuditTrail } from "./audit-trail.svelte.ts";
import { DecidedRows } from "./decided-rows.ts";
import { type DecidedPage, DispositionPages } from "./disposition-pages.ts";

/** What of a disposition an analyst changes. */
export type DispositionChange = Partial<Omit<Decided, "by" | "changedAt">>;
type Change = DispositionChange | ((before: Decided) => DispositionChange);

/** A change of many dispositions at once, as `undo` takes it. */
export interface DispositionsChange {
  /** How many alerts it is about. */
  readonly alerts: number;
  /** What the audit trail says of it: nothing where nothing has changed. */
  readonly audit: readonly AuditRecord[];
  /** Resolves when it is in the database, or in memory where the browser refused it. */
  readonly stored: Promise<void>;
  readonly changed: ChangedAlerts;
}

/** The alerts of a change: what had the same before has the same after it. */
interface ChangedAlerts {
  readonly rows: RowNumbers;
  /** For each row, which of the kinds it is of. */
  readonly kindOf: Uint32Array;
  /** Alerts that are not in the list, with their kinds. */
  readonly unlisted: readonly (readonly [id: string, kind: number])[];
  readonly kinds: readonly ChangeKind[];
}

/** What was decided about an alert and is not in the database yet, with what the audit trail says of it. */
export interface UnwrittenDisposition {
  readonly disposition: Disposition;
  readonly audit: readonly AuditRecord[];
}

/** How far a large change is on its way to the database. */
export interface StoringProgress {
  readonly done: number;
  readonly of: number;
}

/** Nothing is said of what is stored sooner, in milliseconds. */
const QUIET_MS = 1000;

/** Status, verdict, note and tags of each alert that has any. */
export class Dispositions {
  readonly #store: CaseStore;
  readonly #caseId: string;
  readonly #mayChange: () => boolean;
  readonly #trail: AuditTrail;
  readonly #columns: AlertColumns;
  readonly #pages: DispositionPages;
  /** Changes of single alerts, until they are in the database. */
  readonly #unwritten = new Map<string, UnwrittenDisposition>();
  readonly #rows = new DecidedRows();
  /** What is decided about alerts that are not in the list, such as those of a rule that was removed. */
  readonly #unlisted = new Map<string, Decided>();
  /** Both change in place, since there may be a million; this says when to look again. */
  #version = $state(0);
  /** The list as it was when its alerts were last looked through. */
  #seen = { length: 0, removed: 0 };
  /** Null while no large change is being stored. */
  storing = $state.raw<StoringProgress | null>(null);

  /**
   * @param mayChange whether this tab may change the case
   * @param columns the alert list of the case
   */
  constructor(
    store: CaseStore,
    caseId: string,
    mayChange: () => boolean,
    trail: AuditTrail,
    columns: AlertColumns,
  ) {
    this.#trail = trail;
    this.#store = store;
    this.#caseId = caseId;
    this.#mayChange = mayChange;
    this.#columns = columns;
    this.#pages = new DispositionPages(caseId, columns, {
      ofRow: (row) => this.#rows.get(row),
      ofUnlisted: (id) => this.#unlisted.get(id),
    });
  }

  /** Takes in what is stored, when the list has the alerts that are; a part at a time. */
  async load(pages: AsyncIterable<DispositionPage>): Promise<void> {
    await this.#takeIn(pages, () => undefined);
    this.#version++;
  }

  /** Takes in what another tab has stored by now. */
  async follow(pages: AsyncIterable<DispositionPage>): Promise<void> {
    this.#lookThroughList();
    const [rows, unlisted] = [new RowSet(), new Set<string>()];
    let hasChanged = await this.#takeIn(pages, (alert) => {
      if (typeof alert === "number") rows.add(alert);
      else unlisted.add(alert);
    });
    for (const row of [...this.#rows.rows()]) {
      if (rows.has(row)) continue;
      this.#set(row, undefined);
      hasChanged = true;
    }
    for (const id of [...this.#unlisted.keys()]) {
      if (unlisted.has(id)) continue;
      this.#set(id, undefined);
      hasChanged = true;
    }
    if (hasChanged) this.#version++;
  }

  /** @returns whether any of it was not known */
  async #takeIn(
    pages: AsyncIterable<DispositionPage>,
    visit: (alert: number | string) => void,
  ): Promise<boolean> {
    const known = new Map<string, Decided>();
    for (const value of this.#rows.values) if (value !== undefined) known.set(JSON.stringify(value), value);
    /** Each page has a copy of its own of what is the same for many alerts. */
    const shared = (decided: Decided): Decided => {
      const text = JSON.stringify(decided);
      const same = known.get(text) ?? decided;
      known.set(text, same);
      return same;
    };
    let hasNews = false;
    const turns = new Turns();
    for await (const page of pages) {
      await turns.next();
      for (const [name, decided] of unpackDispositions({ ...page, values: page.values.map(shared) })) {
        const alert = this.#columns.findName(name) ?? idOfName(name);
        visit(alert);
        if (this.#of(alert)?.changedAt === decided.changedAt) continue;
        this.#set(alert, decided);
        hasNews = true;
      }
    }
    return hasNews;
  }

  /** @returns the stored page that has to be written for it */
  #set(alert: number | string, decided: Decided | undefined): DecidedPage {
    if (typeof alert === "number") {
      this.#rows.set(alert, decided);
      return this.#pages.withRow(alert);
    }
    if (decided === undefined) this.#unlisted.delete(alert);
    else this.#unlisted.set(alert, decided);
    return this.#pages.withUnlisted(alert);
  }

  /** An alert by the number of its row, or by its id if it is not in the list. */
  #alertOf(id: string): number | string {
    return this.#columns.find(id) ?? id;
  }

  #of(alert: number | string): Decided | undefined {
    return typeof alert === "number" ? this.#rows.get(alert) : this.#unlisted.get(alert);
  }

  /** Alerts come into the list and leave it: what is decided about them goes along. */
  #lookThroughList(): void {
    const { length, size } = this.#columns;
    const removed = length - size;
    if (removed !== this.#seen.removed) {
      for (const row of [...this.#rows.rows()]) {
        if (this.#columns.has(row)) continue;
        this.#set(this.#columns.idAt(row), this.#rows.get(row));
        this.#set(row, undefined);
      }
    }
    if (length !== this.#seen.length && this.#unlisted.size > 0) {
      for (const [id, decided] of [...this.#unlisted]) {
        const row = this.#columns.find(id);
        if (row === undefined) continue;
        this.#set(row, decided);
        this.#set(id, undefined);
      }
    }
    this.#seen = { length, removed };
  }

  get(alertId: string): Disposition | undefined {
    void this.#version;
    const decided = this.#get(alertId);
    return decided && { alertId, ...decided };
  }

  #get(alertId: string): Decided | undefined {
    this.#lookThroughList();
    return this.#of(this.#alertOf(alertId));
  }

  /** What is decided about each alert of the list, by the number of its row. The same object each time. */
  get byRow(): DecidedRows {
    void this.#version;
    this.#lookThroughList();
    return this.#rows;
  }

  /** The ids of the alerts that were judged, of those for which a test holds. */
  judged(applies: (alertId: string) => boolean): string[] {
    void this.#version;
    this.#lookThroughList();
    const listed = Array.from(this.#rows.rows(), (row) => this.#columns.idAt(row));
    return [...listed, ...this.#unlisted.keys()].filter(applies);
  }

  /**
   * Forgets alerts that are gone.
   *
   * @returns their pages without them, for the caller to store
   */
  forget(alertIds: readonly string[]): DispositionPage[] {
    if (alertIds.length === 0) return [];
    this.#lookThroughList();
    const pages = new Set(alertIds.map((id) => this.#set(this.#alertOf(id), undefined)));
    this.#version++;
    return [...this.#pages.parts(pages)].flat();
  }

  /**
   * Changes what is decided about alerts.
   *
   * @param change the same for all, or made from what each has; must give the same for the same
   * @returns null if this tab may not change the case
   */
  change(alertIds: readonly string[], change: Change, isTyped = false): DispositionsChange | null {
    this.#lookThroughList();
    const alerts = [...new Set(alertIds)].map((id) => this.#alertOf(id));
    return this.#change(...sorted(alerts), change, isTyped);
  }

  /** The same for alerts of the list, by the numbers of their rows: a million in a moment. */
  changeRows(rows: Iterable<number>, change: Change): DispositionsChange | null {
    this.#lookThroughList();
    const isGiven = new Uint8Array(this.#columns.length);
    const given = rows instanceof Uint32Array ? rows : Uint32Array.from(rows);
    let length = 0;
    const once = new Uint32Array(given.length);
    for (let i = 0; i < given.length; i++) {
      const row = given[i]!;
      if (isGiven[row] === 0) once[length++] = row;
      isGiven[row] = 1;
    }
    return this.#change(once.slice(0, length), [], change);
  }

  #change(
    rows: RowNumbers,
    unlisted: readonly string[],
    change: Change,
    isTyped = false,
  ): DispositionsChange | null {
    if (!this.#mayChange()) return null;
    const changedAt = Date.now();
    const { analyst } = this.#trail;
    const afterOf = (before: Decided | undefined): Decided => {
      const known: Decided = before ?? { status: "open", verdict: "", note: "", changedAt };
      const made = typeof change === "function" ? change(known) : change;
      const after: { -readonly [K in keyof Decided]: Decided[K] } = { ...known, ...made, changedAt };
      if (analyst === "") delete after.by;
      else after.by = analyst;
      return after;
    };
    return this.#apply(this.#changed(rows, unlisted, afterOf), { isTyped });
  }

  /** Sorts alerts by what is decided about them, and makes of that what is decided after a change. */
  #changed(
    rows: RowNumbers,
    unlisted: readonly string[],
    afterOf: (before: Decided | undefined) => Decided | undefined,
  ): ChangedAlerts {
    const kinds: { before: Decided | undefined; after: Decided | undefined; alerts: number }[] = [];
    const numbers = new Map<Decided | undefined, number>();
    const kindOf = (before: Decided | undefined): number => {
      const number = numbers.get(before) ?? kinds.length;
      if (number === kinds.length) {
        numbers.set(before, number);
        kinds.push({ before, after: afterOf(before), alerts: 0 });
      }
      kinds[number]!.alerts++;
      return number;
    };
    const kindOfRow = new Uint32Array(rows.length);
    for (let i = 0; i < rows.length; i++) kindOfRow[i] = kindOf(this.#rows.get(rows[i]!));
    return {
      rows,
      kindOf: kindOfRow,
      unlisted: unlisted.map((id) => [id, kindOf(this.#unlisted.get(id))] as const),
      kinds,
    };
  }

  /**
   * Takes a change back. What has been changed again since stays as it is.
   *
   * @returns the change that took it back; null if this tab may not change the case
   */
  undo({ changed, audit }: DispositionsChange): DispositionsChange | null {
    if (!this.#mayChange()) return null;
    this.#lookThroughList();
    const { rows, kindOf, unlisted, kinds } = changed;
    const still: (number | string)[] = [];
    const add = (alert: number | string, kind: number): void => {
      if (this.#of(alert) === kinds[kind]!.after) still.push(alert);
    };
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      // An alert that has left the list may have come into it again, with another number.
      add(this.#columns.has(row) ? row : this.#alertOf(this.#columns.idAt(row)), kindOf[i]!);
    }
    for (const [id, kind] of unlisted) add(this.#alertOf(id), kind);
    const before = new Map(kinds.map((kind) => [kind.after, kind.before]));
    const back = this.#changed(...sorted(still), (after) => before.get(after));
    return this.#apply(back, { undoes: audit[0]?.id });
  }

  /** Changes the note of one alert, with each key that is typed. */
  type(alertId: string, note: string): void {
    this.change([alertId], { note }, true);
  }

  #apply(
    changed: ChangedAlerts,
    { undoes, isTyped = false }: { readonly undoes?: string | undefined; readonly isTyped?: boolean } = {},
  ): DispositionsChange {
    const { rows, kindOf, unlisted, kinds } = changed;
    for (let i = 0; i < rows.length; i++) this.#rows.set(rows[i]!, kinds[kindOf[i]!]!.after);
    const pages = new Set<DecidedPage>();
    // In the order of their numbers, most rows are on the page of the one before.
    let last: DecidedPage | undefined;
    for (const row of rows.slice().sort()) {
      const page = this.#pages.withRow(row);
      if (page !== last) pages.add(page);
      last = page;
    }
    for (const [id, kind] of unlisted) pages.add(this.#set(id, kinds[kind]!.after));
    this.#version++;
    const audit = isTyped
      ? [this.#typed(changed)]
      : changeFacts(kinds, (applies) => this.#idsOf(changed, applies)).map((about) =>
          this.#trail.make(about, undoes),
        );
    const alerts = rows.length + unlisted.length;
    const only = alerts === 1 ? this.#onlyOf(changed) : null;
    return { alerts, audit, stored: this.#save(pages, audit, only), changed };
  }

  /** The ids of the first alerts of some kinds. */
  *#idsOf({ rows, kindOf, unlisted }: ChangedAlerts, applies: (kind: number) => boolean): Generator<string> {
    for (let i = 0; i < rows.length; i++) if (applies(kindOf[i]!)) yield this.#columns.idAt(rows[i]!);
    for (const [id, kind] of unlisted) if (applies(kind)) yield id;
  }

  #onlyOf(changed: ChangedAlerts): Disposition | null {
    const [alertId] = this.#idsOf(changed, () => true);
    const after = changed.kinds[0]?.after;
    return alertId === undefined || after === undefined ? null : { alertId, ...after };
  }

  #typed(changed: ChangedAlerts): AuditRecord {
    const [alertId] = this.#idsOf(changed, () => true);
    const { before, after } = changed.kinds[0]!;
    return this.#trail.typed(`note ${alertId!}`, before?.note ?? "", (first) =>
      facts([{ alertId: alertId! }], noteDetail(first, after?.note ?? "")),
    );
  }

  async #save(
    pages: ReadonlySet<DecidedPage>,
    audit: readonly AuditRecord[],
    only: Disposition | null,
  ): Promise<void> {
    const unwritten = only === null ? undefined : this.#willWrite(only, audit);
    const parts = this.#pages.partsOf(pages);
    const since = performance.now();
    const report = (done: number): void => {
      if (performance.now() - since >= QUIET_MS) this.storing = { done, of: parts };
    };
    try {
      await this.#store.saveDispositions(
        this.#caseId,
        () => this.#pages.parts(pages),
        audit,
        parts > 1 ? report : undefined,
      );
    } finally {
      if (parts > 1) this.storing = null;
    }
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
      const { alertId, ...decided } = disposition;
      const known = this.#get(alertId);
      if (known !== undefined && known.changedAt >= decided.changedAt) continue;
      const pages = new Set([this.#set(this.#alertOf(alertId), decided)]);
      void this.#save(pages, audit, null);
    }
    this.#version++;
  }
}

/** Alerts that are in the list, and the ids of those that are not. */
function sorted(alerts: readonly (number | string)[]): [rows: RowNumbers, unlisted: string[]] {
  return [
    Uint32Array.from(alerts.filter((alert) => typeof alert === "number")),
    alerts.filter((alert) => typeof alert === "string"),
  ];
}
