import { NO_PACE, type Pace, paceAfter } from "./pace.ts";

/**
 * The progress of one pass over the files of a run. Its clock runs only while a file is being read: the time before, in
 * which rules are compiled, says nothing about how long the rest will take.
 */
export class PassProgress {
  /** Bytes that the pass is done with, of all files of the run. */
  bytes = $state(0);
  pace = $state.raw<Pace>(NO_PACE);
  /** It is a file's turn, and its rules are still being compiled. */
  preparing = $state(false);
  /** The evidence whose file is being read, and how many bytes of it have been. */
  current = $state.raw<{ readonly id: string; readonly bytes: number } | null>(null);
  /** Bytes of the files before the current one. */
  #before = 0;
  /** Bytes read of the current file, and when that was, by `performance.now`; null before the reading begins. */
  #read = 0;
  #readAt: number | null = null;

  /** A new run begins. */
  reset(): void {
    this.bytes = 0;
    this.pace = NO_PACE;
    this.stop();
  }

  /** Reading has ended: the file was read to its end, or the run was stopped. */
  stop(): void {
    this.preparing = false;
    this.current = null;
    this.#readAt = null;
  }

  /** A file's turn has come. */
  begin(id: string, run: { readonly isStopped: boolean }): FileProgress {
    this.#before = this.bytes;
    this.#read = 0;
    this.#readAt = null;
    this.preparing = true;
    return new FileProgress(this, id, run);
  }

  /** The file begins to be read. */
  start(id: string, now: number): void {
    this.#readAt = now;
    this.preparing = false;
    this.current = { id, bytes: 0 };
  }

  /** @param bytes read of the file so far */
  reach(id: string, bytes: number, now: number): void {
    const since = this.#readAt ?? now;
    this.pace = paceAfter(this.pace, Math.max(0, bytes - this.#read), now - since);
    this.#read = bytes;
    this.#readAt = now;
    this.preparing = false;
    this.bytes = this.#before + bytes;
    this.current = { id, bytes };
  }

  /** Nothing more is read of the file, whether it was read to its end or not. */
  end(size: number): void {
    this.bytes = this.#before + size;
    this.stop();
  }
}

/** Reports how far a pass is in one file. A run that was stopped reports nothing more. */
export class FileProgress {
  readonly #pass: PassProgress;
  readonly #id: string;
  readonly #run: { readonly isStopped: boolean };

  constructor(pass: PassProgress, id: string, run: { readonly isStopped: boolean }) {
    this.#pass = pass;
    this.#id = id;
    this.#run = run;
  }

  /** The file begins to be read. */
  start(): void {
    if (!this.#run.isStopped) this.#pass.start(this.#id, performance.now());
  }

  /** @param bytes read of the file so far */
  reach(bytes: number): void {
    if (!this.#run.isStopped) this.#pass.reach(this.#id, bytes, performance.now());
  }

  /** Nothing more is read of the file. @param size of the file in bytes */
  end(size: number): void {
    if (!this.#run.isStopped) this.#pass.end(size);
  }
}
