import { KnownAlerts } from "./known-alerts.ts";
import type { DroppedFile } from "../intake/dropped-file.ts";
import * as Comlink from "comlink";
import { SvelteMap } from "svelte/reactivity";
import type { HashWorkerApi } from "../../../workers/hash.worker.ts";
import type { ScanWorkerApi } from "../../../workers/scan.worker.ts";
import { type AlertRow, type CaseDiagnostic, isArchive, isUnread } from "../../case/index.ts";
import {
  type Finding,
  ProblemList,
  type ReadSettings,
  readSettingsKey,
  type ScanReceiver,
  type ScanResult,
} from "../../scan/index.ts";
import { messageOf } from "../../wording/index.ts";
import { ArchivePasswords } from "./archive-passwords.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { correlateAll } from "./correlation.ts";
import {
  broken,
  CHANGED,
  correlationBroke,
  hashUnknown,
  newEvidence,
  prescanOutcome,
  validatedOutcome,
  stopped,
  waitingAgain,
} from "./file-outcome.ts";
import { PassProgress } from "./pass-progress.svelte.ts";
import { CORES_FOR_BOTH, type KeyedRules, RuledWorker, ScanWorkerPool } from "../workers/scan-worker-pool.ts";
import { CancelledError, startHashWorker, startScanWorker, type WorkerHandle } from "../workers/workers.ts";

export type QueueState = "idle" | "scanning" | "done" | "cancelled" | "failed";

/** What a run is at: finding out what its files are, compiling rules for a pass, either pass, or looking for sequences. */
export type Phase = "sorting" | "preparing" | "scanning" | "proving" | "correlating";

/** A file on its way through the queue. */
interface Queued {
  readonly id: string;
  readonly file: File;
  readonly readSettings: ReadSettings;
  /** What the file's last scan found, if this is not the first and reads it in the same way. */
  readonly earlier: ReadonlySet<AlertRow>;
  /** Where the alerts begin that this scan finds in place of those before, which read the file otherwise; else null. */
  readonly replacesFrom: number | null;
  /** Of the file as it was then; empty if it is not known. */
  readonly fingerprint: string;
}

/** The rules of one scan, and what is needed to know whether they are still the case's when findings come in. */
interface RunRules extends KeyedRules {
  /** Decision keys by rule id. */
  readonly decisions: ReadonlyMap<string, string>;
}

/**
 * Examines the files of a case in two passes, each in workers of its own: the scan finds the alerts, then the second
 * computes the SHA-256 and, where the scan took only a quick look, proves and counts every record.
 */
export class ScanQueue {
  readonly #case: CaseState;
  /** The files of this session: a case that was opened again has none until they are added again. */
  readonly #files = new SvelteMap<string, File>();
  readonly #passwords = new ArchivePasswords();
  state = $state<QueueState>("idle");
  /** Why the state is `failed`. */
  failure = $state("");
  /** Bytes of the files of this run. */
  totalBytes = $state(0);
  readonly #scanProgress = new PassProgress();
  readonly #hashProgress = new PassProgress();
  /** Whether the first pass is still at work. */
  scanning = $state(false);
  /** Which sequence rule is being run over what both passes have noted. */
  correlating = $state.raw<{ done: number; total: number } | null>(null);
  /** The file that either pass is reading, the first one's shown while it runs. */
  current = $state.raw<{ id: string; bytes: number } | null>(null);

  #toScan: Queued[] = [];
  #toHash: Queued[] = [];
  readonly #pool = new ScanWorkerPool();
  #hashWorker: RuledWorker<HashWorkerApi> | null = null;
  #correlation: WorkerHandle<ScanWorkerApi> | null = null;
  #hashing = $state(false);
  /** Callers of `begin` that are still finding out what their files are. */
  #beginnings = $state(0);
  /** What the state was before the run, which it is again if that turns out to be without files. */
  #before: QueueState = "idle";
  /** Whether the run has any file. */
  #added = false;
  /** Whether files have been scanned since sequences were last looked for. */
  #toCorrelate = false;
  /** The rules that a file's first pass ran with, which its second pass has to run with as well. */
  readonly #rulesOf = new Map<string, RunRules>();
  /** Replaced with every run, so that what a stopped run still hands over is known as such. */
  #run = { cancelled: false };
  #closed = false;

  constructor(state: CaseState) {
    this.#case = state;
  }

  get busy(): boolean {
    return this.state === "scanning";
  }

  /** What a run is at. While both passes are at work it is the first one that is shown. */
  get phase(): Phase {
    if (this.scanning || this.#hashing) {
      if (this.progress.preparing) return "preparing";
      return this.scanning ? "scanning" : "proving";
    }
    if (this.correlating !== null) return "correlating";
    return this.#beginnings > 0 ? "sorting" : "proving";
  }

  /** How far the pass that is shown has come. */
  get progress(): PassProgress {
    return this.scanning ? this.#scanProgress : this.#hashProgress;
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
   * Begins a run at once, before it is known what the files are: whoever asks meanwhile must not be told that the last
   * run is done.
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
      if (this.#run !== run || run.cancelled || this.#added) this.#finishIfIdle();
      // Two drops of rules may follow each other faster than either is read.
      else if (this.#beginnings === 0) this.state = this.#before;
    };
  }

  /**
   * Adds files to the queue; they join a run that is under way. A case that has been left meanwhile keeps them as files
   * that were not read.
   */
  add(files: readonly DroppedFile[]): void {
    if (files.length === 0) return;
    if (!this.busy && !this.#isOver) this.#startRun();
    for (const { file, path } of files) {
      const evidence = newEvidence(this.#case.info.id, this.#case.ledger.files.length, file, path);
      this.#case.addEvidence(evidence);
      this.#files.set(evidence.id, file);
      const first = { readSettings: {}, earlier: new Set<AlertRow>(), replacesFrom: null, fingerprint: "" };
      if (this.#isOver) this.#stop(evidence.id, "not-begun");
      else this.#enqueue({ id: evidence.id, file, ...first });
    }
    if (!this.#isOver) void this.#scanAll();
  }

  #enqueue(queued: Queued): void {
    this.#added = true;
    this.totalBytes += queued.file.size;
    this.#toScan.push(queued);
  }

  /** Whether a file is at hand, so that it can be scanned again. */
  has(evidenceId: string): boolean {
    return this.#files.has(evidenceId);
  }

  /** Scans files again with the rules that are on now. What they are found to hold replaces what they had been. */
  rescan(evidenceIds: readonly string[]): void {
    if (this.#isOver) return;
    const files = evidenceIds.filter((id) => this.has(id) && !this.isQueued(id));
    if (files.length === 0) return;
    if (!this.busy) this.#startRun();
    for (const id of files) {
      const { fingerprint, reading: readSettings = {}, readAs = "" } = this.#case.evidenceOf(id)!;
      const changesSettings = readAs !== readSettingsKey(readSettings);
      this.#case.updateEvidence(id, { ...waitingAgain(), ...(changesSettings && { readAs: null }) }, true);
      const earlier = new Set(changesSettings ? [] : this.#case.alertsOf(id));
      const replacesFrom = changesSettings ? this.#case.nextPageOf(id) : null;
      // The hash that it may still wait for comes with this scan.
      this.#toHash = this.#toHash.filter((one) => one.id !== id);
      this.#enqueue({ id, file: this.#files.get(id)!, readSettings, earlier, replacesFrom, fingerprint });
    }
    void this.#scanAll();
  }

  /**
   * Scans an archive again with a password, if that opens any of its locked members.
   *
   * @returns whether it does
   * @throws Error if the archive cannot be read
   */
  async unlock(evidenceId: string, password: string): Promise<boolean> {
    const file = this.#files.get(evidenceId)!;
    const opens = await this.#passwords.try(file, password);
    if (opens) this.rescan([evidenceId]);
    return opens;
  }

  /** Takes down how a file is to be read, and scans it again in that way, if it is at hand. */
  readWith(evidenceId: string, readSettings: ReadSettings): void {
    this.#case.updateEvidence(evidenceId, { reading: readSettings }, true);
    this.rescan([evidenceId]);
  }

  /** Whether a file waits for a scan or is being scanned. */
  isQueued(id: string): boolean {
    return ["waiting", "scanning", "proving"].includes(this.#case.evidenceOf(id)?.state ?? "");
  }

  /**
   * Gives files of an earlier session back to the evidence that they are, told by path or name and by size. What the
   * analyst said of a file while it was not at hand is followed at once.
   *
   * @param only the one file of the case that they can be; any if left out
   * @returns those that are none of the case's
   */
  attach(files: readonly DroppedFile[], only?: string): DroppedFile[] {
    const unread: string[] = [];
    const strangers = files.filter(({ file, path }) => {
      const missing = this.#case.ledger.files.filter(
        (one) => !this.has(one.id) && one.size === file.size && (only === undefined || one.id === only),
      );
      const found = missing.find((one) => one.path === path) ?? missing.find((one) => one.name === file.name);
      if (found === undefined) return true;
      this.#files.set(found.id, file);
      if (isUnread(found)) unread.push(found.id);
      return false;
    });
    this.rescan(unread);
    return strangers;
  }

  /** Stops for good: the case has been left, and what is still under way must begin nothing in it. */
  close(): void {
    this.#closed = true;
    this.#passwords.stop();
    this.cancel();
  }

  get #isOver(): boolean {
    return this.#closed || this.#case.isGone;
  }

  /** Stops at once. What was found is kept, and the files say how far they were read. */
  cancel(): void {
    if (!this.busy) return;
    this.#run.cancelled = true;
    this.state = "cancelled";
    this.#pool.terminate();
    this.#hashWorker?.terminate();
    this.#correlation?.terminate();
    this.#hashWorker = null;
    for (const { id } of this.#toScan) this.#stop(id, "not-begun");
    for (const { id } of this.#toHash) this.#stopHash(id);
    this.#toScan = [];
    this.#toHash = [];
    this.correlating = null;
    this.#case.ledger.publish();
  }

  #startRun(): void {
    this.state = "scanning";
    this.failure = "";
    this.#run = { cancelled: false };
    this.#added = false;
    this.totalBytes = 0;
    this.#scanProgress.reset();
    this.#hashProgress.reset();
  }

  async #scanAll(): Promise<void> {
    if (this.scanning) return;
    this.scanning = true;
    for (let next = this.#toScan.shift(); next !== undefined; next = this.#toScan.shift()) {
      const run = this.#run;
      await this.#scanOne(next, run);
      if (!run.cancelled) this.#toHash.push(next);
      // It may have come to its end all the same.
      else if (this.#case.evidenceOf(next.id)?.state !== "cancelled") this.#stopHash(next.id);
      if (navigator.hardwareConcurrency >= CORES_FOR_BOTH) void this.#hashAll();
    }
    this.scanning = false;
    this.#pool.terminate();
    void this.#hashAll();
  }

  async #scanOne(queued: Queued, run: { cancelled: boolean }): Promise<void> {
    const { id, file, readSettings, replacesFrom } = queued;
    const progress = this.#scanProgress;
    progress.begin();
    const startedAt = performance.now();
    this.#case.updateEvidence(id, { state: "scanning" }, true);
    const rules = this.#currentRules();
    this.#rulesOf.set(id, rules);
    const known = new KnownAlerts(queued.earlier);
    // A quick look leaves problems to the second pass. Which it is shows only at the end, so they wait until then.
    let problems: CaseDiagnostic[] = [];
    // Of several workers one may break while what the others found is still on its way.
    let isOver = false;
    const onReady = (): void => {
      if (run.cancelled || isOver) return;
      progress.start(performance.now());
      this.current = { id, bytes: 0 };
    };
    const receiver: ScanReceiver = {
      batch: async (findings, met, { bytes, events, lost }) => {
        if (run.cancelled || isOver) return;
        progress.reach(bytes, performance.now());
        this.current = { id, bytes };
        problems = [...problems, ...met];
        this.#case.updateEvidence(id, { bytes, records: events, lost }, false);
        const found = known.newOnes(this.#stillWanted(findings, rules));
        await this.#case.addFindings(id, found, replacesFrom !== null);
      },
    };
    try {
      const result = await this.#pool.scan(file, rules, readSettings, receiver, this.#passwords.all, onReady);
      await this.#case.written();
      if (!run.cancelled) progress.reach(result.bytes, performance.now());
      if (result.exact) await this.#proved(queued, result, known, problems);
      else this.#case.updateEvidence(id, prescanOutcome(result), false);
      this.#case.updateEvidence(id, { scanMilliseconds: result.milliseconds }, true);
    } catch (error) {
      isOver = true;
      this.#addProblems(id, problems);
      this.#case.updateEvidence(id, { scanMilliseconds: performance.now() - startedAt }, false);
      if (error instanceof CancelledError) this.#stop(id, "while-scanning");
      else {
        // The next file gets a fresh worker.
        this.#pool.terminate();
        this.#scanBroke(id, error);
      }
    }
    if (!run.cancelled) progress.end(file.size);
    this.current = null;
    this.#case.refresh();
  }

  #currentRules(): RunRules {
    const { running, key } = this.#case.rules;
    this.#case.rules.rememberSet();
    const decisions = new Map(running.map(({ rule }) => [rule.rule_id, this.#case.rules.decisionKey(rule)]));
    return { rules: running, key, decisions };
  }

  /** Rules may be taken away or replaced while a scan goes on. */
  #stillWanted(findings: readonly Finding[], rules: RunRules): Finding[] {
    return findings.filter(({ ruleId }) => this.#isSame(ruleId, rules));
  }

  /** A pass over the whole file has ended: what it did not find again of an earlier scan's is no alert any more. */
  async #proved(
    { id, readSettings, replacesFrom, fingerprint }: Queued,
    result: ScanResult,
    known: KnownAlerts,
    problems: readonly CaseDiagnostic[],
  ): Promise<void> {
    const rules = this.#rulesOf.get(id)!;
    this.#addProblems(id, problems);
    this.#case.awaitSequences();
    this.#toCorrelate = true;
    const changed = fingerprint !== "" && fingerprint !== result.fingerprint;
    const readAs = readSettingsKey(readSettings);
    // Until nothing of the earlier reading is left: the page may be closed before.
    const readUntilThen = replacesFrom === null ? readAs : null;
    const outcome = { ...validatedOutcome(result), rulesKey: rules.key, readAs: readUntilThen };
    this.#case.updateEvidence(id, outcome, true);
    const wanted = result.termMatches.filter(({ ruleId }) => this.#isSame(ruleId, rules));
    await this.#case.saveTermMatches(id, wanted, readSettings, changed ? [] : result.locked);
    if (changed) this.#changed(id);
    // What was found with a password that is not known any more is not gone because the file is locked now.
    else if (result.locked.length > 0) {
      const isLeft = this.#case.alertsOf(id).some(({ page }) => page < (replacesFrom ?? 0));
      if (!isLeft) this.#case.updateEvidence(id, { readAs }, true);
    } else if (replacesFrom !== null) {
      await this.#case.dropEarlierRead(id, replacesFrom);
      this.#case.updateEvidence(id, { readAs }, true);
    } else await this.#case.removeAlerts(id, known.goneOf(rules.decisions));
  }

  #isSame(ruleId: string, { decisions }: RunRules): boolean {
    const rule = this.#case.rules.get(ruleId)?.rule;
    return rule !== undefined && this.#case.rules.decisionKey(rule) === decisions.get(ruleId);
  }

  /** A bug, or a browser that starts no worker: said on the file. */
  #scanBroke(id: string, error: unknown): void {
    this.failure = `The scan broke: ${messageOf(error)}`;
    const { bytes, lost } = this.#case.evidenceOf(id)!;
    this.#addProblems(id, [broken(error, bytes)]);
    this.#case.updateEvidence(id, { state: "failed", lost: lost + 1 }, true);
  }

  async #hashAll(): Promise<void> {
    if (this.#hashing) return;
    this.#hashing = true;
    for (let next = this.#toHash.shift(); next !== undefined; next = this.#toHash.shift()) {
      const run = this.#run;
      const progress = this.#hashProgress;
      const { id } = next;
      progress.begin();
      const onReady = (): void => {
        if (run.cancelled) return;
        progress.start(performance.now());
        if (!this.scanning) this.current = { id, bytes: 0 };
      };
      const toBytes = (bytes: number): void => {
        if (run.cancelled) return;
        progress.reach(bytes, performance.now());
        if (!this.scanning) this.current = { id, bytes };
      };
      const proving = this.#case.evidenceOf(next.id)?.state === "proving";
      try {
        this.#hashWorker ??= new RuledWorker(startHashWorker());
        if (!proving) onReady();
        await (proving ? this.#prove(next, run, toBytes, onReady) : this.#hash(next, toBytes));
        toBytes(next.file.size);
      } catch (error) {
        this.#hashBroke(next.id, error, proving);
      }
      if (!run.cancelled) progress.end(next.file.size);
    }
    if (!this.scanning) this.current = null;
    this.#hashing = false;
    if (this.scanning || this.#toScan.length > 0) return;
    this.#hashWorker?.terminate();
    this.#hashWorker = null;
    await this.#correlate();
    this.#finishIfIdle();
  }

  /**
   * Sequences need the events of all files, so they come last; files that were added meanwhile bring another turn, also
   * of a run that began while a stopped one was still writing.
   */
  async #correlate(): Promise<void> {
    while (this.#toCorrelate && this.#correlation === null && !this.#run.cancelled && !this.#isReading) {
      const run = this.#run;
      this.#toCorrelate = false;
      const ran = new Set<string>();
      const worker = startScanWorker();
      this.#correlation = worker;
      try {
        await correlateAll(this.#case, {
          correlate: (rule, parts) => worker.run((api) => api.correlate(rule, parts)),
          read: async ({ id, seekable = false, reading: readSettings = {} }, places) => {
            const file = this.#files.get(id);
            if (file === undefined) return null;
            const passwords = this.#passwords.all;
            return worker.run((api) => api.readPlaces(file, places, seekable, readSettings, passwords));
          },
          progress: (done, total) => (this.correlating = { done, total }),
          ran: (ruleId) => void ran.add(ruleId),
          cancelled: () => run.cancelled,
          away: (id) => {
            const evidence = this.#case.evidenceOf(id);
            return !this.has(id) || (evidence !== undefined && isArchive(evidence));
          },
        });
      } catch (error) {
        if (!(error instanceof CancelledError)) this.failure = correlationBroke(error);
      }
      // What was proved meanwhile brings another turn.
      if (!this.#toCorrelate) this.#case.foundSequences(ran);
      worker.terminate();
      this.#correlation = null;
      this.correlating = null;
    }
  }

  /** Whether either pass is at work or has files before it. */
  get #isReading(): boolean {
    return this.scanning || this.#hashing || this.#toScan.length > 0 || this.#toHash.length > 0;
  }

  #finishIfIdle(): void {
    if (!this.#isReading && this.#correlation === null && this.#beginnings === 0) this.#finishRun();
  }

  #hashBroke(id: string, error: unknown, proving: boolean): void {
    if (error instanceof CancelledError) {
      this.#stopHash(id);
      return;
    }
    this.#hashWorker?.terminate();
    this.#hashWorker = null;
    if (proving) this.#scanBroke(id, error);
    this.#remark(id, hashUnknown(error));
  }

  async #hash({ id, file }: Queued, toBytes: (bytes: number) => void): Promise<void> {
    const hash = await this.#hashWorker!.run((api) => api.hash(file, Comlink.proxy(toBytes)));
    this.#case.updateEvidence(id, { sha256: hash.sha256, hashMilliseconds: hash.milliseconds }, true);
    const evidence = this.#case.evidenceOf(id)!;
    const read = ["done", "locked", "unreadable"].includes(evidence.state);
    if (read && evidence.fingerprint !== hash.fingerprint) this.#changed(id);
  }

  /** The second pass after a quick look. It finds every alert again; one more or one less is not passed over. */
  async #prove(
    queued: Queued,
    run: { cancelled: boolean },
    toBytes: (bytes: number) => void,
    onReady: () => void,
  ): Promise<void> {
    const { id, file, readSettings, earlier, replacesFrom } = queued;
    const rules = this.#rulesOf.get(id)!;
    const known = new KnownAlerts(earlier);
    const ofFirstPass = (row: AlertRow): boolean => row.page >= (replacesFrom ?? 0) && !earlier.has(row);
    const quick = new KnownAlerts(new Set(this.#case.alertsOf(id).filter(ofFirstPass)));
    const receiver: ScanReceiver = {
      batch: async (findings, met, { bytes }) => {
        if (run.cancelled) return;
        toBytes(bytes);
        this.#addProblems(id, met);
        const found = quick.newOnes(known.newOnes(this.#stillWanted(findings, rules)));
        await this.#case.addFindings(id, found, replacesFrom !== null);
      },
    };
    const worker = this.#hashWorker!;
    worker.use(rules);
    worker.ready.then(onReady, () => undefined);
    const result: ScanResult = await worker.run((api) =>
      api.prove(file, readSettings, Comlink.proxy(receiver)),
    );
    await this.#case.written();
    const before = this.#case.evidenceOf(id)!.fingerprint;
    await this.#proved(queued, result, known, []);
    const hashed = { sha256: result.sha256, hashMilliseconds: result.milliseconds };
    this.#case.updateEvidence(id, hashed, true);
    const unconfirmed = quick.goneOf(rules.decisions).size;
    if (result.fingerprint !== before || unconfirmed > 0) this.#changed(id);
    this.#case.refresh();
  }

  #finishRun(): void {
    if (!this.busy) return;
    const nothingRead =
      this.failure !== "" &&
      this.#case.ledger.files.every((one) => one.state !== "done" && one.state !== "locked");
    // The counts must be there when the end is told.
    this.#case.ledger.publish();
    this.state = nothingRead ? "failed" : "done";
  }

  #addProblems(id: string, problems: readonly CaseDiagnostic[]): void {
    const evidence = this.#case.evidenceOf(id);
    if (evidence === undefined || problems.length === 0) return;
    const list = new ProblemList();
    const kept = [...evidence.problems, ...problems].filter((problem) => list.guard(problem));
    this.#case.updateEvidence(id, { problems: kept }, false);
  }

  #changed(id: string): void {
    const { lost } = this.#case.evidenceOf(id)!;
    this.#addProblems(id, [CHANGED]);
    this.#case.updateEvidence(id, { lost: lost + 1 }, true);
  }

  #remark(id: string, problem: CaseDiagnostic): void {
    this.#addProblems(id, [problem]);
    this.#case.updateEvidence(id, {}, true);
  }

  #stop(id: string, kind: CaseDiagnostic<"cancelled">["data"]["kind"]): void {
    this.#remark(id, stopped(kind));
    this.#case.updateEvidence(id, { state: "cancelled" }, true);
  }

  #stopHash(id: string): void {
    if (this.#case.evidenceOf(id)?.state === "proving") this.#stop(id, "while-proving");
    else this.#remark(id, stopped("before-hash"));
  }
}
