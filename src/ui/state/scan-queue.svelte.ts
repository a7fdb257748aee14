import * as Comlink from "comlink";
import type { Evidence } from "../../case/index.ts";
import type { Problem } from "../../formats/index.ts";
import {
  type FileHash,
  type ScanReceiver,
  type ScanResult,
  type ScanRule,
  scanRuleOf,
} from "../../scan/index.ts";
import type { CaseState } from "./case-state.svelte.ts";
import { CancelledError, startHashWorker, startScanWorker, type WorkerHandle } from "./workers.ts";
import type { HashWorkerApi } from "../../../workers/hash.worker.ts";
import type { ScanWorkerApi } from "../../../workers/scan.worker.ts";

export type QueueState = "idle" | "scanning" | "done" | "cancelled" | "failed";

/** A file as it was dropped or picked. */
export interface DroppedFile {
  readonly file: File;
  /** Below the dropped folder, or the name alone. */
  readonly path: string;
}

/** With fewer cores than this, hashing waits for the scan: side by side they would take turns on one core. */
const CORES_FOR_BOTH = 4;
/** Problems kept of a file; its counts go on. */
const MAX_PROBLEMS = 100;

/** Scans the files of a case one after the other, and hashes them in a worker of its own. */
export class ScanQueue {
  readonly #case: CaseState;
  readonly #rules: readonly ScanRule[];
  state = $state<QueueState>("idle");
  /** Why the state is `failed`. */
  failure = $state("");
  /** Bytes of the files of this run, and how many of them are read and hashed. */
  totalBytes = $state(0);
  scannedBytes = $state(0);
  hashedBytes = $state(0);
  /** The file being read, null between files. */
  current = $state<{ id: string; startedAt: number } | null>(null);
  hashing = $state<string | null>(null);
  runStartedAt = $state(0);

  #waiting: { id: string; file: File }[] = [];
  #toHash: { id: string; file: File }[] = [];
  #scanWorker: WorkerHandle<ScanWorkerApi> | null = null;
  #hashWorker: WorkerHandle<HashWorkerApi> | null = null;
  #scanning = false;
  #hashingNow = false;
  /** Replaced with every run, so that what a stopped run still hands over is known as such. */
  #run = { cancelled: false };

  constructor(state: CaseState) {
    this.#case = state;
    this.#rules = [...state.rules.values()].map(scanRuleOf);
  }

  get busy(): boolean {
    return this.state === "scanning";
  }

  /** Adds files to the queue; they join a run that is under way. */
  add(files: readonly DroppedFile[]): void {
    if (files.length === 0) return;
    if (!this.busy) this.#startRun();
    for (const { file, path } of files) {
      const evidence = newEvidence(this.#case, file, path);
      this.#case.addEvidence(evidence);
      this.totalBytes += file.size;
      this.#waiting.push({ id: evidence.id, file });
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
    for (const { id } of this.#waiting)
      this.#close(id, "cancelled", "This file was not read: the scan was stopped before it.");
    for (const { id } of this.#toHash)
      this.#remark(id, "The SHA-256 is unknown: the scan was stopped before it.");
    this.#waiting = [];
    this.#toHash = [];
  }

  #startRun(): void {
    this.state = "scanning";
    this.failure = "";
    this.#run = { cancelled: false };
    this.totalBytes = 0;
    this.scannedBytes = 0;
    this.hashedBytes = 0;
    this.runStartedAt = performance.now();
  }

  async #scanAll(): Promise<void> {
    if (this.#scanning) return;
    this.#scanning = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const run = this.#run;
      await this.#scanOne(next.id, next.file);
      if (!run.cancelled) this.#toHash.push(next);
      if (navigator.hardwareConcurrency >= CORES_FOR_BOTH) void this.#hashAll();
    }
    this.#scanning = false;
    this.#scanWorker?.terminate();
    this.#scanWorker = null;
    void this.#hashAll();
  }

  async #scanOne(id: string, file: File): Promise<void> {
    const run = this.#run;
    const startedAt = performance.now();
    const before = this.scannedBytes;
    this.current = { id, startedAt };
    this.#case.updateEvidence(id, { state: "scanning" }, true);
    const receiver: ScanReceiver = {
      batch: async (findings, problems, { bytes, events, lost }) => {
        if (run.cancelled) return;
        this.scannedBytes = before + bytes;
        this.#case.updateEvidence(id, { bytes, records: events, lost }, false);
        this.#addProblems(id, problems);
        await this.#case.addFindings(id, findings);
      },
    };
    try {
      this.#scanWorker ??= startScanWorker();
      const result = await this.#scanWorker.run((api) =>
        api.scan(file, this.#rules, Comlink.proxy(receiver)),
      );
      this.#case.updateEvidence(id, summary(result), true);
    } catch (error) {
      if (error instanceof CancelledError) {
        this.#close(
          id,
          "cancelled",
          "The scan was stopped before this file had been read to its end. What had been found is kept; add the file again to examine all of it.",
        );
      } else this.#scanFailed(id, error);
    }
    if (!run.cancelled) this.scannedBytes = before + file.size;
    this.current = null;
    this.#case.refresh();
  }

  /** A bug, or a browser that starts no worker: said on the file, and the next file gets a fresh worker. */
  #scanFailed(id: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#scanWorker?.terminate();
    this.#scanWorker = null;
    this.failure = `The scan broke: ${reason}`;
    this.#close(
      id,
      "failed",
      `The scan of this file broke (${reason}). That is an error in Loupe, not in the file: what was found before is kept, the rest was not examined.`,
      "scan-failed",
    );
  }

  async #hashAll(): Promise<void> {
    if (this.#hashingNow) return;
    this.#hashingNow = true;
    for (let next = this.#toHash.shift(); next !== undefined; next = this.#toHash.shift()) {
      await this.#hashOne(next.id, next.file);
    }
    this.#hashingNow = false;
    if (this.#scanning || this.#waiting.length > 0) return;
    this.#hashWorker?.terminate();
    this.#hashWorker = null;
    this.#finishRun();
  }

  async #hashOne(id: string, file: File): Promise<void> {
    const before = this.hashedBytes;
    this.hashing = id;
    try {
      this.#hashWorker ??= startHashWorker();
      const onBytes = (bytes: number): void => void (this.hashedBytes = before + bytes);
      const hash = await this.#hashWorker.run((api) => api.hash(file, Comlink.proxy(onBytes)));
      this.#takeHash(id, hash);
    } catch (error) {
      const why =
        error instanceof CancelledError
          ? "the scan was stopped before it"
          : `the file could not be read a second time (${error instanceof Error ? error.message : String(error)})`;
      this.#remark(id, `The SHA-256 is unknown: ${why}.`);
      if (!(error instanceof CancelledError)) {
        this.#hashWorker?.terminate();
        this.#hashWorker = null;
      }
    }
    if (this.busy) this.hashedBytes = before + file.size;
    this.hashing = null;
  }

  #takeHash(id: string, hash: FileHash): void {
    const evidence = this.#case.evidenceOf(id);
    if (evidence === undefined) return;
    const change: Partial<Evidence> = { sha256: hash.sha256, hashMilliseconds: hash.milliseconds };
    const read = evidence.state === "done" || evidence.state === "unreadable";
    if (read && evidence.fingerprint !== hash.fingerprint) {
      this.#addProblems(id, [
        {
          code: "changed",
          message:
            "The file changed between the scan and the computing of its SHA-256: the hash is not that of the bytes that were examined. Copy it, and add the copy.",
          lost: true,
          offset: 0,
        },
      ]);
      this.#case.updateEvidence(id, { ...change, lost: evidence.lost + 1 }, true);
    } else this.#case.updateEvidence(id, change, true);
  }

  #finishRun(): void {
    if (!this.busy) return;
    const nothingRead = this.failure !== "" && this.#case.evidence.every((one) => one.state !== "done");
    this.state = nothingRead ? "failed" : "done";
  }

  #addProblems(id: string, problems: readonly Problem[]): void {
    const evidence = this.#case.evidenceOf(id);
    if (evidence === undefined || problems.length === 0) return;
    const kept = [...evidence.problems, ...problems].slice(0, MAX_PROBLEMS);
    this.#case.updateEvidence(id, { problems: kept }, false);
  }

  #remark(id: string, message: string): void {
    this.#addProblems(id, [{ code: "cancelled", message, lost: false, offset: 0 }]);
    this.#case.updateEvidence(id, {}, true);
  }

  #close(
    id: string,
    state: "cancelled" | "failed",
    message: string,
    code: Problem["code"] = "cancelled",
  ): void {
    const lost = state === "failed";
    const evidence = this.#case.evidenceOf(id);
    if (evidence === undefined) return;
    this.#addProblems(id, [{ code, message, lost, offset: evidence.bytes }]);
    this.#case.updateEvidence(id, { state, lost: evidence.lost + (lost ? 1 : 0) }, true);
  }
}

function newEvidence(state: CaseState, file: File, path: string): Evidence {
  return {
    id: crypto.randomUUID(),
    caseId: state.info.id,
    order: state.evidence.length,
    name: file.name,
    path,
    size: file.size,
    lastModified: file.lastModified,
    state: "waiting",
    addedAt: Date.now(),
    bytes: 0,
    format: "",
    records: 0,
    notEvents: 0,
    lost: 0,
    remarks: 0,
    alerts: 0,
    problems: [],
    inventory: null,
    missingCategories: [],
    scanMilliseconds: 0,
    hashMilliseconds: 0,
    sha256: "",
    fingerprint: "",
  };
}

function summary(result: ScanResult): Partial<Evidence> {
  return {
    state: result.readable ? "done" : "unreadable",
    bytes: result.bytes,
    format: result.format,
    records: result.events,
    notEvents: result.notEvents,
    lost: result.lost,
    remarks: result.remarks,
    inventory: result.inventory,
    missingCategories: result.missingCategories,
    scanMilliseconds: result.milliseconds,
    fingerprint: result.fingerprint,
  };
}
