import {
  type CaseRule,
  isSequence,
  pageOwnerOfRule,
  type SequenceFinding,
  sequenceRow,
  type WordedMiss,
} from "../../case/index.ts";
import { type RecordLocation, locationKey } from "../../formats/index.ts";
import type { SeenEvent } from "../../scan/index.ts";
import type { CaseAlerts } from "./case-alerts.svelte.ts";
import type { CaseRules } from "./case-rules.svelte.ts";
import type { FindingPages } from "./finding-pages.ts";

/** Alerts of a correlation rule that are written as one page. */
const PAGE = 200;

/** A sequence that was found, and why Elastic's schedule would have missed it. */
export interface NewSequenceAlert {
  readonly finding: SequenceFinding;
  readonly lost: WordedMiss | null;
}

/** Key of `SequenceAlerts.recordsOf`. */
export function recordKey(evidenceId: string, place: Pick<RecordLocation, "member" | "offset">): string {
  return `${evidenceId} ${locationKey(place)}`;
}

/** The alerts of correlation rules, each of which is about events of one file or several. */
export class SequenceAlerts {
  readonly #pages: FindingPages;
  readonly #rules: CaseRules;
  readonly #alerts: CaseAlerts;

  constructor(pages: FindingPages, rules: CaseRules, alerts: CaseAlerts) {
    this.#pages = pages;
    this.#rules = rules;
    this.#alerts = alerts;
  }

  /** The page that the rule's next alerts will be on. */
  nextPageOf({ rule }: CaseRule): number {
    return this.#pages.nextOf(pageOwnerOfRule(rule));
  }

  /** Adds alerts of a rule, in place of those it has with the same events. Stops where the rule changes meanwhile. */
  async add(caseRule: CaseRule, found: readonly NewSequenceAlert[]): Promise<void> {
    const { rule } = caseRule;
    const owner = pageOwnerOfRule(rule);
    for (let from = 0; from < found.length; from += PAGE) {
      if (!this.#rules.isCurrent(caseRule)) return;
      const page = this.#pages.reserve(owner);
      const slice = found.slice(from, from + PAGE);
      const rows = slice.map(({ finding, lost }, slot) =>
        sequenceRow(finding, rule, { owner, page, slot, lost }),
      );
      await this.#alerts.append({ owner, page, rows, findings: slice.map(({ finding }) => finding) });
    }
  }

  /** The rule has been run again: what it did not find again, on the pages before a page, is no alert any more. */
  removeBefore({ rule }: CaseRule, page: number): Promise<void> {
    return this.#alerts.removeBefore(pageOwnerOfRule(rule), page);
  }

  /** Removes the sequences of disabled rules, which no run corrects. The rules have to be run if they are enabled again. */
  async removeOfDisabledRules(): Promise<void> {
    const owners = this.#alerts.owners();
    const stale = this.#rules.list.filter(({ rule, on }) => !on && owners.has(pageOwnerOfRule(rule)));
    for (const caseRule of stale) await this.removeBefore(caseRule, this.nextPageOf(caseRule));
    this.#rules.setPending(new Set(stale.map(({ rule }) => rule.rule_id)), true);
  }

  /**
   * The records that a rule's alerts hold of some files, by `recordKey`: a file that is not at hand cannot be read again.
   *
   * @param isAway whether a file may be out of reach
   */
  async recordsOf(
    { rule }: CaseRule,
    isAway: (evidenceId: string) => boolean,
  ): Promise<Map<string, SeenEvent>> {
    const owner = pageOwnerOfRule(rule);
    const pages = this.#alerts.pagesOf(owner);
    const records = new Map<string, SeenEvent>();
    for (const page of pages) {
      for (const finding of (await this.#pages.read(owner, page)) ?? []) {
        if (!isSequence(finding)) continue;
        for (const event of finding.events) {
          if (event?.seen && isAway(event.evidenceId))
            records.set(recordKey(event.evidenceId, event.place), event.seen);
        }
      }
    }
    return records;
  }

  /** Records, before a file counts as scanned, that the correlation rules in use still have to be run over it. */
  markPending(): void {
    this.#rules.setPending(new Set(this.#rules.sequences.map(({ rule }) => rule.rule_id)), true);
  }

  /** Records which of them have been run. */
  markRun(ruleIds: ReadonlySet<string>): void {
    this.#rules.setPending(ruleIds, false);
  }
}
