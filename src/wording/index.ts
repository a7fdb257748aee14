/** Sentences for the screen and for exports; codes and values come from below. */
export { analystWords, AUDIT_ACTION_WORDS, auditParts, auditText, decisionsWords } from "./audit-words.ts";
export { alertCsvRow } from "./alert-csv-row.ts";
export { mergeWords } from "./merge-words.ts";
export { caseFileFault, caseNotExported, caseNotImported, OWN_CASES_UNCHANGED } from "./case-file-words.ts";
export { type Caveat, caveats, type Hidden, summarySentence } from "./case-summary.ts";
export { SIGNS, verdictWords } from "./clause-words.ts";
export {
  inferredParentsWords,
  laneName,
  marksLimits,
  notSeenParts,
  quietProcesses,
  withoutParentWords,
} from "./around-words.ts";
export { correlationNotes } from "./correlation-notes.ts";
export {
  artifactProblemSentence,
  missSentence,
  problemSentence,
  ruleWarningSentence,
  ruleProblemSentence,
  scheduleProblemSentence,
  unsupportedSentence,
  wordedMiss,
} from "./diagnostics/index.ts";
export { messageOf } from "./error-message.ts";
export {
  type EvidenceMark,
  evidenceMark,
  lostWords,
  missingCategoriesWords,
  openedWords,
  stateName,
  stateWords,
  unstoredWords,
} from "./evidence-words.ts";
export { groupingWords, groupSentences } from "./group-words.ts";
export { derivedSentence } from "./derived-fields.ts";
export { type EventCoverageWords, eventCoverageWords } from "./event-coverage-words.ts";
export { formatName, formatWords } from "./format-words.ts";
export {
  alternatives,
  bytes,
  commonYear,
  count,
  duration,
  plural,
  shortCount,
  untitledCase,
  utc,
  utcWithout,
} from "./format.ts";
export {
  type AnswerPart,
  type GuideCounts,
  guideProgressWords,
  lookedAtParts,
  missingParts,
  partsText,
  sourceParts,
  statementParts,
} from "./guide-answers/index.ts";
export {
  type HandedFile,
  handedOverWords,
  handingOverWords,
  type HandOverFacts,
  handOverReadme,
} from "./hand-over-words.ts";
export { hashMissing, hashWords } from "./hash-words.ts";
export {
  awayWords,
  emptyQueryWords,
  fieldLackingWords,
  fieldUnknownWords,
  functionWords,
  huntCountWords,
  huntExportWords,
  type HuntFacts,
  huntListedWords,
  huntProgressWords,
  indexedAwayWords,
  keywordWords,
  leftOutOfQueryWords,
  ofListedWords,
  ruledOutWords,
  withoutWords,
} from "./hunt-words.ts";
export { extentWords, pathTo, locationWords } from "./location-words.ts";
export { missingFieldsSentence } from "./missing-fields.ts";
export {
  caseVerdict,
  type CaseFacts,
  type CaseVerdict,
  hostBlindSpotWords,
  type VerdictPart,
  type VerdictTopic,
} from "./overview-words.ts";
export { myRulesFailure } from "./my-rules-words.ts";
export { nearMissListedWords, nearMissWords } from "./near-miss-words.ts";
export { olderRuleWords } from "./older-rule.ts";
export { type Prevalence, prevalenceWords } from "./prevalence-words.ts";
export { carvedWords, wantedWords } from "./read-settings-words.ts";
export { CARVED, recordMarks, dateOrderSentence, zoneSentences, zoneWords } from "./record-marks.ts";
export { relativeTime } from "./relative-time.ts";
export { removalWords } from "./removal-words.ts";
export {
  type BriefFacts,
  decidedWords,
  examinedWords,
  foundWords,
  notSeenWords,
  proposedSummary,
  type SummarisedFinding,
} from "./report-brief-words.ts";
export * as reportWords from "./report-words.ts";
export {
  caseGone,
  caseNotDeleted,
  caseNotOpened,
  correlationBroke,
  notWiped,
  scanBroke,
} from "./run-failures.ts";
export { scheduleWords } from "./schedule-words.ts";
export {
  CASE_NOT_STORED,
  exportFailure,
  noDatabaseWords,
  noRecordWords,
  NOT_PERSISTENT,
  SESSION_ONLY,
  readOnlyWords,
  loadingWords,
  upgradeWords,
} from "./storage-words.ts";
export { whyNot } from "./why-not.ts";
export { SESSION_NOTE, sessionWord } from "./session-words.ts";
