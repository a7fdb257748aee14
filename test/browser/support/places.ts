/** Where on the page something is: the view to show first, and the tab of the detail. */
export interface Place {
  readonly view: string;
  readonly tab?: string;
}

const VIEW_OF: Readonly<Record<string, readonly string[]>> = {
  overview: ["load-sample", "choose-files", "not-persistent", "recent-cases", "overview-verdict"],
  alerts: [
    "alert-row",
    "alert-summary",
    "alert-filter",
    "status-filter",
    "rule-of-alerts",
    "show-suppressed",
    "show-building-blocks",
    "as-scheduled",
    "only-lost",
    "export-csv",
    "export-csv-all",
    "export-failure",
    "exception-list",
    "exception",
    "no-alerts",
    "none-listed",
    "alert-detail",
    "judgement",
    "reason",
  ],
  evidence: [
    "evidence-row",
    "export-evidence-csv",
    "remove-evidence",
    "carve-toggle",
    "zone-correction",
    "date-order-correction",
    "encoding-correction",
    "archive-password",
    "archive-unlock",
    "problem",
    "file-progress",
    "same-bytes",
    "scan-again",
    "scan-again-notice",
    "attach-input",
  ],
  rules: [
    "rules-panel",
    "rule-row",
    "rule-switch",
    "rule-count",
    "rule-input",
    "rule-filter",
    "rule-state-filter",
    "rule-order",
    "switch-shown-on",
    "switch-shown-off",
    "new-rule",
    "rule-files",
    "rule-file",
    "left-drafts",
    "cannot-summary",
    "rule-detail",
    "evidence-taken",
  ],
};

const TAB_OF: Readonly<Record<string, readonly string[]>> = {
  why: ["why-it-matched", "sequence-event"],
  guide: [
    "triage-guide",
    "guide-step",
    "guide-introduction",
    "guide-investigate",
    "guide-hunt",
    "guide-derived",
  ],
  around: ["around", "around-row", "around-scope", "around-span"],
  event: ["event-fields", "field-mapping", "mapping-step"],
  record: ["raw-record", "row-columns"],
  rule: ["exception-form", "rule-facts"],
};

const PLACES = new Map<string, Place>([
  ...Object.entries(VIEW_OF).flatMap(([view, ids]) => ids.map((id): [string, Place] => [id, { view }])),
  ...Object.entries(TAB_OF).flatMap(([tab, ids]) =>
    ids.map((id): [string, Place] => [id, { view: "alerts", tab }]),
  ),
]);

/** Where an element with a test ID is; undefined if it is in every view, or in several. */
export function placeOf(testid: string): Place | undefined {
  return PLACES.get(testid);
}
