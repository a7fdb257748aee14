import * as Comlink from "comlink";
import { isBusy, isUnfinished, isUnread, wasRead } from "../../case/index.ts";
import { RowSet } from "../../columns/index.ts";
import {
  type EventRow,
  type ReadSettings,
  readSettingsKey,
  type SeenEvent,
  type WordReceiver,
  type WordSearchResult,
} from "../../scan/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { newEvidence, waitingAgain } from "../case/file-outcome.ts";
import type { DroppedFile } from "../intake/dropped-file.ts";
import { ScanWorkerPool } from "../workers/scan-worker-pool.ts";
import type { CaseWorkerApi, Workers } from "../workers/workers.ts";
import { ArchivePasswords } from "./archive-passwords.ts";
import { markSecondPassStopped, markStopped } from "./file-marks.ts";
import { FilesAtHand } from "./files-at-hand.ts";
import { LargestFirst } from "./largest-first.ts";
import { PassCount } from "./pass-count.svelte.ts";
import { type OneFile, PassProgress } from "./pass-progress.svelte.ts";
import type { QueuedFile, ScannedFile } from "./queued-file.ts";
import { ScanPass } from "./scan-pass.ts";
import { ScanRun } from "./scan-run.svelte.ts";
import { SequenceRun } from "./sequence-run.svelte.ts";
import { SharedScans } from "./shared-scans.ts";
import { SideTasks } from "./side-tasks.ts";
import { ValidationPass } from "./validation-pass.ts";

export type QueueState = "idle" | "scanning" | "done" | "cancelled" | "failed";

/** What a run is doing: finding out what its files are, compiling rules for a pass, either pass, or running correlation rules. */
export type Phase = "sorting" | "preparing" | "scanning" | "proving" | "correlating";

/** Files whose results may be on their way to the database, so that it stores those of many at once. */
const MOST_STORING = 32;

/** What a worker is to do next. */
type Task = (worker: number) => Promise<void>;

/**
 * Takes the files of a case through two passes, and then runs the correlation rules over the term matches of both. A
 * free worker takes the hash of a file that another validates, a split of a file that another has begun, the largest file
 * that waits for the first pass, or one that waits for the second. The passes know how a file is examined; the queue
 * knows whose turn it is.
 */
export class ScanQueue {
  readonly #case: CaseState;
  readonly #files = new FilesAtHand();
  readonly #passwords: ArchivePasswords;
  readonly #sequences: SequenceRun;
  readonly #scanProgress = new PassProgress();
  readonly #validationProgress = new PassProgress();
  readonly #pool: ScanWorkerPool;
  readonly #shared: SharedScans;
  readonly #side: SideTasks;
  readonly #scanPass: ScanPass;
  readonly #validationPass: ValidationPass;

  state = $state<QueueState>("idle");
  #run = $state.raw(new ScanRun());
  readonly #toScan = new LargestFirst();
  #toValidate: ScannedFile[] = [];
  /** Files that are in the first pass. */
  readonly #inScan = new PassCount();
  /** Files of the first pass, until what was found in them is stored. The workers go on as soon as they are read. */
  readonly #storing = new Set<Promise<void>>();
  /** Files that are in the second pass. */
  readonly #inValidation = new PassCount();
  readonly #workers: Workers;
  /** The numbers of the workers that have something to do. */
  readonly #atWork = new Set<number>();
  /** Callers of `begin` that are still finding out what their files are. */
  #beginnings = $state(0);
  /** The state before the run, to which the queue returns if the run has no files. */
  #before: QueueState = "idle";
  #isClosed = false;
  /** What is under way of the passes and of the correlation. */
  readonly #work = new Set<Promise<void>>();

  constructor(state: CaseState, workers: Workers) {
    this.#workers = workers;
    this.#case = state;
    this.#passwords = new ArchivePasswords(workers);
    this.#sequences = new SequenceRun(state, this.#files, this.#passwords, workers);
    this.#pool = new ScanWorkerPool(workers);
    this.#shared = new SharedScans(this.#pool, () => this.#wakeWorkers());
    this.#side = new SideTasks(() => this.#wakeWorkers());
    const [pool, sequences] = [this.#pool, this.#sequences];
    this.#scanPass = new ScanPass(state, sequences, this.#passwords, this.#scanProgress, pool, this.#shared);
    this.#validationPass = new ValidationPass(
      state,
      sequences,
      this.#validationProgress,
      pool,
      this.#shared,
      this.#side,
    );
  }

  get busy(): boolean {
    return this.state === "scanning";
  }

  /** Why the state is `failed`, as a sentence. */
  get failure(): string {
    return this.#run.failure;
  }

  /** Bytes of the files of this run. */
  get totalBytes(): number {
    return this.#run.totalBytes;
  }

  /** Whether the first pass is at work. */
  get scanning(): boolean {
    return this.#inScan.isSome;
  }

  /** What a run is doing. While both passes are at work the first is shown. */
  get phase(): Phase {
    if (this.scanning || this.#inValidation.isSome) {
      if (this.progress.preparing) return "preparing";
      return this.scanning ? "scanning" : "proving";
    }
    if (this.correlating !== null) return "correlating";
    return this.#beginnings > 0 ? "sorting" : "proving";
  }

  /** The progress of the pass that is shown. */
  get progress(): PassProgress {
    return this.scanning ? this.#scanProgress : this.#validationProgress;
  }

  /** How far a file is in the pass that it is in; null unless it is being read. */
  progressOf(evidenceId: string): OneFile | null {
    return this.#scanProgress.of(evidenceId) ?? this.#validationProgress.of(evidenceId);
  }

  /** Which correlation rule is being run. */
  get correlating(): SequenceRun["progress"] {
    return this.#sequences.progress;
  }

  /** Lets the workers compile the rules that are on, before there is anything to scan. */
  prepare(): void {
    const { running, key } = this.#case.rules;
    if (!this.busy) this.#pool.prepare({ rules: running, key });
  }

  /** Ends workers that have nothing to do. */
  rest(): void {
    if (!this.busy) this.#pool.terminate();
  }

  /**
   * Begins a run before it is known what the files are: meanwhile the last run must not be shown as done.
   *
   * @returns to be called when everything has been added; a run without files leaves the state as it was
   */
  begin(): () => void {
    if (!this.busy) {
      this.#before = this.state;
      this.#startRun();
    }
    const run = this.#run;
    this.#beginnings++;
    return () => {
      this.#beginnings--;
      if (this.#run !== run || run.isStopped || run.hasFiles) this.#finishIfIdle();
      // Two drops of rules may follow each other faster than either is read.
      else if (this.#beginnings === 0) this.state = this.#before;
    };
  }

  /**
   * Adds files to the queue; they join a run that is under way. A case that has been left meanwhile keeps them as files
   * that were not read.
   */
  add(files: readonly DroppedFile[]): void {
    if (files.length === 0 || !this.#case.isWritable) return;
    if (!this.busy && !this.#isOver) this.#startRun();
    for (const { file, path } of files) {
      const evidence = newEvidence(this.#case.info.id, this.#case.ledger.nextOrder, file, path);
      this.#case.addEvidence(evidence);
      this.#files.add(evidence.id, file);
      const first = { readSettings: {}, earlier: new RowSet(), replacesFrom: null, fingerprint: "" };
      if (this.#isOver) markStopped(this.#case.ledger, evidence.id, "not-begun");
      else this.#enqueue({ id: evidence.id, file, ...first });
    }
    this.#case.recordAdded(files.map(({ path }) => path));
    if (!this.#isOver) this.#wakeWorkers();
  }

  #enqueue(queued: QueuedFile): void {
    this.#run.hasFiles = true;
    this.#run.totalBytes += queued.file.size;
    this.#toScan.add(queued);
  }

  /** Whether the page has the file, so that it can be scanned again. */
  has(evidenceId: string): boolean {
    return this.#files.has(evidenceId);
  }

  /** The file of a piece of evidence; undefined if it is not at hand. */
  fileOf(evidenceId: string): File | undefined {
    return this.#files.get(evidenceId);
  }

  /** Passwords that open archives of the case. */
  get passwords(): readonly string[] {
    return this.#passwords.all;
  }

  /** Scans files again with the rules that are on now. What is found in them replaces what had been. */
  rescan(evidenceIds: readonly string[]): void {
    if (this.#isOver) return;
    const ids = evidenceIds.filter((id) => this.has(id) && !this.isQueued(id));
    if (ids.length === 0) return;
    if (!this.busy) this.#startRun();
    for (const id of ids) {
      // The hash that the file may still wait for comes with this scan.
      this.#toValidate = this.#toValidate.filter((scanned) => scanned.id !== id);
      this.#enqueue(this.#queueAgain(id));
    }
    this.#wakeWorkers();
  }

  #queueAgain(id: string): QueuedFile {
    const { alerts, ledger, pages } = this.#case;
    const { fingerprint, reading: readSettings = {}, readAs = "" } = ledger.get(id)!;
    const changesSettings = readAs !== readSettingsKey(readSettings);
    ledger.save(id, { ...waitingAgain(), ...(changesSettings && { readAs: null }) });
    return {
      id,
      file: this.#files.get(id)!,
      readSettings,
      earlier: new RowSet(changesSettings ? [] : alerts.ofFile(id)),
      replacesFrom: changesSettings ? pages.nextOf(id) : null,
      fingerprint,
    };
  }

  /**
   * Reads one event of the event index again from its file.
   *
   * @returns null if there is no event at that place any more; undefined if the file is not at hand
   * @throws what `WorkerHandle.run` throws
   */
  async readEvent(row: EventRow): Promise<SeenEvent | null | undefined> {
    return (await this.readEvents([row]))[0];
  }

  /** Reads events of the event index again, each file once: see `readEvent`. */
  async readEvents(rows: readonly EventRow[]): Promise<(SeenEvent | null | undefined)[]> {
    const read = new Map<EventRow, SeenEvent | null>();
    for (const evidenceId of new Set(rows.map((row) => row.evidenceId))) {
      const file = this.#files.get(evidenceId);
      const evidence = this.#case.ledger.get(evidenceId);
      if (file === undefined || evidence === undefined) continue;
      const ofFile = rows.filter((row) => row.evidenceId === evidenceId);
      const locations = ofFile.map(({ offset, length, member }) => ({
        ...{ offset, length, line: 0 },
        ...(member !== undefined && { member }),
      }));
      const { seekable = false, reading = {} } = evidence;
      const passwords = this.#passwords.all;
      const worker = this.#workers.startCase();
      try {
        const seen = await worker.run((api) =>
          api.readEventsAt(file, locations, seekable, reading, passwords),
        );
        ofFile.forEach((row, i) => read.set(row, seen[i] ?? null));
      } finally {
        worker.terminate();
      }
    }
    return rows.map((row) => read.get(row));
  }

  /**
   * Searches a file for words in a worker of its own: see `searchWords`.
   *
   * @returns how it ended, and a way to stop it; undefined if the file is not at hand
   */
  searchWords(
    evidenceId: string,
    searches: readonly (readonly string[])[],
    receiver: WordReceiver,
  ): { readonly ended: Promise<WordSearchResult>; readonly stop: () => void } | undefined {
    const file = this.#files.get(evidenceId);
    const evidence = this.#case.ledger.get(evidenceId);
    if (file === undefined || evidence === undefined) return undefined;
    const worker = this.#workers.startCase();
    const { reading = {} } = evidence;
    const passwords = this.#passwords.all;
    const ended = worker
      .run((api) => api.searchWords(file, searches, Comlink.proxy(receiver), reading, passwords))
      .finally(() => worker.terminate());
    return { ended, stop: () => worker.terminate() };
  }

  /**
   * Scans an archive again with a password, if that opens any of its locked members.
   *
   * @returns whether it does
   * @throws Error if the archive cannot be read
   */
  async unlock(evidenceId: string, password: string): Promise<boolean> {
    const opens = await this.#passwords.try(this.#files.get(evidenceId)!, password);
    if (opens) this.rescan([evidenceId]);
    return opens;
  }

  /** Records how a file is to be read and, if it is at hand, scans it again with these settings. */
  readWith(evidenceId: string, readSettings: ReadSettings): void {
    if (this.#isOver) return;
    this.#case.setReading(evidenceId, readSettings);
    this.rescan([evidenceId]);
  }

  /**
   * Scans files again that the case has, but whose scan was stopped, broke or could not be stored. Each keeps its row, and
   * its alerts count once.
   *
   * @returns the files that are none of these
   */
  async resume(files: readonly DroppedFile[]): Promise<DroppedFile[]> {
    const others: DroppedFile[] = [];
    const resumed = new Set<string>();
    for (const dropped of files) {
      const candidates = this.#case.ledger.files.filter(
        (evidence) => isUnfinished(evidence) && !resumed.has(evidence.id),
      );
      const evidence = this.#isOver ? undefined : await this.#files.recognise(dropped, candidates);
      if (evidence === undefined) {
        others.push(dropped);
        continue;
      }
      resumed.add(evidence.id);
      this.#files.add(evidence.id, dropped.file);
      this.#case.ledger.update(evidence.id, { lastModified: dropped.file.lastModified });
    }
    this.rescan([...resumed]);
    return others;
  }

  /** Removes a file with everything that was found in it, and runs the correlation rules over the others. */
  async remove(evidenceId: string): Promise<void> {
    if (this.busy || this.#isOver || this.#case.ledger.get(evidenceId) === undefined) return;
    const correlates = this.#case.rules.sequences.length > 0;
    this.#startRun();
    // Before the sequences with its events go: the others may form new ones.
    if (correlates) this.#sequences.request();
    await this.#case.removeEvidence(evidenceId);
    this.#files.remove(evidenceId);
    this.#begin(this.#settle());
  }

  /** Gives the files at hand to the queue of another case, which has them under the same ids. */
  giveFilesTo(other: ScanQueue): void {
    this.#files.giveTo(other.#files);
  }

  /** Runs the correlation rules that have not been run over all that is known, as after a merge. */
  correlate(): void {
    if (this.busy || this.#isOver || this.#case.rules.unsearched.length === 0) return;
    this.#startRun();
    this.#sequences.request();
    this.#begin(this.#settle());
  }

  /** Whether a file waits for a pass or is in one. */
  isQueued(id: string): boolean {
    const evidence = this.#case.ledger.get(id);
    return evidence !== undefined && isBusy(evidence);
  }

  /**
   * Gives files of an earlier session back to their evidence. What the analyst has said meanwhile about how to read one
   * is followed at once.
   *
   * @param only the one piece of evidence that they can be; any of the case if left out
   * @returns the files that belong to no evidence of the case
   */
  async attach(files: readonly DroppedFile[], only?: string): Promise<DroppedFile[]> {
    const candidates = this.#case.ledger.files.filter(({ id }) => only === undefined || id === only);
    // Whoever gives one file back wants something done with it: until that begins, nothing is shown as done.
    const end = only === undefined ? null : this.begin();
    try {
      const { attached, strangers } = await this.#files.attach(
        files,
        candidates,
        (file) => this.#ask((api) => api.fingerprintOf(file)),
        (file) => this.#ask((api) => api.sha256Of(file)),
      );
      // What the analyst has set meanwhile counts.
      const known = attached.map(({ id }) => this.#case.ledger.get(id)).filter((file) => file !== undefined);
      this.rescan(known.filter(isUnread).map(({ id }) => id));
      return strangers;
    } finally {
      end?.();
    }
  }

  /** Has a worker of its own answer one question. */
  async #ask(question: (api: CaseWorkerApi) => Promise<string>): Promise<string> {
    const worker = this.#workers.startCase();
    try {
      return await worker.run(question);
    } finally {
      worker.terminate();
    }
  }

  /** Stops permanently: the user has left the case, and work that is still running must start nothing in it. */
  close(): void {
    this.#isClosed = true;
    this.#passwords.stop();
    this.cancel();
  }

  get #isOver(): boolean {
    return this.#isClosed || !this.#case.isWritable;
  }

  #begin(work: Promise<void>): void {
    this.#work.add(work);
    void work.finally(() => this.#work.delete(work));
  }

  /** Resolves when nothing is under way any more. What is stopped takes a moment to be recorded. */
  async ended(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  /** Stops at once. What was found is kept, and the files say how far they were read. */
  cancel(): void {
    if (!this.busy) return;
    this.#run.isStopped = true;
    this.state = "cancelled";
    this.#pool.terminate();
    this.#side.dropAll();
    this.#sequences.stop();
    this.#scanProgress.stop();
    this.#validationProgress.stop();
    for (const { id } of this.#toScan.takeAll()) markStopped(this.#case.ledger, id, "not-begun");
    for (const { id } of this.#toValidate.splice(0)) markSecondPassStopped(this.#case.ledger, id);
    this.#case.ledger.publish();
  }

  #startRun(): void {
    this.state = "scanning";
    this.#run = new ScanRun();
    this.#scanProgress.reset();
    this.#validationProgress.reset();
  }

  /** Gives workers that are free something to do. */
  #wakeWorkers(): void {
    for (let worker = 0; worker < this.#pool.size; worker++) {
      if (this.#atWork.has(worker)) continue;
      const task = this.#next();
      if (task === null) return;
      this.#atWork.add(worker);
      this.#begin(this.#occupy(worker, task));
    }
  }

  async #occupy(worker: number, first: Task): Promise<void> {
    for (let task: Task | null = first; task !== null; task = this.#next()) await task(worker);
    this.#atWork.delete(worker);
    await this.#settle();
  }

  #next(): Task | null {
    const side = this.#side.take();
    if (side !== undefined) return side;
    const shared = this.#shared.next;
    if (shared !== undefined) return (worker) => this.#shared.help(worker, shared);
    const queued = this.#toScan.take();
    if (queued !== undefined) return (worker) => this.#scan(worker, queued);
    const scanned = this.#toValidate.shift();
    if (scanned !== undefined) return (worker) => this.#validate(worker, scanned);
    return null;
  }

  async #scan(worker: number, queued: QueuedFile): Promise<void> {
    const run = this.#run;
    this.#inScan.change(1);
    let isRead: () => void = () => undefined;
    const read = new Promise<void>((resolve) => (isRead = resolve));
    const scan = this.#scanPass
      .scan(worker, queued, run, isRead)
      .then((scanned) => this.#scanned(scanned, queued, run))
      .finally(() => this.#storing.delete(scan));
    this.#storing.add(scan);
    this.#begin(scan.finally(() => this.#settle()));
    await Promise.race([read, scan]);
    if (this.#storing.size >= MOST_STORING) await Promise.race(this.#storing);
  }

  /** A file's first pass is over, and its results are stored. */
  #scanned(scanned: ScannedFile, queued: QueuedFile, run: ScanRun): void {
    if (!run.isStopped) this.#leaveToValidation(scanned);
    // The scan may have finished nevertheless; otherwise it has reported the stop itself.
    else if (this.#case.ledger.get(queued.id)?.state !== "cancelled")
      markSecondPassStopped(this.#case.ledger, queued.id);
    this.#inScan.change(-1);
  }

  #leaveToValidation(scanned: ScannedFile): void {
    if (this.#validationPass.isDone(scanned.id)) {
      this.#validationPass.skip(scanned);
      return;
    }
    this.#toValidate.push(scanned);
    this.#wakeWorkers();
  }

  async #validate(worker: number, scanned: ScannedFile): Promise<void> {
    this.#inValidation.change(1);
    await this.#validationPass.take(worker, scanned, this.#run);
    this.#inValidation.change(-1);
  }

  /** Ends a run once nothing is left to read. */
  async #settle(): Promise<void> {
    if (this.#isReading) return;
    this.#pool.terminate();
    await this.#sequences.run(() => (this.#run.isStopped || this.#isReading ? null : this.#run));
    this.#finishIfIdle();
  }

  /** Whether files are being read, or wait for it. */
  get #isReading(): boolean {
    return (
      this.#atWork.size > 0 || this.#storing.size > 0 || this.#toScan.size > 0 || this.#toValidate.length > 0
    );
  }

  #finishIfIdle(): void {
    if (!this.#isReading && !this.#sequences.isRunning && this.#beginnings === 0) this.#finishRun();
  }

  #finishRun(): void {
    if (!this.busy) return;
    const nothingRead = this.failure !== "" && !this.#case.ledger.files.some(wasRead);
    // The counts must be on the screen when the run is shown as done.
    this.#case.alerts.refresh();
    this.state = nothingRead ? "failed" : "done";
    // There may be room by now for what the browser refused.
    void this.#case.retry();
  }
}
