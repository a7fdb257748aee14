import type { ReadSettings } from "../scan/index.ts";
import type { StepState } from "./guide-progress.ts";
import type { DecisionCount } from "./decision.ts";

/**
 * One entry of the audit trail: who decided what, and when. It is never changed, except while its text is still being
 * typed: see `AuditTrail.typed`.
 */
export interface AuditRecord {
  readonly caseId: string;
  /** Records sort by it in the order in which they were made. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The name of the analyst, as they gave it; empty if they gave none. */
  readonly by: string;
  /** What was done; absent for a change of status or verdict. */
  readonly detail?: AuditDetail;
  /** How many alerts it is about; 0 for what is about the case, its rules or its files. */
  readonly alerts: number;
  /** Their ids; the first thousand. */
  readonly alertIds: readonly string[];
  /** What had been decided about how many of them, and what is decided now; empty for anything else than a verdict. */
  readonly before: readonly DecisionCount[];
  readonly after: readonly DecisionCount[];
  /** The record of the change that this one takes back. */
  readonly undoes?: string;
}

/** What was done besides verdicts. Texts are as they were then: a rule or a file may be gone since. */
export type AuditDetail =
  /** `before` is null where the alerts had different notes; `after` is then what was added to each. */
  | { readonly kind: "note"; readonly before: string | null; readonly after: string }
  | { readonly kind: "tags"; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly kind: "step"; readonly step: string; readonly before: StepState; readonly after: StepState }
  | { readonly kind: "step-note"; readonly step: string; readonly before: string; readonly after: string }
  | {
      readonly kind: "exception-added" | "exception-removed";
      readonly rule: string;
      /** `user.name is alice`. */
      readonly conditions: readonly string[];
      readonly why: string;
      readonly expires: string;
    }
  | { readonly kind: "rules-enabled" | "rules-disabled" | "rules-removed"; readonly rules: Named }
  | {
      readonly kind: "rules-added";
      readonly files: Named;
      readonly added: number;
      readonly replaced: number;
      readonly exceptions: number;
    }
  | { readonly kind: "rule-written"; readonly rule: string }
  | { readonly kind: "files-added"; readonly files: Named }
  | {
      readonly kind: "file-removed";
      readonly file: string;
      /** Hexadecimal, or empty if it was not computed. */
      readonly sha256: string;
      readonly alerts: number;
      /** How many of them had a verdict or a note. */
      readonly judged: number;
    }
  | {
      readonly kind: "file-settings";
      readonly file: string;
      readonly before: ReadSettings;
      readonly after: ReadSettings;
    }
  | { readonly kind: "case-renamed"; readonly before: string; readonly after: string }
  /** The summary of the report, in the analyst's words; empty for the one that Loupe proposes. */
  | { readonly kind: "report-summary"; readonly before: string; readonly after: string }
  /** The name that the report is signed with. */
  | { readonly kind: "report-name"; readonly before: string; readonly after: string }
  /** Titles of sections that were switched on and off. */
  | { readonly kind: "report-sections"; readonly on: readonly string[]; readonly off: readonly string[] }
  | { readonly kind: "report-hunt"; readonly hunt: string; readonly added: boolean }
  /** Something left the page: what, as words of Loupe's own, and how much of it (`12 alerts`; empty for all of a case). */
  | { readonly kind: "exported"; readonly what: string; readonly extent: string }
  /** The case was opened from a case file. */
  | { readonly kind: "case-imported"; readonly file: string }
  /** A case file was merged into the case: what it brought. */
  | {
      readonly kind: "case-merged";
      readonly file: string;
      /** The name of its case. */
      readonly name: string;
      readonly files: number;
      readonly alerts: number;
      readonly decisions: number;
    }
  /**
   * Two copies of the case decided differently about alerts, and were merged: `before` is the older decision, `after` the
   * newer one, which is taken.
   */
  | { readonly kind: "merge-differs" };

/** Things that were changed together: how many, and the names of the first. */
export interface Named {
  readonly count: number;
  readonly names: readonly string[];
}

/** The kinds of actions that a trail is filtered by. */
export const AUDIT_ACTIONS = [
  "verdict",
  "note",
  "tag",
  "guide",
  "exception",
  "rule",
  "evidence",
  "case",
  "report",
  "export",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

const ACTION_OF: Readonly<Record<AuditDetail["kind"], AuditAction>> = {
  note: "note",
  tags: "tag",
  step: "guide",
  "step-note": "guide",
  "exception-added": "exception",
  "exception-removed": "exception",
  "rules-enabled": "rule",
  "rules-disabled": "rule",
  "rules-removed": "rule",
  "rules-added": "rule",
  "rule-written": "rule",
  "files-added": "evidence",
  "file-removed": "evidence",
  "file-settings": "evidence",
  "case-renamed": "case",
  "report-summary": "report",
  "report-name": "report",
  "report-sections": "report",
  "report-hunt": "report",
  exported: "export",
  "case-imported": "case",
  "case-merged": "case",
  "merge-differs": "verdict",
};

export function auditAction({ detail }: Pick<AuditRecord, "detail">): AuditAction {
  return detail === undefined ? "verdict" : ACTION_OF[detail.kind];
}
