import type { Evidence } from "../../case/index.ts";
import type { Finding, ScanReceiver, TermMatchColumns } from "../../scan/index.ts";
import { messageOf } from "../../wording/index.ts";
import { SharedScans } from "../queue/shared-scans.ts";
import type { KeyedRules } from "../workers/ruled-worker.ts";
import type { ScanWorkerPool } from "../workers/scan-worker-pool.ts";
import { CancelledError } from "../workers/workers.ts";

/** Where the files of a hunt are. */
export interface HuntFiles {
  fileOf(evidenceId: string): File | undefined;
  readonly passwords: readonly string[];
  /** Where the only records of a file are that may match; undefined where any may. */
  onlyIn(evidence: Evidence): Float64Array | undefined;
}

/** Who takes what a pass finds. A promise sets the pace. */
export interface HuntReceiver {
  found(evidence: Evidence, findings: readonly Finding[]): Promise<void> | void;
  /** Bytes that were read since the last call. */
  read(bytes: number): void;
  /** An event reached a limit of the query, so that it is not decided. */
  undecided(): void;
  failed(sentence: string): void;
}

/** Takes the query of a hunt through files once, with every worker that is free. */
export class HuntPass {
  readonly #files: HuntFiles;
  readonly #pool: ScanWorkerPool;
  readonly #shared: SharedScans;
  readonly #rules: KeyedRules;
  readonly #receiver: HuntReceiver;
  readonly #waiting: Evidence[];
  readonly #read = new Map<string, number>();
  readonly #atWork = new Set<number>();
  /** By the id of the file that has them. */
  readonly termMatches = new Map<string, TermMatchColumns>();
  /** Files that were read to their end. */
  searched = 0;
  isStopped = false;
  #end: () => void = () => undefined;
  /** Resolves when no file is being read any more. */
  readonly ended: Promise<void>;

  /** @param rules the query, as the only rule */
  constructor(
    evidence: readonly Evidence[],
    rules: KeyedRules,
    files: HuntFiles,
    pool: ScanWorkerPool,
    receiver: HuntReceiver,
  ) {
    this.#rules = rules;
    this.#files = files;
    this.#pool = pool;
    this.#receiver = receiver;
    this.#shared = new SharedScans(pool, () => this.#wake());
    // The largest first, so that the last worker does not have it all to itself.
    this.#waiting = [...evidence].sort((a, b) => b.size - a.size);
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.#wake();
    if (this.#atWork.size === 0) this.#end();
  }

  /** Leaves files out that nobody has begun to read. */
  leaveOut(isLeftOut: (evidence: Evidence) => boolean): readonly Evidence[] {
    const left = this.#waiting.filter((evidence) => isLeftOut(evidence));
    const others = this.#waiting.filter((evidence) => !left.includes(evidence));
    this.#waiting.splice(0, Infinity, ...others);
    return left;
  }

  /** Ends the workers, and with them the pass. */
  stop(): void {
    this.isStopped = true;
    this.#waiting.length = 0;
    this.#pool.terminate();
  }

  #wake(): void {
    for (let worker = 0; worker < this.#pool.size; worker++) {
      if (this.#atWork.has(worker) || !this.#hasNext) continue;
      this.#atWork.add(worker);
      void this.#occupy(worker);
    }
  }

  get #hasNext(): boolean {
    return !this.isStopped && (this.#shared.next !== undefined || this.#waiting.length > 0);
  }

  async #occupy(worker: number): Promise<void> {
    while (!this.isStopped) {
      const shared = this.#shared.next;
      if (shared !== undefined) await this.#shared.help(worker, shared);
      else {
        const next = this.#waiting.shift();
        if (next === undefined) break;
        await this.#search(worker, next);
      }
    }
    this.#atWork.delete(worker);
    if (this.#atWork.size === 0) this.#end();
  }

  async #search(worker: number, evidence: Evidence): Promise<void> {
    const { id, reading: readSettings = {} } = evidence;
    const file = this.#files.fileOf(id);
    if (file === undefined) return;
    const { passwords } = this.#files;
    const only = this.#files.onlyIn(evidence);
    try {
      const result = await this.#shared.run(this.#pool.worker(worker, this.#rules), {
        scanned: { file, readSettings, rules: this.#rules },
        receiver: this.#receiverOf(evidence),
        begin: (api, given, queue) => api.hunt(file, readSettings, given, queue, passwords, only),
        restarted: () => undefined,
      });
      const [termMatches] = result.termMatches;
      if (termMatches !== undefined) this.termMatches.set(id, termMatches);
      this.searched++;
    } catch (error) {
      if (error instanceof CancelledError) return;
      this.#pool.end(worker);
      this.#receiver.failed(`${evidence.path}: ${messageOf(error)}`);
    }
    this.#reach(id, evidence.size);
  }

  #receiverOf(evidence: Evidence): ScanReceiver {
    return {
      batch: (findings, problems, { bytes }) => {
        if (this.isStopped) return;
        this.#reach(evidence.id, bytes);
        if (problems.some(({ code }) => code === "rule-failed")) this.#receiver.undecided();
        return findings.length === 0 ? undefined : this.#receiver.found(evidence, findings);
      },
    };
  }

  #reach(id: string, bytes: number): void {
    this.#receiver.read(bytes - (this.#read.get(id) ?? 0));
    this.#read.set(id, bytes);
  }
}
