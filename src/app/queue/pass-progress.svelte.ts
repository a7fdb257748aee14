import { SvelteMap } from "svelte/reactivity";
import { NO_PACE, type Pace, paceAfter } from "./pace.ts";

/** How many bytes have been read of one file, and how fast. */
export interface OneFile {
  readonly bytes: number;
  readonly pace: Pace;
}

/**
 * The progress of one pass over the files of a run, of which several may be read at once. Its clock runs only while a
 * file is being read: the time before, in which rules are compiled, says nothing about how long the rest will take.
 */
export class PassProgress {
  /** Bytes that the pass is done with, of all files of the run. */
  bytes = $state(0);
  pace = $state.raw<Pace>(NO_PACE);
  /** How many bytes have been read of the files that are being read, by the id of their evidence. */
  readonly #read = new SvelteMap<string, number>();
  /** Files whose turn has come, and whose rules are still being compiled. */
  #begun = $state(0);
  /** When bytes were last read, by `performance.now`; null while no file is being read. */
  #readAt: number | null = null;

  /** It is a file's turn, and the rules of all such files are still being compiled. */
  get preparing(): boolean {
    return this.#begun > 0 && this.#read.size === 0;
  }

  /**
   * How far a file is; null unless it is being read. Of several files that are read at once, no one knows the pace of
   * each.
   */
  of(id: string): OneFile | null {
    const bytes = this.#read.get(id);
    if (bytes === undefined) return null;
    return { bytes, pace: this.#read.size === 1 ? this.pace : NO_PACE };
  }

  /** A new run begins. */
  reset(): void {
    this.bytes = 0;
    this.pace = NO_PACE;
    this.stop();
  }

  /** The run was stopped: no file is being read any more. */
  stop(): void {
    this.#begun = 0;
    this.#read.clear();
    this.#readAt = null;
  }

  /** A file's turn has come. */
  begin(id: string, run: { readonly isStopped: boolean }): FileProgress {
    this.#begun++;
    return new FileProgress(this, id, run);
  }

  /** A file of this size, in bytes, needs no turn. */
  skip(size: number): void {
    this.bytes += size;
  }

  /** The file begins to be read. */
  start(id: string, now: number): void {
    this.#readAt ??= now;
    this.#read.set(id, 0);
  }

  /** @param bytes read of the file so far */
  reach(id: string, bytes: number, now: number): void {
    const more = bytes - (this.#read.get(id) ?? 0);
    this.pace = paceAfter(this.pace, Math.max(0, more), now - (this.#readAt ?? now));
    this.#readAt = now;
    this.bytes += more;
    this.#read.set(id, bytes);
  }

  /** Nothing more is read of the file, whether it was read to its end or not. */
  end(id: string, size: number): void {
    this.#begun--;
    this.bytes += size - (this.#read.get(id) ?? 0);
    this.#read.delete(id);
    if (this.#read.size === 0) this.#readAt = null;
  }
}

/** Reports how far a pass is in one file. A run that was stopped reports nothing more, nor does a file after its end. */
export class FileProgress {
  readonly #pass: PassProgress;
  readonly #id: string;
  readonly #run: { readonly isStopped: boolean };
  #isOver = false;

  constructor(pass: PassProgress, id: string, run: { readonly isStopped: boolean }) {
    this.#pass = pass;
    this.#id = id;
    this.#run = run;
  }

  get #isSilent(): boolean {
    return this.#isOver || this.#run.isStopped;
  }

  /** The file begins to be read. */
  start(): void {
    if (!this.#isSilent) this.#pass.start(this.#id, performance.now());
  }

  /** @param bytes read of the file so far */
  reach(bytes: number): void {
    if (!this.#isSilent) this.#pass.reach(this.#id, bytes, performance.now());
  }

  /** Nothing more is read of the file. @param size of the file in bytes */
  end(size: number): void {
    if (!this.#isSilent) this.#pass.end(this.#id, size);
    this.#isOver = true;
  }
}
