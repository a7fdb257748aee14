/** The running application: the open case, the queue of files, and what the views show. No component. */
export { type AlertList, LIST_COLUMNS, MAX_LISTED } from "./list/alert-list.svelte.ts";
export type { SearchProgress } from "./list/event-reader.svelte.ts";
export type { Facet, FacetValue } from "./list/facets.ts";
export { fieldNamed, LIST_FIELDS, type ListField, listFieldOf } from "./list/field-names.ts";
export { type FieldValues, textsOfSet } from "./list/field-values.ts";
export { MAX_GROUP_FIELDS } from "./list/group-rows.ts";
export type { RowGroup } from "./list/grouped-rows.ts";
export type { ListFacet } from "./list/list-facet.svelte.ts";
export { SEVERITIES } from "./list/list-fields.ts";
export type { ListItem, ListItems, OpenGroups } from "./list/list-items.ts";
export type { RowSelection } from "./list/row-selection.svelte.ts";
export type { TimeBars } from "./list/time-bars.ts";
export { ALL_TIMES, isLimited } from "./list/time-range.ts";
export { FIRST_STATE, type ListState, readListState, writeListState } from "./list/list-state.ts";
export type { SortColumn, SortField } from "./list/sort-alerts.ts";
export { App } from "./app.svelte.ts";
export {
  BulkException,
  type Hidden,
  isUsable,
  MAX_EXCEPTION_RULES,
  type RuleException,
} from "./case/bulk-exception.svelte.ts";
export { type CaseAccess, CaseState, type GoesWithFile, type Unwritten } from "./case/case-state.svelte.ts";
export { type CaseFileFailure, CaseFiles, type CaseFileTask, type ExportChoices } from "./case-file/index.ts";
export type { AuditTrail } from "./case/audit-trail.svelte.ts";
export type { StepChange } from "./case/case-guides.ts";
export type { DispositionChange, DispositionsChange } from "./case/dispositions.svelte.ts";
export type { NearMissesOfCase } from "./case/case-near-misses.ts";
export { nearMissKey } from "./case/near-misses.ts";
export type { Decisions } from "./case/decisions.svelte.ts";
export {
  type AlertOfEvent,
  alertsOfEvent,
  DENSITY_FIELDS,
  DENSITY_LAYOUTS,
  type DensityField,
  type DensityLayout,
  type EventsOverTime,
  type EventState,
  type EventSummary,
  EventSearch,
  EventView,
  type Unsearched,
  type UnsearchedFile,
  FACET_FIELDS,
  FAILED_LOGON,
  FIRST_EVENT_STATE,
  LOGON,
  LOGON_FIELDS,
  SESSION_FIELDS,
  MAX_SUMMARY_ROWS,
  readEventState,
  type SummaryKind,
  writeEventState,
} from "./events/index.ts";
export {
  AROUND_LIMIT,
  type AroundSubject,
  AroundView,
  type EventMark,
  type MarkedEvent,
  type MarkedEvents,
} from "./around/index.ts";
export {
  FieldSurvey,
  FIRST_HUNT,
  Hunt,
  HuntExports,
  type HuntFacet,
  type HuntItem,
  type HuntQuery,
  type HuntRow,
  HuntRun,
  type HuntSequence,
  type HuntState,
  isSameQuery,
  type KnownField,
  MOST_ROWS,
  nameOf,
  queryOfFilter,
  readHuntState,
  readQueries,
  STARTERS,
  valuesOf,
  writeHuntState,
} from "./hunt/index.ts";
export type { HandedOver } from "./hand-over/index.ts";
export { CaseEventIndex } from "./case/event-index.ts";
export type { AlertAnswers, AskedGuide, GuideAnswers } from "./case/guide-answers.svelte.ts";
export {
  ANY_PROBLEM,
  type Attention,
  attentionOf,
  EVIDENCE_SORTS,
  type EvidenceFacet,
  type EvidenceField,
  EvidenceList,
  type EvidenceListState,
  type EvidenceOrder,
  type EvidenceSort,
  readEvidenceState,
  writeEvidenceState,
} from "./evidence/index.ts";
export type { DroppedFile } from "./intake/dropped-file.ts";
export { type AlertForm } from "./exports/index.ts";
export { sampleEvidence } from "./sample/index.ts";
export type { ExceptionDraft, RuleDraft } from "./drafts.svelte.ts";
export {
  type Condition,
  condition,
  type IsField,
  isSameCondition,
  isSameValue,
  readConditions,
  type TimeRange,
  valueTest,
  withCondition,
  withToggled,
  writeCondition,
  writeConditions,
} from "./filter/index.ts";
export { filterWords } from "./list/filter-words.ts";
export { estimate, type Pace } from "./queue/pace.ts";
export { type Phase, ScanQueue } from "./queue/scan-queue.svelte.ts";
export {
  FIRST_RULE_STATE,
  MyRules,
  type MyRulesFailure,
  readRuleState,
  RULE_TABS,
  type RuleColumn,
  type RuleField,
  type RuleSort,
  type RuleState,
  type RuleTab,
  RuleView,
  typedRuleConditions,
  writeRuleState,
} from "./rules/index.ts";
export {
  type Build,
  type Gathered,
  gatherReport,
  lastChange,
  MOST_HUNTS,
  reportOf,
  ReportSettings,
  type SectionId,
} from "./report/index.ts";
export { Session } from "./session.svelte.ts";
export {
  DUMPS_RULE,
  type HostBlindSpot,
  hostBlindSpots,
  indexBlindSpots,
  type IndexBlindSpots,
  neededCategories,
  type NeedyRule,
  needyRules,
  type Overview,
  overviewOf,
  overviewVerdict,
} from "./overview/index.ts";
export { isView, type View, VIEWS } from "./views.ts";
