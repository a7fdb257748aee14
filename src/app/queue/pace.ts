/** How fast a pass reads. The last seconds weigh most: some files of a folder are quick to read and others are not. */
export interface Pace {
  /** The time spent reading since the run began. */
  readonly millis: number;
  /** Bytes and time whose weight fades exponentially. */
  readonly recentBytes: number;
  readonly recentMillis: number;
}

export const NO_PACE: Pace = { millis: 0, recentBytes: 0, recentMillis: 0 };

/** After this long, a measurement weighs 1/e of a new one. */
const FADE_MS = 5000;
/** The first second says little: the browser opens the file and compiles the hot code. */
const MIN_MS = 1000;
/** An estimate needs this part of the bytes to be read, or this long a time of reading. */
const MIN_PART = 0.02;
const LONG_MS = 10_000;

/** @param millis spent reading these bytes, and on nothing else */
export function paceAfter(pace: Pace, bytes: number, millis: number): Pace {
  const fade = Math.exp(-millis / FADE_MS);
  return {
    millis: pace.millis + millis,
    recentBytes: pace.recentBytes * fade + bytes,
    recentMillis: pace.recentMillis * fade + millis,
  };
}

/** What to expect of the rest. */
export interface Estimate {
  readonly bytesPerSecond: number;
  readonly millisLeft: number;
}

/** @returns null while too little has been read to tell */
export function estimate(pace: Pace, done: number, total: number): Estimate | null {
  const { millis, recentBytes, recentMillis } = pace;
  if (millis < MIN_MS || recentBytes === 0) return null;
  if (done < total * MIN_PART && millis < LONG_MS) return null;
  const bytesPerMilli = recentBytes / recentMillis;
  return { bytesPerSecond: 1000 * bytesPerMilli, millisLeft: Math.max(0, total - done) / bytesPerMilli };
}
