/** Bytes asked of a stream at once: BYOB reads are fastest from 1 MiB on, in Chromium and in Firefox. */
const READ_BYTES = 1024 * 1024;

/** The part of a Blob or File that is needed here; tests pass stand-ins that stall or fail. */
export interface ByteSource {
  readonly size: number;
  slice(start?: number, end?: number): ByteSource;
  stream(): ReadableStream<Uint8Array>;
}

/** A read without an answer is given up after this many milliseconds, then after twice as many, and so on. */
const FIRST_PATIENCE_MS = 2000;
/** After this many fruitless attempts at one place (about two minutes) the file counts as unreadable. */
const MAX_STALLS = 6;

/**
 * Reads a file from start to end, in pieces of up to 1 MiB.
 *
 * A piece is valid only until the next one is asked for: one buffer serves them all, which is what makes BYOB reads
 * four times as fast as `file.stream()` alone. Chromium's BYOB reads of a file sometimes never resolve, about once in 5
 * GB: a watchdog then opens the stream again at the byte it had reached.
 *
 * @throws what the browser throws when the file has gone, changed or cannot be read (NotReadableError, NotFoundError),
 *   and an Error named "StalledError" when it never answers
 */
export async function* readBlob(
  blob: ByteSource,
  patienceMs = FIRST_PATIENCE_MS,
): AsyncGenerator<Uint8Array, void, void> {
  let position = 0;
  let stalls = 0;
  while (position < blob.size || position === 0) {
    const reader = openReader(position === 0 ? blob : blob.slice(position));
    const watchdog = new Watchdog(patienceMs * 2 ** stalls);
    try {
      for (;;) {
        const chunk = await watchdog.watch(reader.read());
        if (chunk === STALLED) break;
        if (chunk === null) return;
        if (chunk.length === 0) continue;
        stalls = 0;
        position += chunk.length;
        yield chunk;
      }
    } finally {
      watchdog.stop();
      // Not awaited: cancelling a hanging reader may hang as well.
      void reader.cancel().catch(() => undefined);
    }
    if (++stalls > MAX_STALLS) {
      const error = new Error(`The file has not answered at byte ${position}.`);
      error.name = "StalledError";
      throw error;
    }
  }
}

interface Reader {
  /** The next piece, null at the end. */
  read(): Promise<Uint8Array | null>;
  cancel(): Promise<void>;
}

function openReader(blob: ByteSource): Reader {
  const stream = blob.stream();
  try {
    const reader = stream.getReader({ mode: "byob" });
    let buffer = new ArrayBuffer(READ_BYTES);
    return {
      async read() {
        const { done, value } = await reader.read(new Uint8Array(buffer));
        if (value) buffer = value.buffer;
        return done || !value ? null : value;
      },
      cancel: () => reader.cancel(),
    };
  } catch {
    // Streams that are not byte streams: stand-ins in tests, older browsers.
    const reader = stream.getReader();
    return {
      async read() {
        const { done, value } = await reader.read();
        return done ? null : value;
      },
      cancel: () => reader.cancel(),
    };
  }
}

const STALLED = Symbol("stalled");

/**
 * Gives up a promise that does not settle in time. One timer checks the whole stream twice per patience: a timer for
 * each of its thousands of reads would cost a tenth of the reading speed.
 */
class Watchdog {
  readonly #timer: ReturnType<typeof setInterval>;
  #giveUp: ((value: typeof STALLED) => void) | null = null;
  #ticks = 0;

  constructor(patienceMs: number) {
    this.#timer = setInterval(() => {
      if (++this.#ticks > 2) this.#giveUp?.(STALLED);
    }, patienceMs / 2);
  }

  watch<T>(work: Promise<T>): Promise<T | typeof STALLED> {
    this.#ticks = 0;
    return new Promise((resolve, reject) => {
      this.#giveUp = resolve;
      work.then(
        (value) => {
          this.#giveUp = null;
          resolve(value);
        },
        (error: unknown) => {
          this.#giveUp = null;
          reject(error as Error);
        },
      );
    });
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
