import type { Evidence } from "../../case/index.ts";
import { parseEql, type Pipe } from "../../eql/index.ts";
import { type Rule, type Runnable, runnable, type RunsGroups } from "../../rules/index.ts";
import {
  type Correlation,
  type HuntLimit,
  isOnlyCounted,
  type ScanReceiver,
  type TermMatchColumns,
} from "../../scan/index.ts";
import { messageOf } from "../../wording/index.ts";
import {
  type CorrelatedPart,
  distinct,
  distinctSequences,
  readEvents,
  sequenceEvent,
} from "../queue/correlation.ts";
import { SharedScans } from "../queue/shared-scans.ts";
import type { KeyedRules } from "../workers/ruled-worker.ts";
import type { ScanWorkerPool } from "../workers/scan-worker-pool.ts";
import { CancelledError, type WorkerHandle, type Workers } from "../workers/workers.ts";
import type { CaseWorkerApi } from "../../../workers/case-role.ts";
import { type HuntRow, huntRow, HuntRows } from "./hunt-rows.ts";
import { countPiped, limitOf, MOST_ROWS, piped } from "./pipes.ts";
import { categoriesOf, lacksAll } from "./skipped-files.ts";

/** What a hunt needs of the open case. */
export interface HuntSources {
  readonly evidence: readonly Evidence[];
  fileOf(evidenceId: string): File | undefined;
  readonly passwords: readonly string[];
}

/** The events of a sequence or sample, in the order of the query; null for one that had to be missing. */
export type HuntSequence = readonly (HuntRow | null)[];

type Runs = Extract<Runnable, { state: "runs" }>;

/** While a hunt finds more, its list is made again at most this often, in milliseconds. */
const PUBLISH_MS = 300;
/** Sequences whose events are read from the files at once. */
const AT_ONCE = 500;

let runs = 0;

/** One run of a query over the files of a case that are at hand. */
export class HuntRun {
  readonly rule: Rule;
  readonly kind: Exclude<Runs["kind"], RunsGroups["kind"]>;
  readonly pipes: readonly Pipe[];
  /** Files whose content the browser does not let Loupe read again. */
  readonly away: readonly Evidence[];
  /** Files that are known to have no event of the categories that the query is about. */
  readonly without: readonly Evidence[];
  readonly wanted: readonly Evidence[];
  readonly totalBytes: number;
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

  readonly #sources: HuntSources;
  readonly #workers: Workers;
  readonly #pool: ScanWorkerPool;
  readonly #shared: SharedScans;
  readonly #rules: KeyedRules;
  readonly #limit: HuntLimit;
  readonly #kept: HuntRows;
  readonly #order: ReadonlyMap<string, number>;
  readonly #waiting: Evidence[];
  readonly #read = new Map<string, number>();
  readonly #termMatches = new Map<string, TermMatchColumns>();
  readonly #atWork = new Set<number>();
  /** Epoch milliseconds. */
  readonly startedAt = Date.now();
  readonly #begun = performance.now();
  #worker: WorkerHandle<CaseWorkerApi> | null = null;
  #publishing: ReturnType<typeof setTimeout> | null = null;
  #end: () => void = () => undefined;
  /** Resolves when nothing is under way any more. */
  readonly ended: Promise<void>;

  /** @param rule the query; it has to run */
  constructor(rule: Rule, sources: HuntSources, workers: Workers, pool: ScanWorkerPool) {
    const compiled = runnable(rule, []);
    if (compiled.state !== "runs" || compiled.kind === "threshold" || compiled.kind === "new-terms")
      throw new Error("Only a query that runs can be hunted with.");
    this.rule = rule;
    this.kind = compiled.kind;
    this.pipes = pipesOf(rule);
    this.#sources = sources;
    this.#workers = workers;
    this.#pool = pool;
    this.#limit = limitOf(this.pipes);
    this.#rules = { rules: [{ rule, exceptions: [] }], key: `hunt ${++runs}`, hunt: this.#limit };
    this.#kept = new HuntRows(this.#limit);
    this.#shared = new SharedScans(pool, () => this.#wake());
    this.#order = new Map(sources.evidence.map(({ id }, i) => [id, i]));
    const categories = categoriesOf(compiled);
    this.without = sources.evidence.filter((evidence) => lacksAll(evidence, categories));
    const others = sources.evidence.filter((evidence) => !this.without.includes(evidence));
    this.away = others.filter(({ id }) => sources.fileOf(id) === undefined);
    this.wanted = others.filter(({ id }) => sources.fileOf(id) !== undefined);
    this.totalBytes = this.wanted.reduce((sum, { size }) => sum + size, 0);
    // The largest first, so that the last worker does not have it all to itself.
    this.#waiting = [...this.wanted].sort((a, b) => b.size - a.size);
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.#wake();
    if (this.#waiting.length === 0 && this.#atWork.size === 0) void this.#settle();
  }

  get isBusy(): boolean {
    return this.state === "reading" || this.state === "correlating";
  }

  /** How many results there are: events, or sequences, after the pipes of the query. */
  get count(): number {
    return countPiped(this.kind === "event" ? this.matches : this.sequenceCount, this.pipes);
  }

  /** Stops at once. What was found is kept. */
  stop(): void {
    if (!this.isBusy) return;
    this.state = "stopped";
    this.#waiting.length = 0;
    this.#pool.terminate();
    this.#worker?.terminate();
    this.#publish();
    this.milliseconds = performance.now() - this.#begun;
  }

  #wake(): void {
    for (let worker = 0; worker < this.#pool.size; worker++) {
      if (this.#atWork.has(worker) || !this.#hasNext) continue;
      this.#atWork.add(worker);
      void this.#occupy(worker);
    }
  }

  get #hasNext(): boolean {
    return this.state === "reading" && (this.#shared.next !== undefined || this.#waiting.length > 0);
  }

  async #occupy(worker: number): Promise<void> {
    while (this.state === "reading") {
      const shared = this.#shared.next;
      if (shared !== undefined) await this.#shared.help(worker, shared);
      else {
        const next = this.#waiting.shift();
        if (next === undefined) break;
        await this.#search(worker, next);
      }
    }
    this.#atWork.delete(worker);
    if (this.#atWork.size === 0) await this.#settle();
  }

  async #search(worker: number, evidence: Evidence): Promise<void> {
    const { id, reading: readSettings = {} } = evidence;
    const file = this.#sources.fileOf(id);
    if (file === undefined) return;
    const { passwords } = this.#sources;
    const receiver = this.#receiverOf(id);
    try {
      const result = await this.#shared.run(this.#pool.worker(worker, this.#rules), {
        scanned: { file, readSettings, rules: this.#rules },
        receiver,
        begin: (api, given, queue) => api.hunt(file, readSettings, given, queue, passwords),
        restarted: () => undefined,
      });
      const [termMatches] = result.termMatches;
      if (termMatches !== undefined) this.#termMatches.set(id, termMatches);
      this.searched++;
    } catch (error) {
      if (error instanceof CancelledError) return;
      this.#pool.end(worker);
      this.#fail(`${evidence.path}: ${messageOf(error)}`);
    }
    this.#reach(id, evidence.size);
  }

  #receiverOf(id: string): ScanReceiver {
    return {
      batch: (findings, problems, { bytes }) => {
        if (!this.isBusy) return;
        this.#reach(id, bytes);
        if (problems.some(({ code }) => code === "rule-failed")) this.isUndecided = true;
        if (findings.length === 0) return;
        const file = this.#order.get(id)!;
        this.matches += findings.length;
        this.#kept.add(
          findings.filter((finding) => !isOnlyCounted(finding)).map((finding) => huntRow(finding, id, file)),
        );
        this.#publishSoon();
      },
    };
  }

  #reach(id: string, bytes: number): void {
    this.bytes += bytes - (this.#read.get(id) ?? 0);
    this.#read.set(id, bytes);
  }

  #fail(sentence: string): void {
    this.failures = [...this.failures, sentence];
  }

  /** The first rows are shown at once. */
  #publishSoon(): void {
    if (this.rows.length === 0) this.#publish();
    this.#publishing ??= setTimeout(() => this.#publish(), PUBLISH_MS);
  }

  #publish(): void {
    if (this.#publishing !== null) clearTimeout(this.#publishing);
    this.#publishing = null;
    if (this.kind === "event") this.rows = piped(this.#kept.listed(), this.pipes);
  }

  async #settle(): Promise<void> {
    if (this.state === "reading") {
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
        const termMatches = this.#termMatches.get(evidence.id);
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
    const { passwords } = this.#sources;
    for (let from = 0; from < sequences.length && this.isBusy; from += AT_ONCE) {
      const some = sequences.slice(from, from + AT_ONCE);
      const seen = await readEvents(parts, some, new Map(), {
        read: async ({ id, seekable = false, reading = {} }, places) => {
          const file = this.#sources.fileOf(id);
          if (file === undefined) return null;
          return worker.run((api) => api.readEventsAt(file, places, seekable, reading, passwords));
        },
      });
      const listed = some.map(({ events }) =>
        events.map((event) => (event === null ? null : this.#rowOf(sequenceEvent(event, parts, seen)))),
      );
      this.sequences = [...this.sequences, ...listed];
      this.rows = this.sequences.flatMap((sequence) => sequence.filter((row) => row !== null));
    }
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
