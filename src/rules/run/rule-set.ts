/** Evaluates many event rules for each event at once, with the same results as each rule alone. */
import { type EventTest, hasOneSpelling, scalarText } from "../../match/index.ts";
import type { FlatEvent, Scalar } from "../../ecs/index.ts";
import { type DecisionCandidate, DecisionTree } from "./decision-tree.ts";
import { FieldViews } from "./field-view.ts";
import { keyOf } from "./near-miss-clauses.ts";
import { NearMissSet } from "./near-miss-set.ts";
import { guardOf, type TextGuard } from "./text-guards.ts";
import type { Condition, RunsEvent } from "./runnable-rule.ts";

/** Called if a rule fails on an event (EQL's limit of combinations). It is then undecided whether the rule matches. */
export type Failed = (rule: number, error: unknown) => void;

interface RuleSetPlan {
  readonly index: number;
  readonly conditions: Map<string, Condition>;
  readonly guard: TextGuard | null;
}

/** Most events match no rule. */
const NONE: number[] = [];

export class RuleSet {
  readonly #rules: readonly Pick<RunsEvent, "matches">[];
  readonly #byCategory = new Map<string, DecisionTree>();
  readonly #anyCategory: DecisionTree;
  /** For each rule, the last event that it matched: a rule that is found twice must be reported once. */
  readonly #foundIn: Float64Array;
  #event: FlatEvent = {};
  #found: number[] = NONE;
  /** Counts the events; shared tests remember the event that they were run for. */
  readonly #generation = { now: 0 };
  readonly #views = new FieldViews(this.#generation);
  readonly #memo = new SharedTests();

  constructor(rules: readonly Pick<RunsEvent, "category" | "conditions" | "requiredTexts" | "matches">[]) {
    this.#rules = rules;
    this.#foundIn = new Float64Array(rules.length);
    const planned = new Map<string | null, RuleSetPlan[]>([[null, []]]);
    const memo = this.#memo;
    const views = this.#views;
    for (const [index, rule] of rules.entries()) {
      const conditions = conditionsOf(rule.conditions);
      // A rule that can never match is left out.
      if (conditions === null) continue;
      memo.count(conditions);
      // Equality is by value: the number 2 is in the categories "2" and "02".
      const category = rule.category !== null && hasOneSpelling(rule.category) ? rule.category : null;
      const list = planned.get(category) ?? [];
      planned.set(category, list);
      list.push({ index, conditions, guard: guardOf(rule.requiredTexts, views) });
    }
    for (const list of planned.values())
      for (const plan of list) memo.share(plan.conditions, this.#generation);
    for (const [category, list] of planned)
      if (category !== null) this.#byCategory.set(category, new DecisionTree(list, views));
    this.#anyCategory = new DecisionTree(planned.get(null)!, views);
  }

  /** Returns the indexes of the rules that match, ascending. */
  match(event: FlatEvent, failed: Failed): readonly number[] {
    this.#generation.now++;
    this.#event = event;
    this.#found = NONE;
    try {
      this.#anyCategory.find(event, this.#decide);
      const category = event["event.category"];
      if (typeof category === "object") for (const value of category) this.#findOf(value, event);
      else if (category !== undefined) this.#findOf(category, event);
    } catch {
      // A shared test does not show which rule failed, so each rule is evaluated alone.
      return this.#matchAlone(event, failed);
    }
    const found = this.#found;
    return found.length > 1 ? found.sort((a, b) => a - b) : found;
  }

  /**
   * Returns what finds near misses of some of the rules. Each event must be given to `match` before.
   *
   * @param rules by their index in this set
   */
  nearMisses(rules: ReadonlyMap<number, Pick<RunsEvent, "category" | "conditions">>): NearMissSet {
    return new NearMissSet(rules, {
      views: this.#views,
      generation: this.#generation,
      testOf: (condition) => this.#memo.testOf(condition),
    });
  }

  #findOf(category: Scalar, event: FlatEvent): void {
    this.#byCategory.get(scalarText(category))?.find(event, this.#decide);
  }

  /** Decides one rule for the latest event. Created once, since most events meet dozens of rules. */
  readonly #decide = ({ index, tests }: DecisionCandidate): void => {
    const event = this.#event;
    if (this.#foundIn[index] === this.#generation.now) return;
    for (const test of tests) if (!test(event)) return;
    this.#foundIn[index] = this.#generation.now;
    if (this.#found === NONE) this.#found = [index];
    else this.#found.push(index);
  };

  #matchAlone(event: FlatEvent, failed: Failed): readonly number[] {
    return [...this.#rules.keys()].filter((index) => {
      try {
        return this.#rules[index]!.matches(event);
      } catch (error) {
        failed(index, error);
        return false;
      }
    });
  }
}

/**
 * Splits a rule's conditions at every `and` and returns them by canonical text; null if the rule never matches.
 * Constants decide as in `junction`: a clause that is always true is left out.
 */
function conditionsOf(conditions: readonly Condition[]): Map<string, Condition> | null {
  const found = new Map<string, Condition>();
  const add = (condition: Condition): boolean => {
    const { clause } = condition;
    if (clause.constant !== undefined) return clause.constant === true;
    if (clause.kind === "and") return clause.clauses.every((part) => add({ ...condition, clause: part }));
    found.set(keyOf(condition), condition);
    return true;
  };
  return conditions.every(add) ? found : null;
}

/** Shares one test among all conditions with the same text, and runs it at most once for each event. */
class SharedTests {
  readonly #counts = new Map<string, number>();
  readonly #tests = new Map<string, EventTest>();

  count(conditions: ReadonlyMap<string, Condition>): void {
    for (const key of conditions.keys()) this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  share(conditions: Map<string, Condition>, generation: { readonly now: number }): void {
    for (const [key, condition] of conditions) {
      const { clause } = condition;
      if (this.#counts.get(key)! < 2) continue;
      const test = this.#tests.get(key) ?? remembering(clause.test, generation);
      this.#tests.set(key, test);
      conditions.set(key, { ...condition, clause: { ...clause, test } });
    }
  }

  /** The shared test of a condition, or its own if no two rules have it. */
  testOf(condition: Condition): EventTest {
    return this.#tests.get(keyOf(condition)) ?? condition.clause.test;
  }
}

function remembering(test: EventTest, generation: { readonly now: number }): EventTest {
  let asked = 0;
  let answer = false;
  return (event) => {
    if (asked !== generation.now) {
      answer = test(event);
      asked = generation.now;
    }
    return answer;
  };
}
