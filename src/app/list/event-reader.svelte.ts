import { type AlertColumns, type AlertFinding, isSequence } from "../../case/index.ts";
import type { ReadFindings } from "../case/each-finding.ts";
import { NumberColumn, type RowNumbers } from "../../columns/index.ts";

/** Something that has to be known of the events of alerts, beyond what their columns have. */
export interface EventQuestion {
  /** Whether the alert of a row has to be read for it, and has not been. */
  needs(row: number): boolean;
  take(row: number, finding: AlertFinding): void;
  /** Another event is the alert's by now. */
  forget(row: number): void;
}

/** How far a search is: alerts, of those that have to be read. */
export interface SearchProgress {
  readonly done: number;
  readonly of: number;
}

/** The list waits this long for the next letter before it reads, in milliseconds. */
const WAIT_MS = 150;
/** The list learns of what was found at most this often. */
const PUBLISH_MS = 500;
/** After this long, the page gets a turn. */
const TURN_MS = 20;
/** Answers that are kept, those that nobody asks for at the time included: up to two bytes for each alert. */
const MAX_KNOWN = 24;
/** How often, and after how long, what could not be read is tried again: a scan hands alerts over before it stores them. */
const RETRIES = 3;
const RETRY_MS = 1000;

/**
 * Reads the events of alerts, page by page, for the questions that are asked at the time. What is asked may change at any
 * moment, and so may the alerts: a row is read again when its event is another.
 */
export class EventReader {
  readonly #columns: AlertColumns;
  readonly #rows: () => RowNumbers;
  readonly #read: ReadFindings;
  /** By asker: what is asked, and of which alerts. */
  readonly #asked = new Map<
    string,
    { readonly questions: readonly EventQuestion[]; readonly version: number }
  >();
  /** Questions by key, the one used last at the end. */
  readonly #known = new Map<string, EventQuestion>();
  /** The page that each row was on when it was read, plus one. */
  readonly #pages = NumberColumn.codes();
  /** Increases when what is asked changes: a round that began before ends. */
  #round = 0;
  #isRunning = false;
  #isLooking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;
  /** Increases when more is known. */
  version = $state(0);
  /** Null while nothing has to be read. */
  progress = $state.raw<SearchProgress | null>(null);
  /** How many alerts could not be read: what is asked of them is not known. */
  unread = $state(0);

  /**
   * @param rows the alerts that questions are about, as they are at the time, in the order of their pages
   * @param read reads a page of findings; undefined if there is none
   */
  constructor(columns: AlertColumns, rows: () => RowNumbers, read: ReadFindings) {
    this.#columns = columns;
    this.#rows = rows;
    this.#read = read;
  }

  /** The question with a key, with what is known of it; a new one if there is none. */
  known<Q extends EventQuestion>(key: string, make: () => Q): Q {
    const question = (this.#known.get(key) as Q | undefined) ?? make();
    this.#known.delete(key);
    this.#known.set(key, question);
    return question;
  }

  /** What is known by now, by key. */
  all(): Iterable<readonly [key: string, question: EventQuestion]> {
    return this.#known;
  }

  /**
   * Asks questions in place of those that the same asker had before. Nothing happens at once, so this may be called while
   * the list is being made.
   *
   * @param version of the alerts: those that have come since the last time are read as well
   */
  ask(asker: string, questions: readonly EventQuestion[], version: number): void {
    const before = this.#asked.get(asker);
    const isSame =
      before?.version === version &&
      before.questions.length === questions.length &&
      questions.every((question, i) => question === before.questions[i]);
    if (this.#isStopped || isSame || (before === undefined && questions.length === 0)) return;
    if (questions.length === 0) this.#asked.delete(asker);
    else this.#asked.set(asker, { questions, version });
    if (this.#isLooking) return;
    this.#isLooking = true;
    queueMicrotask(() => this.#look());
  }

  /** Reads nothing any more, for the case is closed. */
  stop(): void {
    this.#isStopped = true;
    this.#round++;
    clearTimeout(this.#timer);
    this.progress = null;
  }

  /** Begins a round if there is anything to read. */
  #look(): void {
    this.#isLooking = false;
    if (this.#isStopped) return;
    this.#round++;
    clearTimeout(this.#timer);
    this.#dropOld();
    this.#forgetMoved();
    const { length } = this.#unknown();
    this.progress = length === 0 ? null : { done: 0, of: length };
    this.unread = 0;
    if (length > 0) this.#timer = setTimeout(() => void this.#run(), WAIT_MS);
  }

  get #questions(): EventQuestion[] {
    return [...this.#asked.values()].flatMap(({ questions }) => questions);
  }

  /** The rows that have to be read. */
  #unknown(): RowNumbers {
    const questions = this.#questions;
    if (questions.length === 0) return new Uint32Array(0);
    return this.#rows().filter((row) => questions.some((question) => question.needs(row)));
  }

  #dropOld(): void {
    const asked = new Set(this.#questions);
    for (const [key, question] of this.#known) {
      if (this.#known.size <= MAX_KNOWN) return;
      if (!asked.has(question)) this.#known.delete(key);
    }
  }

  async #run(): Promise<void> {
    // The round under way ends at its next page, and goes on with what is asked now.
    if (this.#isRunning) return;
    this.#isRunning = true;
    let retries = 0;
    for (;;) {
      const round = this.#round;
      const unread = await this.#readAll(round);
      if (this.#isStopped) break;
      this.version++;
      if (round !== this.#round) {
        retries = 0;
        continue;
      }
      this.unread = unread;
      if (unread === 0 || retries++ === RETRIES) break;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    this.#isRunning = false;
    this.progress = null;
  }

  /** @returns how many alerts could not be read, if the round was not ended before */
  async #readAll(round: number): Promise<number> {
    const questions = this.#questions;
    const rows = this.#unknown();
    let done = 0;
    let unread = 0;
    let published = performance.now();
    let turn = published;
    for (const run of this.#pagesOf(rows)) {
      const page = this.#columns.pageAt(run[0]!);
      const findings = await this.#findings(this.#columns.ownerAt(run[0]!), page);
      if (round !== this.#round) return 0;
      for (const row of run) if (!this.#take(row, page, findings, questions)) unread++;
      done += run.length;
      const now = performance.now();
      if (now - published >= PUBLISH_MS) {
        this.progress = { done, of: rows.length };
        this.version++;
        published = now;
      }
      if (now - turn < TURN_MS) continue;
      await new Promise((resolve) => setTimeout(resolve));
      if (round !== this.#round) return 0;
      turn = performance.now();
    }
    return unread;
  }

  /** @returns undefined where there is no such page, or the browser has closed its database */
  #findings(owner: string, page: number): ReturnType<ReadFindings> {
    return this.#read(owner, page).catch(() => undefined);
  }

  /** An alert that was found again is on another page than before, and its event may be read differently now. */
  #forgetMoved(): void {
    const { length } = this.#columns;
    for (let row = 0; row < length; row++) {
      const before = this.#pages.at(row);
      if (before === 0 || before === this.#columns.pageAt(row) + 1) continue;
      this.#pages.set(row, 0);
      for (const question of this.#known.values()) question.forget(row);
    }
  }

  /** Rows that follow each other and are on one page. Alerts come page by page, so few pages are read twice. */
  *#pagesOf(rows: RowNumbers): Generator<RowNumbers> {
    const columns = this.#columns;
    for (let start = 0; start < rows.length;) {
      const first = rows[start]!;
      const [page, owner] = [columns.pageAt(first), columns.ownerAt(first)];
      let end = start + 1;
      while (
        end < rows.length &&
        columns.pageAt(rows[end]!) === page &&
        columns.ownerAt(rows[end]!) === owner
      )
        end++;
      yield rows.subarray(start, end);
      start = end;
    }
  }

  /** @returns whether the alert's event was there */
  #take(
    row: number,
    page: number,
    findings: readonly AlertFinding[] | undefined,
    questions: readonly EventQuestion[],
  ): boolean {
    const columns = this.#columns;
    // It is gone, or was found again: then the list asks again.
    if (!columns.has(row) || columns.pageAt(row) !== page) return true;
    const finding = findings?.[columns.slotAt(row)];
    if (finding === undefined || !this.#isOf(row, finding)) return false;
    this.#pages.set(row, page + 1);
    for (const question of questions) if (question.needs(row)) question.take(row, finding);
    return true;
  }

  /** A page of sequences may have been rewritten while it was read: then other findings have these slots. */
  #isOf(row: number, finding: AlertFinding): boolean {
    const columns = this.#columns;
    if (finding.ruleId !== columns.text("ruleId").at(row)) return false;
    const place = isSequence(finding)
      ? finding.events.findLast((event) => event !== null)?.place
      : finding.place;
    return place?.offset === columns.offsetAt(row);
  }
}
