import type { AuditDetail, AuditRecord, CaseStore } from "../../case/index.ts";
import { type AuditFacts, auditRecord, facts } from "./audit-record.ts";

/** Typing that pauses for longer than this begins another record: milliseconds. */
const TYPING_MS = 60_000;

/** The text that is being typed, and the record that is written for it. */
interface Typing {
  /** Names the field. */
  readonly key: string;
  readonly id: string;
  readonly by: string;
  /** What it had before. */
  readonly before: string;
  readonly last: number;
}

/** Records that wait, at most: the record of the case has them. */
const MOST_WAITING = 200;

/** The records that wait for the next change of the case, and a way to keep others. */
export interface Waiting {
  list(): readonly AuditRecord[];
  keep(records: readonly AuditRecord[]): void;
}

/** Who decided what in a case, and when. It is only added to. */
export class AuditTrail {
  readonly #store: CaseStore;
  readonly #caseId: string;
  /** The name of the analyst, which goes with everything they decide; empty if they gave none. */
  analyst = $state("");
  /** Whether this tab has recorded a decision about alerts without a name. */
  lacksName = $state(false);
  /** The records, the earliest first; null until they were loaded. */
  #records = $state.raw<readonly AuditRecord[] | null>(null);
  #loading: Promise<void> | null = null;
  #typing: Typing | null = null;
  readonly #waiting: Waiting;

  constructor(
    store: CaseStore,
    caseId: string,
    waiting: Waiting = { list: () => [], keep: () => undefined },
  ) {
    this.#store = store;
    this.#caseId = caseId;
    this.#waiting = waiting;
  }

  /** Those that are known: all, once `load` has ended. Records that wait are among them. */
  readonly records: readonly AuditRecord[] = $derived.by(() => {
    const waiting = this.#waiting.list();
    const records = this.#records ?? [];
    return waiting.length === 0 ? records : [...records, ...waiting];
  });

  /** The same without those that wait: records of what changed something. */
  get changes(): readonly AuditRecord[] {
    return this.#records ?? [];
  }

  get isLoaded(): boolean {
    return this.#records !== null;
  }

  /** Reads the records of the case, unless that was done. What is added later is added here as well. */
  load(): Promise<void> {
    if (this.#records !== null) return Promise.resolve();
    return (this.#loading ??= this.#read().finally(() => (this.#loading = null)));
  }

  /** Takes in what another tab has stored by now, where the records are shown. */
  async follow(): Promise<void> {
    if (this.#records !== null) await this.#read();
  }

  async #read(): Promise<void> {
    await this.#store.written();
    this.#records = await this.#store.auditTrail(this.#caseId);
  }

  /**
   * Makes a record, for the caller to store with what it is about.
   *
   * @param undoes the id of the record whose change is taken back
   */
  make(about: AuditFacts, undoes?: string): AuditRecord {
    this.#typing = null;
    if (this.analyst === "" && about.alerts > 0) this.lacksName = true;
    this.#storeWaiting();
    return this.#keep(auditRecord(this.#caseId, this.analyst, about, undoes));
  }

  /** Something changes in the case: what waited for that comes before it. */
  #storeWaiting(): void {
    const waiting = this.#waiting.list();
    if (waiting.length === 0) return;
    this.#waiting.keep([]);
    for (const record of waiting) void this.#store.saveAudit(this.#keep({ ...record, caseId: this.#caseId }));
  }

  /** Notes what changes nothing in the case: see `Case.waiting`. */
  note(detail: AuditDetail): void {
    const waiting = [...this.#waiting.list(), auditRecord(this.#caseId, this.analyst, facts([], detail))];
    this.#waiting.keep(waiting.slice(-MOST_WAITING));
  }

  /**
   * Makes the record of a text that is being typed: as long as the typing in one field goes on, it is one record, which is
   * stored again with each key. So nothing is lost when the page is closed, and the trail has no record for each letter.
   *
   * @param key names the field
   * @param before what it had before this key
   * @param make makes the facts of the change from what the field had before the typing began
   */
  typed(key: string, before: string, make: (before: string) => AuditFacts): AuditRecord {
    const known = this.#typing;
    const now = Date.now();
    const goesOn = known?.key === key && known.by === this.analyst && now - known.last <= TYPING_MS;
    const about = make(goesOn ? known.before : before);
    const record = goesOn
      ? this.#keep({ id: known.id, caseId: this.#caseId, at: now, by: this.analyst, ...about })
      : this.make(about);
    this.#typing = {
      key,
      id: record.id,
      by: record.by,
      before: goesOn ? known.before : before,
      last: now,
    };
    return record;
  }

  /** Like `typed`, for what is stored elsewhere: adds the record as well. */
  addTyped(key: string, before: string, make: (before: string) => AuditFacts): void {
    void this.#store.saveAudit(this.typed(key, before, make));
  }

  /** Adds what was done to the case, its rules or its files. */
  add(detail: AuditDetail, alertIds: readonly string[] = []): void {
    const about = facts(
      alertIds.map((alertId) => ({ alertId })),
      detail,
    );
    void this.#store.saveAudit(this.make(about));
  }

  #keep(record: AuditRecord): AuditRecord {
    if (this.#records !== null) {
      const isNew = this.#records.at(-1)?.id !== record.id;
      this.#records = [...(isNew ? this.#records : this.#records.slice(0, -1)), record];
    }
    return record;
  }
}
