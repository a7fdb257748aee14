/** What happened around an event: known traces of attacks, lanes over time, processes, and what was not seen. */
export {
  AROUND_SPANS,
  type AroundCentre,
  type AroundScope,
  centreOf,
  scopeFilters,
  scopesOf,
} from "./centre.ts";
export {
  findTraces,
  type FoundTrace,
  type PreparedTrace,
  prepareTraces,
  type TracedEvidence,
  type TraceSearch,
} from "./find-traces.ts";
export { type Lane, type LaneBin, type LaneField, type LaneKind, laneOf, lanesOf } from "./lanes.ts";
export { notSeen, type NotSeen } from "./not-seen.ts";
export {
  openAtFirst,
  type ProcessForest,
  processForest,
  type ProcessNode,
  sizeOf,
} from "./process-forest.ts";
