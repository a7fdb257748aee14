import type { AuditDetail, AuditRecord, CaseStore } from "../../case/index.ts";
import { type AuditFacts, facts } from "./audit-record.ts";

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
  /** How many records this tab has made: it orders those of the same millisecond. */
  #made = 0;
  #typing: Typing | null = null;

  constructor(store: CaseStore, caseId: string) {
    this.#store = store;
    this.#caseId = caseId;
  }

  /** Those that are known: all, once `load` has ended. */
  get records(): readonly AuditRecord[] {
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
    const at = Date.now();
    return this.#keep({
      // By their ids, the records of a case are in the order in which they were made.
      id: `${padded(at)}.${padded(this.#made++)}.${crypto.randomUUID()}`,
      caseId: this.#caseId,
      at,
      by: this.analyst,
      ...about,
      ...(undoes !== undefined && { undoes }),
    });
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

function padded(number: number): string {
  return String(number).padStart(16, "0");
}
