/** Moments: every spelling of one, read in one place. */
export { compareToSpan, dateSpan, type DateSpan } from "./date-span.ts";
export { compareInstants, type Instant, isLongerThan, parseInstant, type TimeValue } from "./instant.ts";
