import {
  type AlertColumns,
  type AlertFinding,
  type Exception,
  type ExceptionTests,
  isInForce,
} from "../../case/index.ts";
import { NumberColumn, type RowNumbers } from "../../columns/index.ts";
import { eachFinding, type ReadFindings } from "./each-finding.ts";
import { eventsOf } from "./events-of.ts";

/**
 * The exception that covers each alert, by the number of its row. A change checks only the alerts that it can affect, and
 * reads each page of findings once: a case may have a hundred thousand alerts.
 */
export class CoveredAlerts {
  readonly #columns: AlertColumns;
  #tests: ExceptionTests;
  readonly #read: ReadFindings;
  /** Exceptions by code; 0 stands for none. */
  readonly #exceptions: (Exception | undefined)[] = [undefined];
  readonly #codes = NumberColumn.codes();

  constructor(columns: AlertColumns, tests: ExceptionTests, read: ReadFindings) {
    this.#columns = columns;
    this.#tests = tests;
    this.#read = read;
  }

  /** @param tests of all exceptions of the case; checks that are under way go on with them */
  use(tests: ExceptionTests): void {
    this.#tests = tests;
  }

  /** The exception that covers an alert; undefined if none does. */
  of(row: number): Exception | undefined {
    return this.#exceptions[this.#codes.at(row)];
  }

  has(row: number): boolean {
    return this.#codes.at(row) !== 0;
  }

  /** How many alerts each exception covers, by its id. */
  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const row of this.#where(() => true)) {
      const { id } = this.of(row)!;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }

  /** Checks one alert whose finding is at hand. */
  decide(row: number, ruleId: string, finding: AlertFinding, now: number): void {
    this.#set(row, this.#covering(ruleId, finding, now));
  }

  /** Whether an exception may cover alerts of a rule: only then their findings are needed. */
  concerns(ruleId: string, now: number): boolean {
    return this.#tests.concern(ruleId, now);
  }

  /** No exception covers an alert any more. */
  clear(row: number): void {
    this.#set(row, undefined);
  }

  /** After an exception was added: checks the alerts of its rule that none covered so far. */
  async added({ ruleId }: Exception, now: number): Promise<void> {
    const rules = this.#columns.text("ruleId");
    const rule = rules.texts.find(ruleId);
    await this.#decideAll(
      this.#columns.where((row) => (this.has(row) ? this.#isStale(row, now) : rules.codeAt(row) === rule)),
      now,
    );
  }

  /** After one was removed: checks the alerts that it covered, which another may cover. */
  async removed(id: string, now: number): Promise<void> {
    await this.#decideAll(
      this.#where((row) => this.#isStale(row, now) || this.of(row)?.id === id),
      now,
    );
  }

  /** After the case was opened: checks all alerts. */
  async opened(now: number): Promise<void> {
    await this.#decideAll(this.#columns.all(), now);
  }

  /** The covered alerts that pass a test. */
  #where(passes: (row: number) => boolean): RowNumbers {
    // Cases without any exception are the rule.
    if (this.#exceptions.length === 1) return new Uint32Array(0);
    return this.#columns.where((row) => this.has(row) && passes(row));
  }

  /** Whether the exception that covers the alert has expired. */
  #isStale(row: number, now: number): boolean {
    const exception = this.of(row);
    return exception !== undefined && !isInForce(exception, now);
  }

  #set(row: number, exception: Exception | undefined): void {
    const known = this.#exceptions.indexOf(exception);
    const code = known < 0 ? this.#exceptions.push(exception) - 1 : known;
    if (code !== this.#codes.at(row)) this.#codes.set(row, code);
  }

  async #decideAll(rows: RowNumbers, now: number): Promise<void> {
    const columns = this.#columns;
    const rules = columns.text("ruleId");
    const concerned = rules.texts.matching((ruleId) => this.#tests.concern(ruleId, now));
    const open: number[] = [];
    for (const row of rows) {
      if (concerned[rules.codeAt(row)] === 0) this.#set(row, undefined);
      else open.push(row);
    }
    await eachFinding(open, columns, this.#read, (row, finding) => {
      if (finding === undefined) this.#set(row, undefined);
      else this.decide(row, rules.at(row), finding, now);
    });
  }

  /** Elastic removes excepted events before it looks for sequences, so one covered event covers the whole sequence. */
  #covering(ruleId: string, finding: AlertFinding, now: number): Exception | undefined {
    if (!this.#tests.concern(ruleId, now)) return undefined;
    return this.#tests.covering(ruleId, eventsOf(finding), now);
  }
}
