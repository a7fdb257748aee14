import type { RecordHandler } from "../handler.ts";

/** A record waits for its template for this many chunks: 1 MiB. */
const MOST_CHUNKS = 16;

interface WaitingRecord {
  readonly until: number;
  readonly tryAgain: (isLast: boolean) => boolean;
}

/**
 * Hands over what is found in file order, although a record may wait for a template that a later chunk defines:
 * everything after it then waits, too. Memory holds what 16 chunks contain.
 */
export class OrderedOutput implements Pick<RecordHandler, "record" | "problem"> {
  readonly #handler: Pick<RecordHandler, "record" | "problem">;
  readonly #waiting: WaitingRecord[] = [];
  #chunks = 0;

  constructor(handler: Pick<RecordHandler, "record" | "problem">) {
    this.#handler = handler;
  }

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  record(record: Parameters<RecordHandler["record"]>[0]): void {
    this.#next(() => {
      this.#handler.record(record);
    });
  }

  problem(problem: Parameters<RecordHandler["problem"]>[0]): void {
    this.#next(() => {
      this.#handler.problem(problem);
    });
  }

  /**
   * Holds the place of something that may become readable.
   *
   * @param tryAgain called after later chunks. Hands over to the handler it gets and returns true, or returns false; the
   *   last time it must hand over what it has.
   */
  wait(tryAgain: (handler: Pick<RecordHandler, "record" | "problem">, isLast: boolean) => boolean): void {
    this.#waiting.push({
      until: this.#chunks + MOST_CHUNKS,
      tryAgain: (isLast) => tryAgain(this.#handler, isLast),
    });
  }

  /** Call it after each chunk. */
  endChunk(): void {
    this.#chunks++;
    this.#handOver(false);
  }

  /** Call it at the end of the file. */
  end(): void {
    this.#handOver(true);
  }

  #next(handOver: () => void): void {
    if (this.#waiting.length === 0) handOver();
    else
      this.#waiting.push({
        until: 0,
        tryAgain: () => {
          handOver();
          return true;
        },
      });
  }

  #handOver(isEnd: boolean): void {
    let done = 0;
    for (const { until, tryAgain } of this.#waiting) {
      if (!tryAgain(isEnd || this.#chunks >= until)) break;
      done++;
    }
    this.#waiting.splice(0, done);
  }
}
