/** How Elastic would have run a rule over a timeline, worked out offline. */
export { windowsOver } from "./windows.ts";
export type { ScheduleWindow } from "./windows.ts";
export { scheduleOf } from "./schedule.ts";
export type { Schedule, ScheduleProblem, Scheduled } from "./schedule.ts";
export { replay } from "./replay.ts";
export type { Loss } from "./replay.ts";
export { scheduleWords } from "./words.ts";
