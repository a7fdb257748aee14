/** What rules find that group events by their values: threshold and new terms rules. No rule file, no storage. */
export { type CompareKeys, type GroupedEvents, positionFrom, type RunWindow } from "./grouped-events.ts";
export { type NewTerm, newTerms, NewTermsRuns } from "./new-terms.ts";
export { type CountedEvents, type ThresholdGroup, thresholdGroups, ThresholdRuns } from "./threshold.ts";
