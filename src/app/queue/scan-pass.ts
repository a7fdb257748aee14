import type { CaseDiagnostic, PackedAlerts } from "../../case/index.ts";
import { COLLECTED_BYTES, type ScanReceiver, type ScanResult } from "../../scan/index.ts";
import { scanBroke } from "../../wording/index.ts";
import type { EventsOfPass } from "../case/case-events.ts";
import type { CaseState } from "../case/case-state.svelte.ts";
import { prescanOutcome } from "../case/file-outcome.ts";
import type { ScanWorkerApi } from "../../../workers/scan-role.ts";
import type { RuledWorker } from "../workers/ruled-worker.ts";
import type { ScanWorkerPool } from "../workers/scan-worker-pool.ts";
import { CancelledError } from "../workers/workers.ts";
import { acceptedAlerts } from "./accepted-alerts.ts";
import type { ArchivePasswords } from "./archive-passwords.ts";
import { addProblems, markBroken, markStopped } from "./file-marks.ts";
import { KnownAlerts } from "./known-alerts.ts";
import type { PassProgress } from "./pass-progress.svelte.ts";
import type { QueuedFile, ScannedFile } from "./queued-file.ts";
import { recordPass } from "./record-pass.ts";
import { RunRules } from "./run-rules.ts";
import type { ScanRun } from "./scan-run.svelte.ts";
import type { SequenceRun } from "./sequence-run.svelte.ts";
import type { SharedScans } from "./shared-scans.ts";

/** The first pass: finds the alerts of a file. Where the format allows, it is a prescan, and leaves the counts to the second. */
export class ScanPass {
  readonly #case: CaseState;
  readonly #sequences: SequenceRun;
  readonly #passwords: ArchivePasswords;
  readonly #progress: PassProgress;
  readonly #pool: ScanWorkerPool;
  readonly #shared: SharedScans;

  constructor(
    state: CaseState,
    sequences: SequenceRun,
    passwords: ArchivePasswords,
    progress: PassProgress,
    pool: ScanWorkerPool,
    shared: SharedScans,
  ) {
    this.#case = state;
    this.#sequences = sequences;
    this.#passwords = passwords;
    this.#progress = progress;
    this.#pool = pool;
    this.#shared = shared;
  }

  /**
   * Scans one file with the rules that are on now. A scan that breaks or is stopped is reported on the file.
   *
   * @param worker the number of the worker that begins it
   * @param read called when the worker is done with it. What it found is stored after that
   */
  async scan(worker: number, queued: QueuedFile, run: ScanRun, read: () => void): Promise<ScannedFile> {
    const { id, file } = queued;
    const { ledger } = this.#case;
    const startedAt = performance.now();
    const progress = this.#progress.begin(id, run);
    ledger.save(id, { state: "scanning" });
    const scanned: ScannedFile = { ...queued, rules: new RunRules(this.#case.rules) };
    let isRead = false;
    const attempt = new Attempt(this.#case, scanned, run, (bytes) => progress.reach(bytes));
    try {
      const ruled = this.#pool.worker(worker, scanned.rules);
      // If the rules do not reach the worker, the scan itself reports that.
      ruled.ready.then(
        () => progress.start(),
        () => undefined,
      );
      const result = await this.#read(ruled, scanned, attempt, () => {
        isRead = true;
        read();
      });
      await this.#case.pages.written();
      progress.reach(result.bytes);
      if (result.exact) {
        addProblems(ledger, id, attempt.problems);
        await recordPass(this.#case, this.#sequences, scanned, result, attempt.known);
        await attempt.events.settle();
      } else ledger.update(id, prescanOutcome(result));
      ledger.save(id, { scanMilliseconds: result.milliseconds, sha256: result.sha256 });
    } catch (error) {
      attempt.isOver = true;
      addProblems(ledger, id, attempt.problems);
      ledger.update(id, { scanMilliseconds: performance.now() - startedAt });
      await attempt.events.abandon();
      if (error instanceof CancelledError) markStopped(ledger, id, "while-scanning");
      else {
        // The next file gets a fresh worker.
        if (!isRead) this.#pool.end(worker);
        run.failure = scanBroke(error);
        markBroken(ledger, id, error);
      }
    }
    progress.end(file.size);
    // Who has stopped the scan wants to see at once how far it got.
    if (run.isStopped) this.#case.alerts.refresh();
    else this.#case.alerts.refreshSoon();
    return scanned;
  }

  /** Has a worker read one file, which takes one message if the file is small. */
  async #read(
    worker: RuledWorker<ScanWorkerApi>,
    scanned: ScannedFile,
    attempt: Attempt,
    read: () => void,
  ): Promise<ScanResult> {
    const { id, file, readSettings } = scanned;
    const passwords = this.#passwords.all;
    const { receiver } = attempt;
    const collected =
      file.size > COLLECTED_BYTES
        ? null
        : await worker.run((api) => api.scanSmall(file, id, readSettings, passwords));
    if (collected !== null) {
      read();
      const events = collected.parts.map((part) => receiver.events!(part));
      for (const batch of collected.batches) await receiver.batch(...batch);
      await Promise.all(events);
      return collected.result;
    }
    const result = await this.#shared.run(worker, {
      scanned,
      receiver,
      begin: (api, given, queue) => api.scan(file, id, readSettings, given, queue, passwords),
      restarted: () => (attempt.problems = []),
    });
    read();
    return result;
  }
}

/** Takes in what the workers hand over for one file. */
class Attempt {
  /** Set once the scan has broken: with several workers, others may still hand over what they found. */
  isOver = false;
  /** A prescan leaves problems to the second pass. Whether it was one shows only at the end, so they wait until then. */
  problems: CaseDiagnostic[] = [];
  readonly known: KnownAlerts;
  readonly events: EventsOfPass;
  readonly receiver: ScanReceiver;

  constructor(state: CaseState, scanned: ScannedFile, run: ScanRun, onBytes: (bytes: number) => void) {
    const { id, earlier, rules } = scanned;
    this.known = new KnownAlerts(id, state.alerts.columns, earlier);
    const events = state.events.begin(id);
    this.events = events;
    this.receiver = {
      events: (part) => events.add(part),
      forgetEvents: () => events.forget(),
      batch: async (findings, problems, { bytes, events, lost }, packed) => {
        if (run.isStopped || this.isOver) return;
        onBytes(bytes);
        this.problems = [...this.problems, ...problems];
        state.ledger.update(id, { bytes, records: events, lost });
        const found = this.known.newOnes(rules.stillWanted(findings));
        await state.alerts.add(id, found);
        if (packed === undefined) return;
        // What the workers of this pass pack, they pack with `packAlerts`.
        const alerts = packed as PackedAlerts;
        await state.alerts.addPacked(id, alerts, acceptedAlerts(alerts, rules, [this.known]));
      },
    };
  }
}
