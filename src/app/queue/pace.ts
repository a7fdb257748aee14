/** How fast a pass reads. Recent reading weighs most: a folder holds files that are quick to read and others that are not. */
export interface Pace {
  /** All the time that was spent reading. */
  readonly millis: number;
  /** Bytes and time, each fading with the time since. */
  readonly recentBytes: number;
  readonly recentMillis: number;
}

export const NO_PACE: Pace = { millis: 0, recentBytes: 0, recentMillis: 0 };

/** After so long, what was measured counts for 1/e of what is measured now. */
const FADE_MS = 5000;
/** The first second is the browser's: it opens the file and compiles what it runs often. */
const MIN_MS = 1000;
/** Reading that says something about the rest: this part of it, or this long. */
const MIN_PART = 0.02;
const LONG_MS = 10_000;

/** @param millis spent reading the bytes, none of it on anything else */
export function paceAfter(pace: Pace, bytes: number, millis: number): Pace {
  const fade = Math.exp(-millis / FADE_MS);
  return {
    millis: pace.millis + millis,
    recentBytes: pace.recentBytes * fade + bytes,
    recentMillis: pace.recentMillis * fade + millis,
  };
}

/** What can be expected of the rest. */
export interface Estimate {
  readonly bytesPerSecond: number;
  readonly millisLeft: number;
}

/** Null before there is anything to go by. */
export function estimate(pace: Pace, done: number, total: number): Estimate | null {
  const { millis, recentBytes, recentMillis } = pace;
  if (millis < MIN_MS || recentBytes === 0) return null;
  if (done < total * MIN_PART && millis < LONG_MS) return null;
  const bytesPerMilli = recentBytes / recentMillis;
  return { bytesPerSecond: 1000 * bytesPerMilli, millisLeft: Math.max(0, total - done) / bytesPerMilli };
}
