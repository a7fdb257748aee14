/** What query bars, facets and histograms narrow a list by. */
export {
  type Condition,
  conditionOf,
  conditionText,
  isSameValue,
  withCondition,
  withToggled,
} from "./condition.ts";
export type { TimeRange } from "./time-range.ts";
