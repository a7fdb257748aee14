import type { CaseDiagnostic } from "../../case/index.ts";
import type { ScanReceiver } from "../../scan/index.ts";
import { scanBroke } from "../../wording/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { prescanOutcome } from "../case/file-outcome.ts";
import { ScanWorkerPool } from "../workers/scan-worker-pool.ts";
import { CancelledError, type Workers } from "../workers/workers.ts";
import type { ArchivePasswords } from "./archive-passwords.ts";
import { addProblems, markBroken, markStopped } from "./file-marks.ts";
import { KnownAlerts } from "./known-alerts.ts";
import type { PassProgress } from "./pass-progress.svelte.ts";
import type { QueuedFile, ScannedFile } from "./queued-file.ts";
import { recordPass } from "./record-pass.ts";
import { RunRules } from "./run-rules.ts";
import type { ScanRun } from "./scan-run.svelte.ts";
import type { SequenceRun } from "./sequence-run.svelte.ts";

/** The first pass: finds the alerts of a file. Where the format allows, it is a prescan, and leaves the counts to the second. */
export class ScanPass {
  readonly #case: CaseState;
  readonly #sequences: SequenceRun;
  readonly #passwords: ArchivePasswords;
  readonly #progress: PassProgress;
  readonly #pool: ScanWorkerPool;

  constructor(
    state: CaseState,
    sequences: SequenceRun,
    passwords: ArchivePasswords,
    progress: PassProgress,
    workers: Workers,
  ) {
    this.#case = state;
    this.#sequences = sequences;
    this.#passwords = passwords;
    this.#progress = progress;
    this.#pool = new ScanWorkerPool(workers);
  }

  /** Lets the workers compile the rules that are on, before there is anything to scan. */
  prepare(): void {
    const { running, key } = this.#case.rules;
    this.#pool.prepare({ rules: running, key });
  }

  /** Ends the workers, and the scan that is under way. */
  endWorkers(): void {
    this.#pool.terminate();
  }

  /** Scans one file with the rules that are on now. A scan that breaks or is stopped is reported on the file. */
  async scan(queued: QueuedFile, run: ScanRun): Promise<ScannedFile> {
    const { id, file, readSettings } = queued;
    const { ledger } = this.#case;
    const startedAt = performance.now();
    const progress = this.#progress.begin(id, run);
    ledger.save(id, { state: "scanning" });
    const scanned: ScannedFile = { ...queued, rules: new RunRules(this.#case.rules) };
    const attempt = new Attempt(this.#case, scanned, run, (bytes) => progress.reach(bytes));
    try {
      const result = await this.#pool.scan(
        file,
        scanned.rules,
        readSettings,
        attempt.receiver,
        this.#passwords.all,
        () => {
          if (!attempt.isOver) progress.start();
        },
      );
      await this.#case.pages.written();
      progress.reach(result.bytes);
      if (result.exact) {
        addProblems(ledger, id, attempt.problems);
        await recordPass(this.#case, this.#sequences, scanned, result, attempt.known);
      } else ledger.update(id, prescanOutcome(result));
      ledger.save(id, { scanMilliseconds: result.milliseconds });
    } catch (error) {
      attempt.isOver = true;
      addProblems(ledger, id, attempt.problems);
      ledger.update(id, { scanMilliseconds: performance.now() - startedAt });
      if (error instanceof CancelledError) markStopped(ledger, id, "while-scanning");
      else {
        // The next file gets a fresh worker.
        this.#pool.terminate();
        run.failure = scanBroke(error);
        markBroken(ledger, id, error);
      }
    }
    progress.end(file.size);
    this.#case.alerts.refresh();
    return scanned;
  }
}

/** Takes in what the workers hand over for one file. */
class Attempt {
  /** Set once the scan has broken: with several workers, others may still hand over what they found. */
  isOver = false;
  /** A prescan leaves problems to the second pass. Whether it was one shows only at the end, so they wait until then. */
  problems: CaseDiagnostic[] = [];
  readonly known: KnownAlerts;
  readonly receiver: ScanReceiver;

  constructor(state: CaseState, scanned: ScannedFile, run: ScanRun, onBytes: (bytes: number) => void) {
    const { id, earlier, replacesFrom, rules } = scanned;
    this.known = new KnownAlerts(earlier);
    this.receiver = {
      batch: async (findings, problems, { bytes, events, lost }) => {
        if (run.isStopped || this.isOver) return;
        onBytes(bytes);
        this.problems = [...this.problems, ...problems];
        state.ledger.update(id, { bytes, records: events, lost });
        const found = this.known.newOnes(rules.stillWanted(findings));
        await (replacesFrom === null ? state.alerts.add(id, found) : state.alerts.replace(id, found));
      },
    };
  }
}
