import type { CaseRule } from "../../case/index.ts";
import type { Rule } from "../../rules/index.ts";
import { neededCategories, type RuleView, type Session } from "../../app/index.ts";
import { type FacetField, filterRules } from "./filter-rules.ts";
import { idOf, type ListedRule, needsText } from "./listed-rule.ts";
import { feedOf } from "./rule-feed.ts";
import { kindOf, type Seen, seenIn, statusOf } from "./rule-status.ts";
import { sortRules } from "./sort-rules.ts";

/** The rules of a case as the table shows them: with their status, filtered and sorted. */
export class RuleList {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  get view(): RuleView {
    return this.#session.ruleView;
  }

  readonly all: readonly ListedRule[] = $derived.by(() => {
    const { case: opened, view } = this.#session;
    const { rules } = opened;
    // Rules that were run over the same files share the result.
    const seen = new Map<string, Seen>();
    const keys = [...new Set(opened.evidence.map(({ rulesKey }) => rulesKey))];
    const seenBy = (rule: Rule): Seen => {
      const run = new Set(keys.filter((key) => rules.wasRun(rule, key)));
      const id = [...run].join();
      const known = seen.get(id) ?? seenIn(opened.evidence, (key) => run.has(key));
      seen.set(id, known);
      return known;
    };
    const alerts = new Map(view.ruleCounts);
    return rules.list.map((caseRule: CaseRule): ListedRule => {
      const { rule } = caseRule;
      const compiled = rules.runnable(rule);
      const seenByRule = seenBy(rule);
      return {
        caseRule,
        status: statusOf(caseRule, compiled, seenByRule),
        kind: kindOf(rule, compiled),
        alerts: alerts.get(rule.rule_id) ?? 0,
        unsupportedCode: compiled.state === "unsupported" ? compiled.code : "",
        feed: feedOf(compiled, seenByRule),
        fields: compiled.state === "unsupported" ? [] : compiled.fields,
        needs: needsText(neededCategories(compiled)),
      };
    });
  });

  readonly #filtered = $derived.by(() => filterRules(this.all, this.view.conditions, this.view.text));
  readonly shown: readonly ListedRule[] = $derived.by(() => sortRules(this.#filtered.shown, this.view.sort));
  readonly ids: readonly string[] = $derived(this.shown.map(idOf));
  readonly byId: ReadonlyMap<string, ListedRule> = $derived(
    new Map(this.all.map((listed) => [idOf(listed), listed])),
  );
  readonly counts = $derived(this.#filtered.counts);
  /** The selected rules that the filter shows. */
  readonly marked: readonly ListedRule[] = $derived(
    this.shown.filter((listed) => this.view.marked.has(idOf(listed))),
  );
  /** Where the cursor is in what is shown; -1 if it is not there. */
  readonly position: number = $derived(this.ids.indexOf(this.view.cursor));

  /** Moves the cursor, and what the detail shows with it. */
  move(by: number): void {
    if (this.ids.length === 0) return;
    const from = this.position < 0 ? (by > 0 ? -1 : 0) : this.position;
    const id = this.ids[Math.max(0, Math.min(this.ids.length - 1, from + by))]!;
    this.view.cursor = id;
    if (this.view.ruleId !== "") this.view.ruleId = id;
  }

  /** Opens the detail of a rule. */
  open(ruleId: string): void {
    this.view.cursor = ruleId;
    this.view.ruleId = ruleId;
  }

  /** The values of a facet: the filter's own first, then the most frequent. */
  valuesOf(field: FacetField): readonly { readonly value: string; readonly count: number }[] {
    const counts = new Map(this.counts.get(field));
    for (const condition of this.view.conditions)
      if (condition.field === field && !condition.isPattern && !counts.has(condition.value))
        counts.set(condition.value, 0);
    return [...counts].map(([value, count]) => ({ value, count }));
  }
}
