import * as Comlink from "comlink";
import type { PackedAlerts } from "../../case/index.ts";
import { RowSet } from "../../columns/index.ts";
import { hashesQuickly, type ScanReceiver } from "../../scan/index.ts";
import { scanBroke } from "../../wording/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { hashUnknown } from "../case/file-outcome.ts";
import type { ScanWorkerPool } from "../workers/scan-worker-pool.ts";
import { CancelledError } from "../workers/workers.ts";
import { acceptedAlerts } from "./accepted-alerts.ts";
import { addProblems, markBroken, markChanged, markSecondPassStopped, saveProblem } from "./file-marks.ts";
import { KnownAlerts } from "./known-alerts.ts";
import type { FileProgress, PassProgress } from "./pass-progress.svelte.ts";
import type { ScannedFile } from "./queued-file.ts";
import { recordPass } from "./record-pass.ts";
import type { ScanRun } from "./scan-run.svelte.ts";
import type { SequenceRun } from "./sequence-run.svelte.ts";
import type { SharedScans } from "./shared-scans.ts";
import type { SideTasks } from "./side-tasks.ts";

/** The second pass: computes a file's SHA-256 and, if the first was a prescan, validates and counts every record. */
export class ValidationPass {
  readonly #case: CaseState;
  readonly #sequences: SequenceRun;
  readonly #progress: PassProgress;
  readonly #pool: ScanWorkerPool;
  readonly #shared: SharedScans;
  readonly #side: SideTasks;

  constructor(
    state: CaseState,
    sequences: SequenceRun,
    progress: PassProgress,
    pool: ScanWorkerPool,
    shared: SharedScans,
    side: SideTasks,
  ) {
    this.#case = state;
    this.#sequences = sequences;
    this.#progress = progress;
    this.#pool = pool;
    this.#shared = shared;
    this.#side = side;
  }

  /** Whether the first pass has done for a file all that this one does. */
  isDone(id: string): boolean {
    const evidence = this.#case.ledger.get(id);
    return evidence !== undefined && evidence.state !== "proving" && evidence.sha256 !== "";
  }

  /** Leaves out a file that the first pass is done with. */
  skip({ file }: ScannedFile): void {
    this.#progress.skip(file.size);
  }

  /**
   * Takes one file through the pass. A pass that breaks or is stopped is reported on the file.
   *
   * @param number of the worker that takes it
   */
  async take(number: number, scanned: ScannedFile, run: ScanRun): Promise<void> {
    const { id, file } = scanned;
    const progress = this.#progress.begin(id, run);
    const isPrescanned = this.#case.ledger.get(id)?.state === "proving";
    try {
      if (!isPrescanned) await this.#hash(number, scanned, progress);
      else if (hashesQuickly(file.size)) await this.#validate(number, scanned, run, progress);
      else await this.#validateAndHash(number, scanned, run, progress);
      progress.reach(file.size);
    } catch (error) {
      if (!(error instanceof CancelledError)) this.#pool.end(number);
      this.#failed(id, error, isPrescanned, run);
    }
    progress.end(file.size);
  }

  #failed(id: string, error: unknown, isPrescanned: boolean, run: ScanRun): void {
    const { ledger } = this.#case;
    if (error instanceof CancelledError) {
      markSecondPassStopped(ledger, id);
      return;
    }
    if (isPrescanned) {
      run.failure = scanBroke(error);
      markBroken(ledger, id, error);
    }
    if (ledger.get(id)?.sha256 === "") saveProblem(ledger, id, hashUnknown(error));
  }

  /** A large file is hashed by another worker, if one is free: that takes longer than reading it. */
  async #validateAndHash(
    number: number,
    scanned: ScannedFile,
    run: ScanRun,
    progress: FileProgress,
  ): Promise<void> {
    // Settled, not awaited: it may fail long before it is asked for, which must not count as an error of the page.
    const hashing = Promise.allSettled([this.#side.do((free) => this.#hash(free, scanned, null))]);
    const [validated] = await Promise.allSettled([this.#validate(number, scanned, run, progress)]);
    // All others may have been busy with files of their own.
    for (let task = this.#side.take(); task !== undefined; task = this.#side.take()) await task(number);
    const [hashed] = await hashing;
    if (validated.status === "rejected") throw validated.reason;
    if (hashed.status === "fulfilled") return;
    if (hashed.reason instanceof CancelledError) throw hashed.reason;
    saveProblem(this.#case.ledger, scanned.id, hashUnknown(hashed.reason));
  }

  /** @param progress null if something else shows how far the file is */
  async #hash(
    number: number,
    { id, file, rules }: ScannedFile,
    progress: FileProgress | null,
  ): Promise<void> {
    const { ledger } = this.#case;
    progress?.start();
    const onBytes = Comlink.proxy((bytes: number) => progress?.reach(bytes));
    const worker = this.#pool.worker(number, rules);
    const hash = await worker
      .run((api) => api.hash(file, onBytes))
      .catch((error: unknown) => {
        this.#pool.end(number);
        throw error;
      });
    const { state, fingerprint, hashMilliseconds } = ledger.get(id)!;
    ledger.save(id, {
      sha256: hash.sha256,
      hashMilliseconds: Math.max(hashMilliseconds, hash.milliseconds),
    });
    const hasFingerprint = ["proving", "done", "locked", "unreadable"].includes(state);
    if (hasFingerprint && fingerprint !== hash.fingerprint) markChanged(ledger, id);
  }

  /** Every alert of the prescan must be found again, and no other: anything else means that the file has changed. */
  async #validate(number: number, scanned: ScannedFile, run: ScanRun, progress: FileProgress): Promise<void> {
    const { id, file, readSettings, earlier, replacesFrom, rules } = scanned;
    const { ledger, alerts } = this.#case;
    const { problems: problemsBefore } = ledger.get(id)!;
    const { columns } = alerts;
    const known = new KnownAlerts(id, columns, earlier);
    const ofPrescan = alerts
      .ofFile(id)
      .filter((row) => columns.pageAt(row) >= (replacesFrom ?? 0) && !earlier.has(row));
    const prescanned = new KnownAlerts(id, columns, new RowSet(ofPrescan));
    const events = this.#case.events.begin(id);
    const receiver: ScanReceiver = {
      events: (part) => events.add(part),
      forgetEvents: () => events.forget(),
      batch: async (findings, problems, { bytes }, packed) => {
        if (run.isStopped) return;
        progress.reach(bytes);
        addProblems(ledger, id, problems);
        const found = prescanned.newOnes(known.newOnes(rules.stillWanted(findings)));
        await alerts.add(id, found);
        if (packed === undefined) return;
        const more = packed as PackedAlerts;
        await alerts.addPacked(id, more, acceptedAlerts(more, rules, [known, prescanned]));
      },
    };
    const worker = this.#pool.worker(number, rules);
    worker.ready.then(
      () => progress.start(),
      () => undefined,
    );
    const result = await this.#shared
      .run(worker, {
        scanned,
        receiver,
        begin: (api, given, queue) => api.validate(file, id, readSettings, given, queue),
        restarted: () => ledger.update(id, { problems: problemsBefore }),
      })
      .catch(async (error: unknown) => {
        await events.abandon();
        throw error;
      });
    await this.#case.pages.written();
    const before = ledger.get(id)!.fingerprint;
    await recordPass(this.#case, this.#sequences, scanned, result, known);
    await events.settle();
    const { sha256, hashMilliseconds } = ledger.get(id)!;
    ledger.save(id, {
      sha256: result.sha256 || sha256,
      hashMilliseconds: Math.max(hashMilliseconds, result.milliseconds),
    });
    const isUnconfirmed = prescanned.missingFrom(rules).size > 0;
    if (result.fingerprint !== before || isUnconfirmed) markChanged(ledger, id);
    alerts.refreshSoon();
  }
}
