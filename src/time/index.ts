/** Times: every spelling that events, rules and exports use, each parsed in one place. */
export {
  applyDateMath,
  DAY,
  isDateMath,
  parseDateMath,
  type Reach,
  reachOf,
  type DateMathStep,
} from "./date-math.ts";
export { type DateOrder, LocalDates } from "./date-order.ts";
export { compareToSpan, dateSpan, type DateSpan } from "./date-span.ts";
export { epochMillis, toIsoUtc } from "./epoch-millis.ts";
export { compareInstants, type Instant, isLongerThan, parseInstant, type TimeValue } from "./instant.ts";
export { timestampMillis } from "./timestamp-bytes.ts";
export { parseWrittenTime, truncateToMillis, type WrittenTime } from "./written-time.ts";
export { wholeNumber } from "./whole-number.ts";
export { fixedZone, type Occurrence, UTC, utcFor, withDates, type Zone, zoneNames, zoneOf } from "./zone.ts";
