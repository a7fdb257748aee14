/** What rules find that group events by their values: threshold and new terms rules. No rule file, no storage. */
export {
  type CompareKeys,
  firstIndex,
  type GroupedEvents,
  positionFrom,
  type RunWindow,
} from "./grouped-events.ts";
export { type NewTerm, newTermId, newTerms, NewTermsRuns } from "./new-terms.ts";
export { type CountedEvents, type ThresholdGroup, thresholdGroups, ThresholdRuns } from "./threshold.ts";
