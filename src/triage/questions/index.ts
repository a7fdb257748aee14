/** What a guide's steps ask of the evidence, and the answers. */
export {
  type Answer,
  type AnswerKind,
  type AnswerSource,
  eventsOf,
  type Fact,
  type LookedAt,
  type Missing,
  placeKey,
  type Statement,
} from "./answer.ts";
export type { AskedAlert, AskedEvidence, AskedIndex, OtherAlerts, Question } from "./asked.ts";
export type { EventsOf } from "./events-of.ts";
export { type LogSource, sourceOfChannel } from "./log-sources.ts";
export { questionsOf } from "./questions-of.ts";
export type { Trace } from "./traces.ts";
