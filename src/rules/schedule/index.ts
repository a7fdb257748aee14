/** Replays how Elastic would have run a rule over a timeline. */
export { type ScheduleWindow, windowsOver } from "./windows.ts";
export {
  type Schedule,
  type Scheduled,
  scheduleOf,
  type ScheduleProblem,
  type ScheduleProblems,
} from "./schedule.ts";
export { type MissedBySchedule, replay, type ScheduleMisses } from "./replay.ts";
