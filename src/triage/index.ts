/** A rule's investigation guide as a text model, its placeholders and searches filled in from an event. */
export { readGuide } from "./guide.ts";
export { stepKeys, stepText } from "./step-key.ts";
export { timeRangeWords } from "./time-range.ts";
export { conditionWords, looksForAlerts } from "./investigation.ts";
export { investigationEql } from "./investigation-eql.ts";
export { investigationKql } from "./investigation-kql.ts";
export { ABSENT, plainText, placeholderValue } from "./bind.ts";
export { placeholdersIn } from "./placeholder.ts";
export type * from "./model.ts";
export {
  type ActivityKind,
  type AlertPlace,
  type AlertSearch,
  type Answer,
  type AnswerKind,
  type AnswerSource,
  type AskedAlert,
  type AskedEvidence,
  type AskedIndex,
  eventsOf,
  type EventsOf,
  type Fact,
  type LogSource,
  type LookedAt,
  type Missing,
  type OtherAlerts,
  placeKey,
  type Question,
  questionsOf,
  sourceOfChannel,
  type ProtectionEvent,
  type RecordingChange,
  type Statement,
  type Tool,
  type Trace,
  type Whose,
} from "./questions/index.ts";
export {
  AROUND_SPANS,
  type AroundCentre,
  type AroundScope,
  centreOf,
  findTraces,
  type FoundTrace,
  type Lane,
  type LaneBin,
  type LaneField,
  type LaneKind,
  laneOf,
  lanesOf,
  notSeen,
  type NotSeen,
  openAtFirst,
  type PreparedTrace,
  prepareTraces,
  type ProcessForest,
  processForest,
  type ProcessNode,
  scopeFilters,
  scopesOf,
  sizeOf,
  type TracedEvidence,
  type TraceSearch,
} from "./around/index.ts";
export { INDICATOR_KINDS, type Indicator, type IndicatorKind, Indicators } from "./indicators/index.ts";
