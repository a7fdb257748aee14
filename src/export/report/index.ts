/** The report of a case as one HTML page: a model that the application fills, and the page that is made of it. */
export type { Phrase } from "./markup.ts";
export type { Report, ReportSections } from "./report.ts";
export { REPORT_SECTIONS, reportHtml, reportStyleHash, sectionTitle } from "./report-html.ts";
export { REPORT_STYLE } from "./style.ts";
export type { AuditSection } from "./sections/audit.ts";
export type { EvidenceSection, ReportFile } from "./sections/evidence.ts";
export type { ExceptionSection } from "./sections/exceptions.ts";
export type { FindingGroup, ReportFinding, ReportRecord } from "./sections/findings.ts";
export type { AnsweredGuide, AnsweredStep, GuideAnswers, ReportAnswer } from "./sections/guide.ts";
export type { HuntSection, ReportHunt } from "./sections/hunts.ts";
export type { Method } from "./sections/method.ts";
export type { NearMissSection, ReportNearMiss } from "./sections/near-misses.ts";
export type { ReportRule, RuleSection } from "./sections/rules.ts";
export type { Timeline, TimelineEntry } from "./sections/timeline.ts";
export type { BlindSpot, Unseen } from "./sections/unseen.ts";
