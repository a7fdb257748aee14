import * as Comlink from "comlink";
import type { HashWorkerApi } from "../../../workers/hash.worker.ts";
import type { ScanWorkerApi } from "../../../workers/scan.worker.ts";
import type { Evidence } from "../../case/index.ts";
import type { Problem } from "../../formats/index.ts";
import {
  type Finding,
  ProblemList,
  type ScanReceiver,
  type ScanResult,
  type ScanRule,
} from "../../scan/index.ts";
import type { CaseState } from "./case-state.svelte.ts";
import {
  broken,
  CHANGED,
  HASH_STOPPED,
  hashUnknown,
  messageOf,
  newEvidence,
  previewOutcome,
  provedOutcome,
  STOPPED,
} from "./file-outcome.ts";
import { CancelledError, startHashWorker, startScanWorker, type WorkerHandle } from "./workers.ts";

export type QueueState = "idle" | "scanning" | "done" | "cancelled" | "failed";

/** A file as it was dropped or picked. */
export interface DroppedFile {
  readonly file: File;
  /** Below the dropped folder, or the name alone. */
  readonly path: string;
}

/** A file on its way through the queue. */
interface Queued {
  readonly id: string;
  readonly file: File;
}

/** With fewer cores than this, hashing waits for the scan: side by side they would take turns on one core. */
const CORES_FOR_BOTH = 4;

/**
 * Examines the files of a case in two passes, each in a worker of its own: the scan finds the alerts, then the second
 * computes the SHA-256 and, where the scan took only a quick look, proves and counts every record.
 */
export class ScanQueue {
  readonly #case: CaseState;
  readonly #rules: readonly ScanRule[];
  state = $state<QueueState>("idle");
  /** Why the state is `failed`. */
  failure = $state("");
  /** Bytes of the files of this run, and how many of them either pass has read. */
  totalBytes = $state(0);
  scannedBytes = $state(0);
  hashedBytes = $state(0);
  /** Whether the first pass is still at work. */
  scanning = $state(false);
  /** The file that either pass is at, the first one's shown while it runs. Times are performance.now()'s. */
  current = $state.raw<{ id: string; bytes: number; startedAt: number } | null>(null);
  /** When the pass that is shown began, on performance.now()'s clock. */
  scanStartedAt = $state(0);
  hashStartedAt = $state(0);

  #toScan: Queued[] = [];
  #toHash: Queued[] = [];
  #scanWorker: WorkerHandle<ScanWorkerApi> | null = null;
  #hashWorker: WorkerHandle<HashWorkerApi> | null = null;
  #hashing = false;
  /** Replaced with every run, so that what a stopped run still hands over is known as such. */
  #run = { cancelled: false };

  constructor(state: CaseState) {
    this.#case = state;
    this.#rules = [...state.rules.values()].map((rule) => ({ rule, exceptions: [] }));
  }

  get busy(): boolean {
    return this.state === "scanning";
  }

  /** Adds files to the queue; they join a run that is under way. */
  add(files: readonly DroppedFile[]): void {
    if (files.length === 0) return;
    if (!this.busy) this.#startRun();
    for (const { file, path } of files) {
      const evidence = newEvidence(this.#case.info.id, this.#case.ledger.files.length, file, path);
      this.#case.addEvidence(evidence);
      this.totalBytes += file.size;
      this.#toScan.push({ id: evidence.id, file });
    }
    void this.#scanAll();
  }

  /** Stops at once. What was found is kept, and the files say how far they were read. */
  cancel(): void {
    if (!this.busy) return;
    this.#run.cancelled = true;
    this.state = "cancelled";
    this.#scanWorker?.terminate();
    this.#hashWorker?.terminate();
    this.#scanWorker = null;
    this.#hashWorker = null;
    for (const { id } of this.#toScan) this.#stop(id, STOPPED.before);
    for (const { id } of this.#toHash) this.#stopHash(id);
    this.#toScan = [];
    this.#toHash = [];
    this.#case.ledger.publish();
  }

  #startRun(): void {
    this.state = "scanning";
    this.failure = "";
    this.#run = { cancelled: false };
    this.totalBytes = 0;
    this.scannedBytes = 0;
    this.hashedBytes = 0;
    this.scanStartedAt = performance.now();
  }

  async #scanAll(): Promise<void> {
    if (this.scanning) return;
    this.scanning = true;
    for (let next = this.#toScan.shift(); next !== undefined; next = this.#toScan.shift()) {
      const run = this.#run;
      await this.#scanOne(next, run);
      if (!run.cancelled) this.#toHash.push(next);
      if (navigator.hardwareConcurrency >= CORES_FOR_BOTH) void this.#hashAll();
    }
    this.scanning = false;
    this.#scanWorker?.terminate();
    this.#scanWorker = null;
    void this.#hashAll();
  }

  async #scanOne({ id, file }: Queued, run: { cancelled: boolean }): Promise<void> {
    const before = this.scannedBytes;
    const startedAt = performance.now();
    this.current = { id, bytes: 0, startedAt };
    this.#case.updateEvidence(id, { state: "scanning" }, true);
    // A quick look leaves problems to the second pass. Which it is shows only at the end, so they wait until then.
    let problems: Problem[] = [];
    const receiver: ScanReceiver = {
      batch: async (findings, met, { bytes, events, lost }) => {
        if (run.cancelled) return;
        this.scannedBytes = before + bytes;
        this.current = { id, bytes, startedAt };
        problems = [...problems, ...met];
        this.#case.updateEvidence(id, { bytes, records: events, lost }, false);
        await this.#case.addFindings(id, findings);
      },
    };
    try {
      this.#scanWorker ??= startScanWorker();
      const result = await this.#scanWorker.run((api) =>
        api.scan(file, this.#rules, Comlink.proxy(receiver)),
      );
      await this.#case.written();
      if (result.exact) this.#addProblems(id, problems);
      const outcome = result.exact ? provedOutcome(result) : previewOutcome(result);
      this.#case.updateEvidence(id, { ...outcome, scanMilliseconds: result.milliseconds }, true);
    } catch (error) {
      this.#addProblems(id, problems);
      this.#case.updateEvidence(id, { scanMilliseconds: performance.now() - startedAt }, false);
      if (error instanceof CancelledError) this.#stop(id, STOPPED.scanning);
      else {
        // The next file gets a fresh worker.
        this.#scanWorker?.terminate();
        this.#scanWorker = null;
        this.#scanBroke(id, error);
      }
    }
    if (!run.cancelled) this.scannedBytes = before + file.size;
    this.current = null;
    this.#case.refresh();
  }

  /** A bug, or a browser that starts no worker: said on the file. */
  #scanBroke(id: string, error: unknown): void {
    this.failure = `The scan broke: ${messageOf(error)}`;
    const { bytes, lost } = this.#case.evidenceOf(id)!;
    this.#addProblems(id, [{ code: "scan-failed", message: broken(error), lost: true, offset: bytes }]);
    this.#case.updateEvidence(id, { state: "failed", lost: lost + 1 }, true);
  }

  async #hashAll(): Promise<void> {
    if (this.#hashing) return;
    this.#hashing = true;
    this.hashStartedAt = performance.now();
    for (let next = this.#toHash.shift(); next !== undefined; next = this.#toHash.shift()) {
      const run = this.#run;
      const before = this.hashedBytes;
      const { id } = next;
      const startedAt = performance.now();
      const toBytes = (bytes: number): void => {
        if (run.cancelled) return;
        this.hashedBytes = before + bytes;
        if (!this.scanning) this.current = { id, bytes, startedAt };
      };
      const proving = this.#case.evidenceOf(next.id)?.state === "proving";
      try {
        this.#hashWorker ??= startHashWorker();
        await (proving ? this.#prove(next, run, toBytes) : this.#hash(next, toBytes));
      } catch (error) {
        this.#hashBroke(next.id, error, proving);
      }
      toBytes(next.file.size);
    }
    if (!this.scanning) this.current = null;
    this.#hashing = false;
    if (this.scanning || this.#toScan.length > 0) return;
    this.#hashWorker?.terminate();
    this.#hashWorker = null;
    this.#finishRun();
  }

  #hashBroke(id: string, error: unknown, proving: boolean): void {
    if (error instanceof CancelledError) {
      this.#stopHash(id);
      return;
    }
    this.#hashWorker?.terminate();
    this.#hashWorker = null;
    if (proving) this.#scanBroke(id, error);
    else this.#remark(id, hashUnknown(error));
  }

  async #hash({ id, file }: Queued, toBytes: (bytes: number) => void): Promise<void> {
    const hash = await this.#hashWorker!.run((api) => api.hash(file, Comlink.proxy(toBytes)));
    this.#case.updateEvidence(id, { sha256: hash.sha256, hashMilliseconds: hash.milliseconds }, true);
    const evidence = this.#case.evidenceOf(id)!;
    const read = evidence.state === "done" || evidence.state === "unreadable";
    if (read && evidence.fingerprint !== hash.fingerprint) this.#changed(id);
  }

  /** The second pass after a quick look. It finds every alert again; one more or one less is not passed over. */
  async #prove(
    { id, file }: Queued,
    run: { cancelled: boolean },
    toBytes: (bytes: number) => void,
  ): Promise<void> {
    const keyOf = (offset: number, ruleId: string): string => `${offset} ${ruleId}`;
    const unconfirmed = new Set<string>();
    for (const row of this.#case.rows) {
      if (row.evidenceId === id) unconfirmed.add(keyOf(row.offset, row.ruleId));
    }
    const isNew = ({ place, ruleId }: Finding): boolean => !unconfirmed.delete(keyOf(place.offset, ruleId));
    const receiver: ScanReceiver = {
      batch: async (findings, problems, { bytes }) => {
        if (run.cancelled) return;
        toBytes(bytes);
        this.#addProblems(id, problems);
        await this.#case.addFindings(id, findings.filter(isNew));
      },
    };
    const result: ScanResult = await this.#hashWorker!.run((api) =>
      api.prove(file, this.#rules, Comlink.proxy(receiver)),
    );
    await this.#case.written();
    const before = this.#case.evidenceOf(id)!.fingerprint;
    const outcome: Partial<Evidence> = {
      ...provedOutcome(result),
      sha256: result.sha256,
      hashMilliseconds: result.milliseconds,
    };
    this.#case.updateEvidence(id, outcome, true);
    if (result.fingerprint !== before || unconfirmed.size > 0) this.#changed(id);
    this.#case.refresh();
  }

  #finishRun(): void {
    if (!this.busy) return;
    const nothingRead = this.failure !== "" && this.#case.ledger.files.every((one) => one.state !== "done");
    // The counts must be there when the end is told.
    this.#case.ledger.publish();
    this.state = nothingRead ? "failed" : "done";
  }

  #addProblems(id: string, problems: readonly Problem[]): void {
    const evidence = this.#case.evidenceOf(id);
    if (evidence === undefined || problems.length === 0) return;
    const list = new ProblemList();
    const kept = [...evidence.problems, ...problems].filter((problem) => list.admits(problem));
    this.#case.updateEvidence(id, { problems: kept }, false);
  }

  #changed(id: string): void {
    const { lost } = this.#case.evidenceOf(id)!;
    this.#addProblems(id, [CHANGED]);
    this.#case.updateEvidence(id, { lost: lost + 1 }, true);
  }

  #remark(id: string, message: string): void {
    this.#addProblems(id, [{ code: "cancelled", message, lost: false, offset: 0 }]);
    this.#case.updateEvidence(id, {}, true);
  }

  #stop(id: string, message: string): void {
    this.#remark(id, message);
    this.#case.updateEvidence(id, { state: "cancelled" }, true);
  }

  #stopHash(id: string): void {
    if (this.#case.evidenceOf(id)?.state === "proving") this.#stop(id, STOPPED.proving);
    else this.#remark(id, HASH_STOPPED);
  }
}
