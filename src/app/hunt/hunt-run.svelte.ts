import type { Evidence } from "../../case/index.ts";
import { parseEql, type Pipe } from "../../eql/index.ts";
import type { HuntResult } from "../../export/index.ts";
import { type Rule, type Runnable, runnable, type RunsGroups } from "../../rules/index.ts";
import {
  type Correlation,
  type FileAnswer,
  type Finding,
  type HuntLimit,
  type IndexAnswer,
  isOnlyCounted,
} from "../../scan/index.ts";
import { messageOf } from "../../wording/index.ts";
import {
  type CorrelatedPart,
  distinct,
  distinctSequences,
  readEvents,
  sequenceEvent,
} from "../queue/correlation.ts";
import type { KeyedRules } from "../workers/ruled-worker.ts";
import type { ScanWorkerPool } from "../workers/scan-worker-pool.ts";
import { CancelledError, type WorkerHandle, type Workers } from "../workers/workers.ts";
import type { CaseWorkerApi } from "../../../workers/case-role.ts";
import { earlyRows, MOST_EARLY, withEarly } from "./early-rows.ts";
import { FieldTallies } from "./field-tallies.ts";
import { type HuntFiles, HuntPass, type HuntReceiver } from "./hunt-pass.ts";
import { type HuntRow, huntRow, HuntRows } from "./hunt-rows.ts";
import { valuesOf } from "./narrowed.ts";
import { countPiped, limitOf, MOST_ROWS, piped } from "./pipes.ts";
import { categoriesOf, isRuledOut, lacksAll, onlyPlaces } from "./skipped-files.ts";

/** What a hunt needs of the open case. */
export interface HuntSources {
  readonly evidence: readonly Evidence[];
  fileOf(evidenceId: string): File | undefined;
  readonly passwords: readonly string[];
  /** What the event index knows of the files that it has whole. */
  answer(rule: Rule, limit: HuntLimit): Promise<IndexAnswer>;
}

/** The events of a sequence or sample, in the order of the query; null for one that had to be missing. */
export type HuntSequence = readonly (HuntRow | null)[];

type Runs = Extract<Runnable, { state: "runs" }>;

/** What the event index says of the results before anything is read. */
export interface IndexedCount {
  /** Results for certain, and events that may be results. */
  readonly certain: number;
  readonly possible: number;
}

/** Who takes every result of a hunt, in any order. A promise sets the pace. */
export interface AllResults {
  found(results: readonly HuntResult[]): Promise<void> | void;
  /** Bytes that were read since the last call. */
  read(bytes: number): void;
}

/** A sequence or sample with its number among those that the pipes leave, from 1 on, and how many these are. */
export interface NumberedSequence {
  readonly number: number;
  readonly of: number;
  readonly rows: readonly HuntRow[];
}

/** While a hunt finds more, its list is made again at most this often, in milliseconds: a long one less often. */
const PUBLISH_MS = 300;
const LONG_PUBLISH_MS = 1500;
const LONG_ROWS = 2000;
/** Sequences whose events are read from the files at once. */
const AT_ONCE = 500;
/** The same for an export, where nobody waits for the first: some files are read from their start each time. */
const AT_ONCE_AGAIN = 4000;
/**
 * An answer of the index that takes longer than this, in milliseconds, is used for what is not read yet by then. Of large
 * evidence the index is large as well, and there is more to save; the first rows have to be there within a second.
 */
const ANSWER_MS = 250;
const SHORT_ANSWER_MS = 100;
const LONG_ANSWER_MS = 600;
const LARGE_BYTES = 128 * 1024 * 1024;

let runs = 0;

/** One run of a query over the files of a case that are at hand. */
export class HuntRun {
  readonly rule: Rule;
  readonly kind: Exclude<Runs["kind"], RunsGroups["kind"]>;
  readonly pipes: readonly Pipe[];
  /** Files whose content the browser does not let Loupe read again. */
  away = $state.raw<readonly Evidence[]>([]);
  /** Files that are known to have no event of the categories that the query is about. */
  readonly without: readonly Evidence[];
  /** Other files that are known to have no event that matches, by the event index. */
  ruledOut = $state.raw<readonly Evidence[]>([]);
  wanted = $state.raw<readonly Evidence[]>([]);
  readonly totalBytes = $derived(this.wanted.reduce((sum, { size }) => sum + size, 0));
  /** `correlating`: all files have been read, and the sequences are being put together. */
  state = $state<"reading" | "correlating" | "done" | "stopped" | "failed">("reading");
  /** Matching records so far; for a sequence or sample, those that are events of it. */
  matches = $state(0);
  /** How many sequences there are; `hasMore` if counting ended at its limit. */
  sequenceCount = $state(0);
  hasMore = $state(false);
  /** The listed events, in the order of time. */
  rows = $state.raw<readonly HuntRow[]>([]);
  sequences = $state.raw<readonly HuntSequence[]>([]);
  bytes = $state(0);
  searched = $state(0);
  milliseconds = $state(0);
  /** What could not be done, as sentences. */
  failures = $state.raw<readonly string[]>([]);
  /** Whether the query reached one of its limits on an event, which is then not decided. */
  isUndecided = $state(false);
  #answers = $state.raw<ReadonlyMap<string, FileAnswer>>(new Map());
  /** What reads the files once more, to count or to export. */
  #again: HuntPass | null = null;
  /** Bytes that were read to count other fields; null while nothing is counted. */
  countedBytes = $state<number | null>(null);
  /** Changes when more has been counted. */
  #counted = $state(0);

  readonly #compiled: Runs;
  readonly #sources: HuntSources;
  readonly #workers: Workers;
  readonly #pool: ScanWorkerPool;
  readonly #rules: KeyedRules;
  readonly #limit: HuntLimit;
  readonly #kept: HuntRows;
  readonly #order: ReadonlyMap<string, number>;
  readonly #tallies: FieldTallies;
  #early: readonly HuntRow[] = [];
  #pass: HuntPass | null = null;
  /** Epoch milliseconds. */
  readonly startedAt = Date.now();
  readonly #begun = performance.now();
  #worker: WorkerHandle<CaseWorkerApi> | null = null;
  #publishing: ReturnType<typeof setTimeout> | null = null;
  #correlated: { readonly parts: readonly CorrelatedPart[]; readonly sequences: Correlation["sequences"] } = {
    parts: [],
    sequences: [],
  };
  #end: () => void = () => undefined;
  /** Resolves when nothing is under way any more. */
  readonly ended: Promise<void>;

  /**
   * @param rule the query; it has to run
   * @param counted the fields whose values are counted among all results
   */
  constructor(
    rule: Rule,
    sources: HuntSources,
    workers: Workers,
    pool: ScanWorkerPool,
    counted: readonly string[] = [],
  ) {
    const compiled = runnable(rule, []);
    if (compiled.state !== "runs" || compiled.kind === "threshold" || compiled.kind === "new-terms")
      throw new Error("Only a query that runs can be hunted with.");
    this.rule = rule;
    this.kind = compiled.kind;
    this.pipes = pipesOf(rule);
    this.#compiled = compiled;
    this.#sources = sources;
    this.#workers = workers;
    this.#pool = pool;
    this.#limit = { ...limitOf(this.pipes), counted };
    this.#tallies = new FieldTallies(counted);
    this.#rules = { rules: [{ rule, exceptions: [] }], key: `hunt ${++runs}`, hunt: this.#limit };
    this.#kept = new HuntRows(this.#limit);
    this.#order = new Map(sources.evidence.map(({ id }, i) => [id, i]));
    const categories = categoriesOf(compiled);
    this.without = sources.evidence.filter((evidence) => lacksAll(evidence, categories));
    this.#divide();
    this.ended = new Promise((resolve) => (this.#end = resolve));
    void this.#begin();
  }

  get isBusy(): boolean {
    return this.state === "reading" || this.state === "correlating";
  }

  /** How many results there are: events, or sequences, after the pipes of the query. */
  get count(): number {
    const found = this.kind === "event" ? Math.max(this.matches, this.rows.length) : this.sequenceCount;
    return countPiped(found, this.pipes);
  }

  /** Whether every result is listed. */
  get isWhole(): boolean {
    const listed = this.kind === "event" ? this.rows.length : this.sequences.length;
    return listed >= this.count && !this.hasMore;
  }

  /** What the event index says of all files of the case, those that are away included; null if it does not have all. */
  get indexed(): IndexedCount | null {
    if (this.kind !== "event") return null;
    const asked = [...this.wanted, ...this.away, ...this.ruledOut];
    const answers = asked.map(({ id }) => this.#answers.get(id));
    if (answers.length === 0 || answers.includes(undefined)) return null;
    return sumOf(answers as readonly FileAnswer[]);
  }

  /** What the event index says of the files that are away; null if it does not have all of them. */
  get indexedAway(): IndexedCount | null {
    const answers = this.away.map(({ id }) => this.#answers.get(id));
    if (answers.length === 0 || answers.includes(undefined)) return null;
    return sumOf(answers as readonly FileAnswer[]);
  }

  /**
   * Counts the values of other fields among all results, for which the files are read once more.
   *
   * @returns whether it came to its end
   */
  async countAlso(fields: readonly string[]): Promise<boolean> {
    if (this.isBusy || this.#again !== null) return false;
    const tallies = new FieldTallies(fields);
    this.countedBytes = 0;
    const isWhole = await this.#readAgain(
      { rows: 0, from: this.#limit.from, counted: fields },
      {
        found: (_, findings) => {
          for (const finding of findings) if (isOnlyCounted(finding)) tallies.add(finding.values);
        },
        read: (bytes) => (this.countedBytes! += bytes),
      },
    );
    this.countedBytes = null;
    if (!isWhole) return false;
    this.#tallies.join(tallies);
    this.#counted++;
    return true;
  }

  /**
   * Reads the files once more for every result, whether it is listed or not.
   *
   * @returns whether it came to its end
   * @throws Error if a file could not be read
   */
  async readAll(receiver: AllResults): Promise<boolean> {
    if (this.isBusy || this.#again !== null) return false;
    return this.#readAgain(
      { rows: Infinity, from: this.#limit.from },
      {
        found: ({ id }, findings) => {
          const file = this.#order.get(id)!;
          return receiver.found(
            findings.map(({ fields, source, place: { offset, line, member } }) => ({
              ...{ fields, source, file },
              place: { offset, line, ...(member !== undefined && { member }) },
            })),
          );
        },
        read: (bytes) => receiver.read(bytes),
      },
    );
  }

  async #readAgain(limit: HuntLimit, receiver: Pick<HuntReceiver, "found" | "read">): Promise<boolean> {
    let failure: string | null = null;
    const rules = { ...this.#rules, key: `hunt ${++runs}`, hunt: limit };
    const pass = new HuntPass(this.wanted, rules, this.#files, this.#pool, {
      ...receiver,
      undecided: () => undefined,
      failed: (sentence) => (failure = sentence),
    });
    this.#again = pass;
    await pass.ended;
    this.#again = null;
    if (failure !== null) throw new Error(failure);
    return !pass.isStopped;
  }

  /** Every sequence that the pipes leave, with its events, whether it is listed or not. */
  async *everySequence(isDescending: boolean): AsyncGenerator<NumberedSequence, void> {
    const { parts, sequences } = this.#correlated;
    const left = piped(sequences, this.pipes);
    if (this.state !== "done" || this.isWhole) {
      const listed = [...this.sequences.entries()];
      for (const [i, sequence] of isDescending ? listed.reverse() : listed)
        yield { number: i + 1, of: listed.length, rows: sequence.filter((row) => row !== null) };
      return;
    }
    const worker = this.#workers.startCase();
    try {
      const numbers = left.map((_, i) => i);
      if (isDescending) numbers.reverse();
      for (let from = 0; from < numbers.length; from += AT_ONCE_AGAIN) {
        const some = numbers.slice(from, from + AT_ONCE_AGAIN);
        const read = await this.#eventsOf(
          worker,
          parts,
          some.map((number) => left[number]!),
        );
        for (const [i, sequence] of read.entries())
          yield { number: some[i]! + 1, of: left.length, rows: sequence.filter((row) => row !== null) };
      }
    } finally {
      worker.terminate();
    }
  }

  get isReadingAgain(): boolean {
    return this.#again !== null;
  }

  /** Stops what reads the files once more. */
  stopReading(): void {
    this.#again?.stop();
  }

  /** How often each value of a field occurs among all results; null if that was not counted. */
  tallyOf(field: string): ReturnType<FieldTallies["of"]> {
    void this.#counted;
    // Which of the results a pipe leaves is known only of those that are listed.
    return this.kind !== "event" || this.count !== this.matches ? null : this.#tallies.of(field);
  }

  /** Stops at once. What was found is kept. */
  stop(): void {
    this.stopReading();
    if (!this.isBusy) return;
    this.state = "stopped";
    this.#pass?.stop();
    this.#worker?.terminate();
    this.#early = [];
    this.#publish();
    this.milliseconds = performance.now() - this.#begun;
  }

  /** Which files are read, are away, or need not be read. */
  #divide(): void {
    const { evidence, fileOf } = this.#sources;
    const others = evidence.filter((each) => !this.without.includes(each));
    this.ruledOut = others.filter(({ id }) => isRuledOut(this.#answers.get(id)));
    const left = others.filter((each) => !this.ruledOut.includes(each));
    this.away = left.filter(({ id }) => fileOf(id) === undefined);
    this.wanted = left.filter(({ id }) => fileOf(id) !== undefined);
  }

  async #begin(): Promise<void> {
    const answer = this.#askIndex();
    // With nothing to read there is nothing to begin with.
    const wait = new Promise((resolve) => setTimeout(resolve, this.#longestWait));
    await (this.wanted.length === 0 ? answer : Promise.race([answer, wait]));
    if (this.state === "reading") {
      this.#pass = new HuntPass(this.wanted, this.#rules, this.#files, this.#pool, {
        found: (evidence, findings) => this.#found(evidence, findings),
        read: (bytes) => (this.bytes += bytes),
        undecided: () => (this.isUndecided = true),
        failed: (sentence) => this.#fail(sentence),
      });
      await this.#pass.ended;
    }
    await this.#settle();
  }

  /** In milliseconds. */
  get #longestWait(): number {
    // Files are searched for texts as fast as they are read.
    if (this.#compiled.requiredTexts.length > 0) return SHORT_ANSWER_MS;
    return this.totalBytes < LARGE_BYTES ? ANSWER_MS : LONG_ANSWER_MS;
  }

  get #files(): HuntFiles {
    const { passwords } = this.#sources;
    return {
      fileOf: (id) => this.#sources.fileOf(id),
      passwords,
      onlyIn: (evidence) =>
        this.kind === "event" ? onlyPlaces(evidence, this.#answers.get(evidence.id)) : undefined,
    };
  }

  /** The hunt does without an index that cannot be read. */
  async #askIndex(): Promise<void> {
    let answer: IndexAnswer;
    try {
      answer = await this.#sources.answer(this.rule, { rows: MOST_EARLY, from: this.#limit.from });
    } catch {
      return;
    }
    if (this.state === "stopped") return;
    const answers = new Map(answer.files.map((file) => [file.evidenceId, file]));
    if (this.#pass === null) {
      this.#answers = answers;
      this.#divide();
    } else {
      const isAll = this.wanted.every(({ id }) => isRuledOut(answers.get(id)));
      const left = isAll ? this.wanted : this.#pass.leaveOut(({ id }) => isRuledOut(answers.get(id)));
      if (isAll) this.#pass.stop();
      this.#answers = answers;
      this.ruledOut = [...left, ...this.away.filter(({ id }) => isRuledOut(answers.get(id)))];
      this.away = this.away.filter((each) => !this.ruledOut.includes(each));
      this.wanted = this.wanted.filter((each) => !left.includes(each));
    }
    if (this.state === "reading") void this.#readEarly(answer);
  }

  async #readEarly({ nearest }: IndexAnswer): Promise<void> {
    if (this.#compiled.kind !== "event" || nearest.length === 0) return;
    const worker = this.#workers.startCase();
    try {
      const rows = await earlyRows(
        nearest,
        this.#sources.evidence,
        this.#compiled,
        async (evidence, places) => {
          const file = this.#sources.fileOf(evidence.id);
          if (file === undefined || this.state !== "reading") return [];
          const located = places.map((place) => ({ ...place, line: 0 }));
          return worker.run((api) => api.readEventsAt(file, located, true, evidence.reading ?? {}, []));
        },
      );
      if (this.state !== "reading") return;
      this.#early = rows;
      this.#publish();
    } catch {
      // The search finds them.
    } finally {
      worker.terminate();
    }
  }

  #found({ id }: Evidence, findings: readonly Finding[]): void {
    if (!this.isBusy) return;
    const file = this.#order.get(id)!;
    const rows: HuntRow[] = [];
    const { fields } = this.#tallies;
    for (const finding of findings) {
      if (isOnlyCounted(finding)) {
        this.#tallies.add(finding.values);
        continue;
      }
      const row = huntRow(finding, id, file);
      rows.push(row);
      if (fields.length > 0) this.#tallies.add(fields.map((field) => valuesOf(row, field)));
    }
    this.matches += findings.length;
    this.#kept.add(rows);
    this.#publishSoon();
  }

  #fail(sentence: string): void {
    this.failures = [...this.failures, sentence];
  }

  /** The first rows are shown at once. */
  #publishSoon(): void {
    if (this.rows.length === 0) this.#publish();
    const wait = this.rows.length < LONG_ROWS ? PUBLISH_MS : LONG_PUBLISH_MS;
    this.#publishing ??= setTimeout(() => this.#publish(), wait);
  }

  #publish(): void {
    if (this.#publishing !== null) clearTimeout(this.#publishing);
    this.#publishing = null;
    this.#counted++;
    if (this.kind !== "event") return;
    const { rows, from } = this.#limit;
    const listed = piped(withEarly(this.#kept.listed(), this.#early, rows, from), this.pipes);
    // The table and the counts are not made again for the same rows.
    if (!isSameList(listed, this.rows)) this.rows = listed;
  }

  async #settle(): Promise<void> {
    this.#early = [];
    if (this.state === "reading") {
      this.searched = this.#pass?.searched ?? 0;
      if (this.kind !== "event") await this.#correlate();
      this.#publish();
    }
    if (this.isBusy) {
      const nothingRead = this.failures.length > 0 && this.searched === 0;
      this.state = nothingRead ? "failed" : "done";
      this.milliseconds = performance.now() - this.#begun;
    }
    this.#end();
  }

  async #correlate(): Promise<void> {
    this.state = "correlating";
    const worker = this.#workers.startCase();
    this.#worker = worker;
    try {
      const parts = distinct(this.wanted).flatMap((evidence): CorrelatedPart[] => {
        const termMatches = this.#pass?.termMatches.get(evidence.id);
        if (termMatches === undefined || termMatches.count === 0) return [];
        return [{ evidence, termMatches, carved: new Set(termMatches.carved) }];
      });
      this.matches = parts.reduce((sum, { termMatches }) => sum + termMatches.count, 0);
      if (parts.length === 0) return;
      const [rule] = this.#rules.rules;
      const found = await worker.run((api) =>
        api.correlate(
          rule!,
          parts.map(({ termMatches }) => termMatches),
          { schedule: null },
        ),
      );
      this.hasMore = found.more || found.truncated > 0;
      const unique = distinctSequences(found.sequences);
      this.sequenceCount = unique.length;
      this.#correlated = { parts, sequences: unique };
      await this.#readSequences(worker, parts, this.#listedOf(unique));
    } catch (error) {
      if (!(error instanceof CancelledError)) this.#fail(messageOf(error));
    } finally {
      worker.terminate();
      this.#worker = null;
    }
  }

  /** Those that are listed: all their events together are as many as the rows of other hunts. */
  #listedOf(found: Correlation["sequences"]): Correlation["sequences"] {
    const left = piped(found, this.pipes);
    let events = 0;
    let most = 0;
    while (most < left.length && events + left[most]!.events.length <= MOST_ROWS)
      events += left[most++]!.events.length;
    return left.slice(0, most);
  }

  async #readSequences(
    worker: WorkerHandle<CaseWorkerApi>,
    parts: readonly CorrelatedPart[],
    sequences: Correlation["sequences"],
  ): Promise<void> {
    for (let from = 0; from < sequences.length && this.isBusy; from += AT_ONCE) {
      const listed = await this.#eventsOf(worker, parts, sequences.slice(from, from + AT_ONCE));
      this.sequences = [...this.sequences, ...listed];
      this.rows = this.sequences.flatMap((sequence) => sequence.filter((row) => row !== null));
    }
  }

  async #eventsOf(
    worker: WorkerHandle<CaseWorkerApi>,
    parts: readonly CorrelatedPart[],
    sequences: Correlation["sequences"],
  ): Promise<readonly HuntSequence[]> {
    const { passwords } = this.#sources;
    const seen = await readEvents(parts, sequences, new Map(), {
      read: async ({ id, seekable = false, reading = {} }, places) => {
        const file = this.#sources.fileOf(id);
        if (file === undefined) return null;
        return worker.run((api) => api.readEventsAt(file, places, seekable, reading, passwords));
      },
    });
    return sequences.map(({ events }) =>
      events.map((event) => (event === null ? null : this.#rowOf(sequenceEvent(event, parts, seen)))),
    );
  }

  #rowOf({ evidenceId, place, seen, time }: ReturnType<typeof sequenceEvent>): HuntRow {
    const file = this.#order.get(evidenceId)!;
    if (seen !== null) return { ...huntRow(seen, evidenceId, file), place };
    const instant = Number.isNaN(time) ? null : { ms: time, ns: 0 };
    return { ...{ evidenceId, place, file, instant }, source: "", event: null, size: 0 };
  }
}

/** Only EQL has pipes, and its samples have none. */
function pipesOf({ language, query }: Rule): readonly Pipe[] {
  if (language !== "eql") return [];
  const parsed = parseEql(query);
  return parsed.kind === "sample" ? [] : parsed.pipes;
}

function isSameList(a: readonly HuntRow[], b: readonly HuntRow[]): boolean {
  return a.length === b.length && a.every((row, i) => row === b[i]);
}

function sumOf(answers: readonly FileAnswer[]): IndexedCount {
  return {
    certain: answers.reduce((sum, { certain }) => sum + certain, 0),
    possible: answers.reduce((sum, { possible }) => sum + possible, 0),
  };
}
