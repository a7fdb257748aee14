import type { Finding } from "../finding.ts";
import type { ScanResult } from "../scan-file.ts";
import type { ScanReceiver } from "../scan-receiver.ts";
import type { CorrelationRule } from "../scan-rules.ts";
import { MergedScan } from "./merged-scan.ts";
import type { SplitQueue, SplitResult } from "./scan-splits.ts";
import { type Split, splitsOf } from "./split.ts";

/**
 * The most splits per worker that may be in progress or wait to be handed over, including one that it scans and one
 * that it requests.
 */
const SPLITS_PER_WORKER = 3;

/**
 * Distributes the splits of one file to several workers, and hands over their findings in file order. The receiver
 * sets the pace: only a few splits with some thousand findings wait, however long the file.
 */
export class SplitScheduler implements SplitQueue {
  readonly #size: number;
  readonly #receiver: ScanReceiver;
  readonly #workers: number;
  readonly #remaining: Split[];
  readonly #count: number;
  readonly #waiting = new Map<number, SplitResult>();
  #waiters: (() => void)[] = [];
  #merged: MergedScan | null = null;
  /** The number of splits that have been handed over. */
  #done = 0;
  #ended = false;
  #handingOver = Promise.resolve();

  constructor(size: number, workers: number, receiver: ScanReceiver, splitBytes?: number) {
    this.#size = size;
    this.#workers = workers;
    this.#receiver = receiver;
    this.#remaining = splitsOf(size, splitBytes);
    this.#count = this.#remaining.length;
  }

  /** Whether a worker that asks now gets a split, at once or soon. */
  get hasNext(): boolean {
    return this.#merged !== null && !this.#ended && this.#remaining.length > 0;
  }

  begin(rules: readonly CorrelationRule[]): void {
    this.#merged = new MergedScan(this.#size, rules, this.#receiver);
    this.#wake();
  }

  /** Ends the queue: there are no splits, or no more. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async next(): Promise<Split | null> {
    while (!this.#ended && (this.#merged === null || this.#isFull())) await this.#change();
    return this.#ended ? null : (this.#remaining.shift() ?? null);
  }

  async flush(index: number, findings: readonly Finding[]): Promise<void> {
    while (!this.#ended && this.#done < index) await this.#change();
    if (this.#ended) return;
    this.#handingOver = this.#handingOver.then(() => this.#merged!.addFindings(findings));
    await this.#handingOver;
  }

  async done(scan: SplitResult): Promise<void> {
    this.#waiting.set(scan.index, scan);
    this.#handingOver = this.#handingOver.then(() => this.#handOver());
    await this.#handingOver;
  }

  /** Resolves once all of the file has been scanned, with its result; null if it was not scanned in splits. */
  async result(): Promise<ScanResult | null> {
    while (this.#merged !== null && !this.#ended && this.#done < this.#count) await this.#change();
    await this.#handingOver;
    return this.#merged?.finish() ?? null;
  }

  /** Hands over the findings so far if the rest will not come. */
  async abandon(): Promise<void> {
    this.end();
    await this.#handingOver;
    await this.#merged?.flush();
  }

  #isFull(): boolean {
    const next = this.#remaining[0];
    return next !== undefined && next.index >= this.#done + SPLITS_PER_WORKER * this.#workers;
  }

  async #handOver(): Promise<void> {
    for (;;) {
      const scan = this.#waiting.get(this.#done);
      if (scan === undefined || this.#merged!.failed) break;
      this.#waiting.delete(this.#done);
      await this.#merged!.add(scan);
      this.#done++;
      if (this.#merged!.failed) this.end();
    }
    this.#wake();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
