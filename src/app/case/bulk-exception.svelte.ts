import {
  type AlertColumns,
  CommonConditions,
  entryOf,
  type Exception,
  type ExceptionCondition,
  ExceptionTests,
} from "../../case/index.ts";
import { type RowNumbers, RowSet } from "../../columns/index.ts";
import { ExceptionDraft } from "../drafts.svelte.ts";
import type { CoveredAlerts } from "./covered-alerts.ts";
import { eachFinding, type ReadFindings } from "./each-finding.ts";
import { eventsOf } from "./events-of.ts";

/** Rules that one form is still good for: each needs an exception of its own. */
export const MAX_EXCEPTION_RULES = 10;

/** How many alerts an exception would hide. */
export interface Hidden {
  /** Of those that were chosen. */
  readonly chosen: number;
  readonly others: number;
  /** Whether all alerts of the rule have been looked at. */
  readonly isComplete: boolean;
}

/** The exception for those of the chosen alerts that one rule raised. */
export class RuleException {
  readonly ruleId: string;
  /** The chosen alerts of the rule. */
  readonly rows: RowNumbers;
  /** Its conditions; null until the events have been read. */
  draft = $state.raw<ExceptionDraft | null>(null);
  /** Null until it is known. */
  hidden = $state.raw<Hidden | null>(null);

  constructor(ruleId: string, rows: RowNumbers) {
    this.ruleId = ruleId;
    this.rows = rows;
  }
}

interface Sources {
  readonly columns: AlertColumns;
  readonly covered: Pick<CoveredAlerts, "has">;
  readonly read: ReadFindings;
}

/** How long the count waits for the next letter, in milliseconds. */
const WAIT_MS = 300;
const PUBLISH_MS = 250;

/**
 * Exceptions for many alerts at once: one for each rule, with the conditions that its alerts have in common, for the
 * analyst to change.
 */
export class BulkException {
  readonly #sources: Sources;
  /** The chosen alerts. */
  readonly rows: RowNumbers;
  readonly rules: readonly RuleException[];
  why = $state("");
  expires = $state("");
  readonly #reading = new AbortController();

  constructor(rows: RowNumbers, sources: Sources) {
    this.#sources = sources;
    this.rows = rows;
    this.rules = byRule(rows, sources.columns);
  }

  /** Whether it is for these alerts and no others. */
  isFor(rows: RowNumbers): boolean {
    return rows.length === this.rows.length && rows.every((row, i) => row === this.rows[i]);
  }

  get isForTooMany(): boolean {
    return this.rules.length > MAX_EXCEPTION_RULES;
  }

  /** Whether something was typed that would be lost. */
  get isTouched(): boolean {
    return (
      this.why.trim() !== "" || this.expires !== "" || this.rules.some(({ draft }) => draft?.touched ?? false)
    );
  }

  /** Reads the alerts and proposes conditions. */
  async propose(): Promise<void> {
    if (this.isForTooMany) return;
    const { columns, read } = this.#sources;
    for (const rule of this.rules) {
      const common = new CommonConditions();
      const isRead = await eachFinding(
        rule.rows,
        columns,
        read,
        (_row, finding) => {
          const event = finding === undefined ? undefined : eventsOf(finding).at(-1);
          if (event !== undefined) common.add(event);
        },
        this.#reading.signal,
      );
      if (!isRead) return;
      rule.draft = new ExceptionDraft(common.conditions());
    }
  }

  /**
   * Counts what the exception of a rule would hide. Call it in an effect, which runs again when the conditions change.
   *
   * @returns stops it
   */
  count(rule: RuleException): () => void {
    const entries = isUsable(rule.draft?.entries) ? rule.draft!.entries.map(entryOf) : null;
    if (entries === null) {
      rule.hidden = null;
      return () => undefined;
    }
    const { ruleId } = rule;
    const exception = { id: "", caseId: "", ruleId, entries, why: "", expires: "", createdAt: 0 };
    const stop = new AbortController();
    const timer = setTimeout(
      () => void this.#count(rule, new ExceptionTests([exception]), stop.signal),
      WAIT_MS,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }

  async #count(rule: RuleException, tests: ExceptionTests, signal: AbortSignal): Promise<void> {
    const { columns, covered, read } = this.#sources;
    const chosen = new RowSet(rule.rows);
    const counts = { chosen: 0, others: 0 };
    const rules = columns.text("ruleId");
    const code = rules.texts.find(rule.ruleId);
    const ofRule = columns.where((row) => rules.codeAt(row) === code && !covered.has(row));
    let published = performance.now();
    rule.hidden = null;
    const isDone = await eachFinding(
      ofRule,
      columns,
      read,
      (row, finding) => {
        if (finding === undefined || tests.covering(rule.ruleId, eventsOf(finding), 0) === undefined) return;
        counts[chosen.has(row) ? "chosen" : "others"]++;
        if (performance.now() - published < PUBLISH_MS) return;
        published = performance.now();
        rule.hidden = { ...counts, isComplete: false };
      },
      signal,
    );
    if (isDone) rule.hidden = { ...counts, isComplete: true };
  }

  /** Whether all that is needed has been filled in. */
  get isComplete(): boolean {
    return (
      this.why.trim() !== "" &&
      !this.isForTooMany &&
      this.rules.every(({ draft }) => isUsable(draft?.entries))
    );
  }

  /** The exceptions as they are now. */
  exceptions(caseId: string): Exception[] {
    const createdAt = Date.now();
    return this.rules.map(({ ruleId, draft }) => ({
      id: crypto.randomUUID(),
      caseId,
      ruleId,
      entries: draft!.entries.map(entryOf),
      why: this.why.trim(),
      expires: this.expires,
      createdAt,
    }));
  }

  /** Nobody waits for it any more. */
  stop(): void {
    this.#reading.abort();
  }
}

/** Whether there are conditions and all are filled in: an exception without any would hide all alerts of the rule. */
export function isUsable(entries: readonly ExceptionCondition[] | undefined): boolean {
  return (
    entries !== undefined &&
    entries.length > 0 &&
    entries.every(
      ({ field, operator, value }) =>
        field !== "" && (operator.endsWith("exist") || operator.endsWith("exists") || value !== ""),
    )
  );
}

function byRule(rows: RowNumbers, columns: AlertColumns): RuleException[] {
  const rules = columns.text("ruleId");
  const found = new Map<number, number[]>();
  for (const row of rows) {
    const code = rules.codeAt(row);
    const known = found.get(code);
    if (known === undefined) found.set(code, [row]);
    else known.push(row);
  }
  return [...found].map(([code, own]) => new RuleException(rules.texts.textOf(code), Uint32Array.from(own)));
}
