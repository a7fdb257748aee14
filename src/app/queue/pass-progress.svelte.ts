import { NO_PACE, type Pace, paceAfter } from "./pace.ts";

/** The screen shows progress at most this often, in milliseconds: small files come by the hundred in a second. */
const SHOW_MS = 250;

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
  #bytes = 0;
  #pace: Pace = NO_PACE;
  /** How many bytes have been read of the files that are being read, by the id of their evidence. */
  readonly #read = new Map<string, number>();
  /** Files whose turn has come, and whose rules are still being compiled. */
  #begun = 0;
  /** When bytes were last read, by `performance.now`; null while no file is being read. */
  #readAt: number | null = null;
  /** What is above is always as it is now; this says when to look again. */
  #version = $state(0);
  #shownAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Bytes that the pass is done with, of all files of the run. */
  get bytes(): number {
    void this.#version;
    return this.#bytes;
  }

  get pace(): Pace {
    void this.#version;
    return this.#pace;
  }

  /** It is a file's turn, and the rules of all such files are still being compiled. */
  get preparing(): boolean {
    void this.#version;
    return this.#begun > 0 && this.#read.size === 0;
  }

  /** Lets the screen look again, now or as soon as `SHOW_MS` have passed since it last did. */
  #changed(): void {
    if (this.#timer !== undefined) return;
    const wait = this.#shownAt + SHOW_MS - performance.now();
    if (wait <= 0) this.#show();
    else this.#timer = setTimeout(() => this.#show(), wait);
  }

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#shownAt = performance.now();
    this.#version++;
  }

  /**
   * How far a file is; null unless it is being read. Of several files that are read at once, no one knows the pace of
   * each.
   */
  of(id: string): OneFile | null {
    void this.#version;
    const bytes = this.#read.get(id);
    if (bytes === undefined) return null;
    return { bytes, pace: this.#read.size === 1 ? this.#pace : NO_PACE };
  }

  /** A new run begins. */
  reset(): void {
    this.#bytes = 0;
    this.#pace = NO_PACE;
    this.stop();
  }

  /** The run was stopped: no file is being read any more. */
  stop(): void {
    this.#begun = 0;
    this.#read.clear();
    this.#readAt = null;
    this.#show();
  }

  /** A file's turn has come. */
  begin(id: string, run: { readonly isStopped: boolean }): FileProgress {
    this.#begun++;
    this.#changed();
    return new FileProgress(this, id, run);
  }

  /** A file of this size, in bytes, needs no turn. */
  skip(size: number): void {
    this.#bytes += size;
    this.#changed();
  }

  /** The file begins to be read. */
  start(id: string, now: number): void {
    this.#readAt ??= now;
    this.#read.set(id, 0);
    this.#changed();
  }

  /** @param bytes read of the file so far */
  reach(id: string, bytes: number, now: number): void {
    const more = bytes - (this.#read.get(id) ?? 0);
    this.#pace = paceAfter(this.#pace, Math.max(0, more), now - (this.#readAt ?? now));
    this.#readAt = now;
    this.#bytes += more;
    this.#read.set(id, bytes);
    this.#changed();
  }

  /** Nothing more is read of the file, whether it was read to its end or not. */
  end(id: string, size: number): void {
    this.#begun--;
    this.#bytes += size - (this.#read.get(id) ?? 0);
    this.#read.delete(id);
    if (this.#read.size === 0) this.#readAt = null;
    this.#changed();
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
