import { NO_PACE, type Pace, paceAfter } from "./pace.ts";

/**
 * How far one pass over the files of a run has come. Its clock runs only while a file is being read: the time before, in
 * which rules are compiled, says nothing about how long the rest will take.
 */
export class PassProgress {
  /** Bytes of the run's files that the pass is done with. */
  bytes = $state(0);
  pace = $state.raw<Pace>(NO_PACE);
  /** A file is the pass's turn, and its rules are still being compiled. */
  preparing = $state(false);
  /** Bytes of the files before the one that is being read. */
  #before = 0;
  /** Bytes of this file, and when they had been read; null while none is read. */
  #read = 0;
  #at: number | null = null;

  reset(): void {
    this.bytes = 0;
    this.pace = NO_PACE;
    this.preparing = false;
    this.#at = null;
  }

  /** The next file's turn has come. */
  begin(): void {
    this.#before = this.bytes;
    this.#read = 0;
    this.#at = null;
    this.preparing = true;
  }

  /** The file begins to be read. */
  start(now: number): void {
    this.#at = now;
    this.preparing = false;
  }

  /** So many bytes of the file have been read. */
  reach(bytes: number, now: number): void {
    if (this.#at === null) this.start(now);
    this.pace = paceAfter(this.pace, Math.max(0, bytes - this.#read), now - this.#at!);
    this.#read = bytes;
    this.#at = now;
    this.bytes = this.#before + bytes;
  }

  /** Nothing more is read of the file, whether it was read to its end or not. */
  end(size: number): void {
    this.bytes = this.#before + size;
    this.preparing = false;
    this.#at = null;
  }
}
