/** The time line of a sequence. */
export interface SequenceTimes {
  /** From the first event to the last, in milliseconds; 0 if that is not known. */
  readonly length: number;
  /** Where each event is between the two; null without a time, or without a length. */
  readonly shares: readonly (number | null)[];
  /** Milliseconds since the event before it; null for the first, and where a time is missing. */
  readonly since: readonly (number | null)[];
}

/** @param times of the events in epoch milliseconds; NaN where there is no event, or one without a time */
export function sequenceTimes(times: readonly number[]): SequenceTimes {
  const known = times.filter((time) => !Number.isNaN(time));
  const first = Math.min(...known);
  const length = known.length === 0 ? 0 : Math.max(...known) - first;
  let before = NaN;
  const since = times.map((time) => {
    const passed = time - before;
    if (!Number.isNaN(time)) before = time;
    return Number.isNaN(passed) ? null : passed;
  });
  return {
    length,
    shares: times.map((time) => (Number.isNaN(time) || length === 0 ? null : (time - first) / length)),
    since,
  };
}
