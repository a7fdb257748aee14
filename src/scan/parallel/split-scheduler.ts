import type { Finding } from "../finding.ts";
import type { PackedFindings } from "../packed-findings.ts";
import type { ScanResult } from "../scan-file.ts";
import type { ScanReceiver } from "../scan-receiver.ts";
import type { CorrelationRule } from "../scan-rules.ts";
import { MergedScan } from "./merged-scan.ts";
import type { SplitQueue, SplitResult } from "./scan-splits.ts";
import { type Pass, type Split, type SplitKind, splitBytesFor, splitsOf } from "./split.ts";

/**
 * The most splits per worker that may be in progress or wait to be handed over, including one that it scans and one
 * that it requests.
 */
const SPLITS_PER_WORKER = 3;

/**
 * Fewer workers do not share a prescan. On two busy cores the alerts of 300 MiB came later, after 3.1 s instead of 1.8 (an
 * event log) and after 4.9 instead of 3.6 (a table): the page and two workers wait for each other.
 */
const PRESCAN_WORKERS = 3;

/**
 * Distributes the splits of one file to several workers, and hands over their findings in file order. The receiver
 * sets the pace: only a few splits with some thousand findings wait, however long the file.
 */
export class SplitScheduler implements SplitQueue {
  readonly #size: number;
  readonly #receiver: ScanReceiver;
  readonly #workers: number;
  readonly #splitBytes: number | undefined;
  #remaining: Split[] = [];
  #count = 0;
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
    this.#splitBytes = splitBytes;
  }

  /** Whether a worker that asks now gets a split, at once or soon. */
  get hasNext(): boolean {
    return this.#merged !== null && !this.#ended && this.#remaining.length > 0;
  }

  begin(kind: SplitKind, rules: readonly CorrelationRule[], pass: Pass): void {
    this.#remaining = splitsOf(
      this.#size,
      kind,
      pass,
      this.#splitBytes ?? splitBytesFor(this.#size, this.#workers),
    );
    this.#count = this.#remaining.length;
    this.#merged = new MergedScan(this.#size, rules, this.#receiver);
    this.#wake();
  }

  sharesPrescans(): boolean {
    return this.#workers >= PRESCAN_WORKERS;
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

  async flush(
    index: number,
    findings: readonly Finding[],
    packed: readonly PackedFindings[] = [],
  ): Promise<void> {
    while (!this.#ended && this.#done < index) await this.#change();
    if (this.#ended) return;
    const merged = this.#merged!;
    this.#handingOver = this.#handingOver
      .then(() => merged.addFindings(findings))
      .then(() => merged.addPacked(packed));
    await this.#handingOver;
  }

  async done(scan: SplitResult): Promise<void> {
    this.#waiting.set(scan.index, scan);
    this.#handingOver = this.#handingOver.then(() => this.#handOver());
    await this.#handingOver;
  }

  /**
   * Resolves with the file's result once all of it has been scanned; null if it was not scanned in splits, or not to its
   * end: a split has turned out to need what is before or after it. Then the file has to be scanned from start to end,
   * which finds what has been handed over once more, in the same order.
   */
  async result(): Promise<ScanResult | null> {
    while (this.#merged !== null && !this.#ended && this.#done < this.#count) await this.#change();
    await this.#handingOver;
    if (this.#merged === null || this.#merged.hasUnsound || this.#merged.lacksListEnd) return null;
    return this.#merged.finish();
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
      if (scan === undefined || this.#merged!.failed || this.#merged!.hasUnsound) break;
      this.#waiting.delete(this.#done);
      await this.#merged!.add(scan);
      this.#done++;
      if (this.#merged!.failed || this.#merged!.hasUnsound) this.end();
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
