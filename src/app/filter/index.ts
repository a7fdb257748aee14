/** What query bars, facets and histograms narrow a list by: one model, one syntax for all lists. */
export {
  type Condition,
  condition,
  isSameCondition,
  isSameValue,
  withCondition,
  withToggled,
} from "./condition.ts";
export { type IsField, readConditions } from "./read-conditions.ts";
export type { TimeRange } from "./time-range.ts";
export { atLeastOne, type ValueTest, valueTest } from "./value-test.ts";
export { writeCondition, writeConditions } from "./write-condition.ts";
