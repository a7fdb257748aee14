/** The report of a case: what is chosen for it, and everything that it says. */
export { type Build, gatherReport, type Gathered, lastChange, reportOf } from "./make-report.ts";
export { MOST_HUNTS, ReportSettings, type SectionId } from "./report-settings.ts";
