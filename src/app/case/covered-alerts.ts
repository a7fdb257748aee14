import {
  type AlertFinding,
  type AlertRow,
  type Exception,
  type ExceptionTests,
  isInForce,
  isSequence,
} from "../../case/index.ts";
import { eventOf } from "../../scan/index.ts";

/** Where the findings of a case are read, a page at a time. */
export type ReadFindings = (shelf: string, page: number) => Promise<readonly AlertFinding[] | undefined>;

/**
 * Which exception covers which alert, by the alert's id. A change looks only at the alerts that it can concern, and reads
 * each page of findings once: a case may have a hundred thousand.
 */
export class CoveredAlerts extends Map<string, Exception> {
  #tests: ExceptionTests;
  readonly #read: ReadFindings;

  constructor(tests: ExceptionTests, read: ReadFindings) {
    super();
    this.#tests = tests;
    this.#read = read;
  }

  /** @param tests of all exceptions there are now; decisions that are under way go on with them */
  use(tests: ExceptionTests): void {
    this.#tests = tests;
  }

  /** Decides about an alert whose finding is at hand. */
  decide(row: AlertRow, finding: AlertFinding, now: number): void {
    const exception = this.#covering(row.ruleId, finding, now);
    if (exception === undefined) this.delete(row.id);
    else this.set(row.id, exception);
  }

  /** An exception has been added: alerts of its rule that none covers yet may be covered now. */
  async added({ ruleId }: Exception, rows: readonly AlertRow[], now: number): Promise<void> {
    await this.#decideAll(
      rows.filter((row) => this.#isStale(row, now) || (row.ruleId === ruleId && !this.has(row.id))),
      now,
    );
  }

  /** One has been removed: another may cover what it covered. */
  async removed(id: string, rows: readonly AlertRow[], now: number): Promise<void> {
    await this.#decideAll(
      rows.filter((row) => this.#isStale(row, now) || this.get(row.id)?.id === id),
      now,
    );
  }

  /** Nothing is known of any of the alerts yet. */
  async opened(rows: readonly AlertRow[], now: number): Promise<void> {
    await this.#decideAll(rows, now);
  }

  /** The exception that covers it has expired meanwhile. */
  #isStale({ id }: AlertRow, now: number): boolean {
    const exception = this.get(id);
    return exception !== undefined && !isInForce(exception, now);
  }

  async #decideAll(rows: readonly AlertRow[], now: number): Promise<void> {
    const pages = new Map<string, [AlertRow, ...AlertRow[]]>();
    for (const row of rows) {
      if (!this.#tests.concern(row.ruleId, now)) {
        this.delete(row.id);
        continue;
      }
      const key = `${shelfOfRow(row)}.${row.page}`;
      const page = pages.get(key);
      if (page === undefined) pages.set(key, [row]);
      else page.push(row);
    }
    for (const page of pages.values()) {
      const findings = await this.#read(shelfOfRow(page[0]), page[0].page);
      for (const row of page) {
        const finding = findings?.[row.slot];
        if (finding === undefined) this.delete(row.id);
        else this.decide(row, finding, now);
      }
    }
  }

  /** Elastic takes excepted events away before it looks for sequences: one that is covered covers the sequence. */
  #covering(ruleId: string, finding: AlertFinding, now: number): Exception | undefined {
    if (!this.#tests.concern(ruleId, now)) return undefined;
    const seen = isSequence(finding)
      ? finding.events.flatMap((event) => (event?.seen ? [event.seen] : []))
      : [finding];
    return this.#tests.covering(ruleId, seen.map(eventOf), now);
  }
}

function shelfOfRow({ shelf, evidenceId }: AlertRow): string {
  return shelf ?? evidenceId;
}
