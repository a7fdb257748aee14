import {
  type AlertFinding,
  type AlertRow,
  type Exception,
  type ExceptionTests,
  isInForce,
  isSequence,
  pageOwnerOf,
} from "../../case/index.ts";
import { eventOf } from "../../scan/index.ts";

/** Reads a page of findings. See `FindingPages.read`. */
export type ReadFindings = (owner: string, page: number) => Promise<readonly AlertFinding[] | undefined>;

/**
 * The exception that covers each alert, by alert id. A change checks only the alerts that it can affect, and reads each
 * page of findings once: a case may have a hundred thousand alerts.
 */
export class CoveredAlerts extends Map<string, Exception> {
  #tests: ExceptionTests;
  readonly #read: ReadFindings;

  constructor(tests: ExceptionTests, read: ReadFindings) {
    super();
    this.#tests = tests;
    this.#read = read;
  }

  /** @param tests of all exceptions of the case; checks that are under way go on with them */
  use(tests: ExceptionTests): void {
    this.#tests = tests;
  }

  /** Checks one alert whose finding is at hand. */
  decide(row: AlertRow, finding: AlertFinding, now: number): void {
    const exception = this.#covering(row.ruleId, finding, now);
    if (exception === undefined) this.delete(row.id);
    else this.set(row.id, exception);
  }

  /** After an exception was added: checks the alerts of its rule that none covered so far. */
  async added({ ruleId }: Exception, rows: readonly AlertRow[], now: number): Promise<void> {
    await this.#decideAll(
      rows.filter((row) => this.#isStale(row, now) || (row.ruleId === ruleId && !this.has(row.id))),
      now,
    );
  }

  /** After one was removed: checks the alerts that it covered, which another may cover. */
  async removed(id: string, rows: readonly AlertRow[], now: number): Promise<void> {
    await this.#decideAll(
      rows.filter((row) => this.#isStale(row, now) || this.get(row.id)?.id === id),
      now,
    );
  }

  /** After the case was opened: checks all alerts. */
  async opened(rows: readonly AlertRow[], now: number): Promise<void> {
    await this.#decideAll(rows, now);
  }

  /** Whether the exception that covers the alert has expired. */
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
      const key = `${pageOwnerOf(row)}.${row.page}`;
      const page = pages.get(key);
      if (page === undefined) pages.set(key, [row]);
      else page.push(row);
    }
    for (const page of pages.values()) {
      const findings = await this.#read(pageOwnerOf(page[0]), page[0].page);
      for (const row of page) {
        const finding = findings?.[row.slot];
        if (finding === undefined) this.delete(row.id);
        else this.decide(row, finding, now);
      }
    }
  }

  /** Elastic removes excepted events before it looks for sequences, so one covered event covers the whole sequence. */
  #covering(ruleId: string, finding: AlertFinding, now: number): Exception | undefined {
    if (!this.#tests.concern(ruleId, now)) return undefined;
    const seen = isSequence(finding)
      ? finding.events.flatMap((event) => (event?.seen ? [event.seen] : []))
      : [finding];
    return this.#tests.covering(ruleId, seen.map(eventOf), now);
  }
}
