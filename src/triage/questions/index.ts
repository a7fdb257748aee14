/** What a guide's steps ask of the evidence, and the answers. */
export {
  type ActivityKind,
  type Answer,
  type AnswerKind,
  type AnswerSource,
  eventsOf,
  type Fact,
  type LookedAt,
  type Missing,
  placeKey,
  type Statement,
  type Whose,
} from "./answer.ts";
export type {
  AlertPlace,
  AlertSearch,
  AskedAlert,
  AskedEvidence,
  AskedIndex,
  OtherAlerts,
  Question,
} from "./asked.ts";
export type { EventsOf } from "./events-of.ts";
export { type LogSource, sourceOfChannel } from "./log-sources.ts";
export { questionsOf } from "./questions-of.ts";
export type { Tool } from "./known-tools.ts";
export type { ProtectionEvent, RecordingChange, Trace } from "./traces.ts";
