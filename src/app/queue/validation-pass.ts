import * as Comlink from "comlink";
import type { HashWorkerApi } from "../../../workers/hash-role.ts";
import type { AlertRow } from "../../case/index.ts";
import type { ScanReceiver } from "../../scan/index.ts";
import { scanBroke } from "../../wording/index.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { hashUnknown } from "../case/file-outcome.ts";
import { RuledWorker } from "../workers/ruled-worker.ts";
import { CancelledError, type Workers } from "../workers/workers.ts";
import { addProblems, markBroken, markChanged, markSecondPassStopped, saveProblem } from "./file-marks.ts";
import { KnownAlerts } from "./known-alerts.ts";
import type { FileProgress, PassProgress } from "./pass-progress.svelte.ts";
import type { ScannedFile } from "./queued-file.ts";
import { recordPass } from "./record-pass.ts";
import type { ScanRun } from "./scan-run.svelte.ts";
import type { SequenceRun } from "./sequence-run.svelte.ts";

/** The second pass: computes a file's SHA-256 and, if the first was a prescan, validates and counts every record. */
export class ValidationPass {
  readonly #case: CaseState;
  readonly #sequences: SequenceRun;
  readonly #progress: PassProgress;
  readonly #workers: Workers;
  #worker: RuledWorker<HashWorkerApi> | null = null;

  constructor(state: CaseState, sequences: SequenceRun, progress: PassProgress, workers: Workers) {
    this.#case = state;
    this.#sequences = sequences;
    this.#progress = progress;
    this.#workers = workers;
  }

  /** Ends the worker, and what it is doing. */
  endWorker(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  /** Takes one file through the pass. A pass that breaks or is stopped is reported on the file. */
  async take(scanned: ScannedFile, run: ScanRun): Promise<void> {
    const { id, file } = scanned;
    const progress = this.#progress.begin(id, run);
    const isPrescanned = this.#case.ledger.get(id)?.state === "proving";
    try {
      this.#worker ??= new RuledWorker(this.#workers.startHash());
      if (isPrescanned) await this.#validate(this.#worker, scanned, run, progress);
      else await this.#hash(this.#worker, scanned, progress);
      progress.reach(file.size);
    } catch (error) {
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
    this.endWorker();
    if (isPrescanned) {
      run.failure = scanBroke(error);
      markBroken(ledger, id, error);
    }
    saveProblem(ledger, id, hashUnknown(error));
  }

  async #hash(
    worker: RuledWorker<HashWorkerApi>,
    { id, file }: ScannedFile,
    progress: FileProgress,
  ): Promise<void> {
    const { ledger } = this.#case;
    progress.start();
    const onBytes = Comlink.proxy((bytes: number) => progress.reach(bytes));
    const hash = await worker.run((api) => api.hash(file, onBytes));
    ledger.save(id, { sha256: hash.sha256, hashMilliseconds: hash.milliseconds });
    const { state, fingerprint } = ledger.get(id)!;
    const hasFingerprint = state === "done" || state === "locked" || state === "unreadable";
    if (hasFingerprint && fingerprint !== hash.fingerprint) markChanged(ledger, id);
  }

  /** Every alert of the prescan must be found again, and no other: anything else means that the file has changed. */
  async #validate(
    worker: RuledWorker<HashWorkerApi>,
    scanned: ScannedFile,
    run: ScanRun,
    progress: FileProgress,
  ): Promise<void> {
    const { id, file, readSettings, earlier, replacesFrom, rules } = scanned;
    const { ledger, alerts } = this.#case;
    const known = new KnownAlerts(earlier);
    const isOfPrescan = (row: AlertRow): boolean => row.page >= (replacesFrom ?? 0) && !earlier.has(row);
    const prescanned = new KnownAlerts(new Set(alerts.ofFile(id).filter(isOfPrescan)));
    const receiver: ScanReceiver = {
      batch: async (findings, problems, { bytes }) => {
        if (run.isStopped) return;
        progress.reach(bytes);
        addProblems(ledger, id, problems);
        const found = prescanned.newOnes(known.newOnes(rules.stillWanted(findings)));
        await (replacesFrom === null ? alerts.add(id, found) : alerts.replace(id, found));
      },
    };
    worker.use(rules);
    worker.ready.then(
      () => progress.start(),
      () => undefined,
    );
    const result = await worker.run((api) => api.validate(file, readSettings, Comlink.proxy(receiver)));
    await this.#case.pages.written();
    const before = ledger.get(id)!.fingerprint;
    await recordPass(this.#case, this.#sequences, scanned, result, known);
    ledger.save(id, { sha256: result.sha256, hashMilliseconds: result.milliseconds });
    const isUnconfirmed = prescanned.missingFrom(rules).size > 0;
    if (result.fingerprint !== before || isUnconfirmed) markChanged(ledger, id);
    alerts.refresh();
  }
}
