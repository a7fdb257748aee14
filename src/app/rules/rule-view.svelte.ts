import { type Condition, condition, isSameValue, withCondition, withToggled } from "../filter/index.ts";
import { typedRuleConditions } from "./rule-conditions.ts";
import { type RuleColumn, type RuleField, type RuleTab } from "./rule-fields.ts";
import { FIRST_RULE_STATE, type RuleSort, type RuleState } from "./rule-state.ts";

/** What the view of the rules shows: by what they are filtered and sorted, and which of them is chosen. */
export class RuleView {
  conditions = $state.raw<readonly Condition[]>([]);
  /** What is typed and no chip yet: it filters at once. */
  text = $state("");
  sort = $state.raw<RuleSort>(FIRST_RULE_STATE.sort);
  /** The rule whose detail is open; empty for none. */
  ruleId = $state("");
  tab = $state<RuleTab>(FIRST_RULE_STATE.tab);
  /** The rule that keys act on; empty for none. */
  cursor = $state("");
  /** The selected rules, by id. */
  marked = $state.raw<ReadonlySet<string>>(new Set());
  /** The rule that was selected last, from which Shift and a click select a range. */
  #lastMarked = "";

  get state(): RuleState {
    const { conditions, text, sort, ruleId, tab } = this;
    return { conditions, text, sort, ruleId, tab };
  }

  set state({ conditions, text, sort, ruleId, tab }: RuleState) {
    this.conditions = conditions;
    this.text = text;
    this.sort = sort;
    this.ruleId = ruleId;
    if (ruleId !== "") this.cursor = ruleId;
    this.tab = tab;
  }

  get isNarrowed(): boolean {
    return this.conditions.length > 0 || this.text.trim() !== "";
  }

  /** Takes the filter back. */
  clear(): void {
    this.conditions = [];
    this.text = "";
  }

  /** Adds the conditions that were typed. @returns false if there are none */
  add(typed: string): boolean {
    const added = typedRuleConditions(typed);
    this.conditions = added.reduce(withCondition, this.conditions);
    return added.length > 0;
  }

  remove(i: number): void {
    this.conditions = this.conditions.toSpliced(i, 1);
  }

  /** Turns a condition into its opposite. */
  turn(i: number): void {
    const turned = this.conditions[i]!;
    this.conditions = this.conditions.with(i, { ...turned, isNot: !turned.isNot });
  }

  /** Switches a condition off, or on again. */
  switch(i: number): void {
    const switched = this.conditions[i]!;
    this.conditions = this.conditions.with(i, { ...switched, isOff: !switched.isOff });
  }

  /** Includes or excludes a value of a field, or ends that. */
  toggle(field: RuleField, value: string, isNot: boolean): void {
    this.conditions = withToggled(this.conditions, condition(field, value, { isNot }));
  }

  stateOf(field: RuleField, value: string): "included" | "excluded" | "" {
    const of = condition(field, value);
    const known = this.conditions.find((each) => !each.isOff && isSameValue(each, of));
    return known === undefined ? "" : known.isNot ? "excluded" : "included";
  }

  /** Shows only the rules with these values. */
  only(values: readonly (readonly [field: RuleField, value: string])[]): void {
    this.clear();
    for (const [field, value] of values) this.toggle(field, value, false);
  }

  /** Sorts by a column; by the same one again in the other direction. Numbers and dates begin with the highest. */
  sortBy(column: RuleColumn): void {
    const isSame = this.sort.column === column;
    const descending = isSame ? !this.sort.descending : HIGHEST_FIRST.has(column);
    this.sort = { column, descending };
  }

  /** Selects a rule, or takes that back. */
  mark(ruleId: string): void {
    this.marked = this.marked.has(ruleId)
      ? new Set([...this.marked].filter((id) => id !== ruleId))
      : new Set([...this.marked, ruleId]);
    this.#lastMarked = ruleId;
  }

  /** Selects all from the rule that was selected last to this one. @param shown the ids of the listed rules */
  markTo(ruleId: string, shown: readonly string[]): void {
    const from = shown.indexOf(this.#lastMarked);
    const to = shown.indexOf(ruleId);
    if (from < 0 || to < 0) this.mark(ruleId);
    else {
      this.marked = new Set([...this.marked, ...shown.slice(Math.min(from, to), Math.max(from, to) + 1)]);
      this.#lastMarked = ruleId;
    }
  }

  /** Selects these, or none of them if all are selected. */
  markAll(ruleIds: readonly string[]): void {
    const isAll = ruleIds.length > 0 && ruleIds.every((id) => this.marked.has(id));
    const others = [...this.marked].filter((id) => !ruleIds.includes(id));
    this.marked = new Set(isAll ? others : [...this.marked, ...ruleIds]);
  }

  clearMarks(): void {
    this.marked = new Set();
  }
}

const HIGHEST_FIRST: ReadonlySet<RuleColumn> = new Set(["alerts", "severity", "updated"]);
