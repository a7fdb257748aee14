export type Status = "open" | "acknowledged" | "closed";
export type Verdict = "" | "true positive" | "false positive";

/** What was decided about an alert. */
export interface Decision {
  readonly status: Status;
  /** Set when the alert is closed. */
  readonly verdict: Verdict;
}

export interface DecisionCount extends Decision {
  readonly alerts: number;
}
