import type { CaseWorkerApi } from "../../../workers/case-role.ts";
import { isArchive } from "../../case/index.ts";
import { correlationBroke } from "../../wording/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { CancelledError, type WorkerHandle, type Workers } from "../workers/workers.ts";
import type { ArchivePasswords } from "./archive-passwords.ts";
import { correlateAll, type CorrelationTools } from "./correlation.ts";
import type { FilesAtHand } from "./files-at-hand.ts";
import type { ScanRun } from "./scan-run.svelte.ts";

/**
 * Runs the correlation rules, once all files have been scanned: their sequences need the events of all files. Files that
 * are added meanwhile bring another turn.
 */
export class SequenceRun {
  readonly #case: CaseState;
  readonly #files: FilesAtHand;
  readonly #passwords: ArchivePasswords;
  readonly #workers: Workers;
  /** Which rule is being run. */
  progress = $state.raw<{ done: number; total: number } | null>(null);
  /** Whether a file has been scanned since the rules were last run. */
  #isRequested = false;
  #worker: WorkerHandle<CaseWorkerApi> | null = null;

  constructor(state: CaseState, files: FilesAtHand, passwords: ArchivePasswords, workers: Workers) {
    this.#case = state;
    this.#files = files;
    this.#passwords = passwords;
    this.#workers = workers;
  }

  get isRunning(): boolean {
    return this.#worker !== null;
  }

  /** A file has been scanned: its term matches are about to be stored. */
  request(): void {
    this.#case.sequences.markPending();
    this.#isRequested = true;
  }

  /**
   * Runs the rules for as long as there is reason to.
   *
   * @param next the run that this belongs to, asked before each turn; null while files are being read, or if it was stopped
   */
  async run(next: () => ScanRun | null): Promise<void> {
    for (let run = next(); run !== null && this.#isRequested && !this.isRunning; run = next()) {
      await this.#once(run);
    }
  }

  async #once(run: ScanRun): Promise<void> {
    this.#isRequested = false;
    const ran = new Set<string>();
    const worker = this.#workers.startCase();
    this.#worker = worker;
    try {
      await correlateAll(this.#case, this.#tools(worker, run, ran));
    } catch (error) {
      if (!(error instanceof CancelledError)) run.failure = correlationBroke(error);
    }
    // If a file has been scanned meanwhile, all of them have to be run again.
    if (!this.#isRequested) this.#case.sequences.markRun(ran);
    worker.terminate();
    this.#worker = null;
    this.progress = null;
  }

  #tools(worker: WorkerHandle<CaseWorkerApi>, run: ScanRun, ran: Set<string>): CorrelationTools {
    return {
      correlate: (rule, parts) => worker.run((api) => api.correlate(rule, parts)),
      read: async ({ id, seekable = false, reading: readSettings = {} }, places) => {
        const file = this.#files.get(id);
        if (file === undefined) return null;
        const passwords = this.#passwords.all;
        return worker.run((api) => api.readEventsAt(file, places, seekable, readSettings, passwords));
      },
      progress: (done, total) => (this.progress = { done, total }),
      ran: (ruleId) => void ran.add(ruleId),
      isStopped: () => run.isStopped,
      isAway: (id) => {
        const evidence = this.#case.ledger.get(id);
        return !this.#files.has(id) || (evidence !== undefined && isArchive(evidence));
      },
    };
  }

  /** Ends what is under way. `run` takes note of it a moment later. */
  stop(): void {
    this.#worker?.terminate();
    this.progress = null;
  }
}
