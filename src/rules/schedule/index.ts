/** How Elastic would have run a rule over a timeline, worked out offline. */
export { type ScheduleWindow, windowsOver } from "./windows.ts";
export { type Schedule, type Scheduled, scheduleOf, type ScheduleProblem } from "./schedule.ts";
export { type MissedBySchedule, replay } from "./replay.ts";
export { scheduleWords } from "./words.ts";
