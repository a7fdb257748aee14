/**
 * Conditions that many rules share are tested first and only once: if `host.os.type == "windows"` is false, all rules
 * that need it are decided. After the shared conditions, a rule is tested only if the event has one of its required
 * values.
 */
import { type RequiredValue, requiredValuesOf, type EventTest, moreSelective } from "../../match/index.ts";
import type { FlatEvent } from "../../ecs/index.ts";
import { RequiredValueIndex } from "./required-value-index.ts";
import type { FieldViews } from "./field-view.ts";
import type { Condition } from "./runnable-rule.ts";
import { GuardIndex, mayHold, type TextGuard } from "./text-guards.ts";

/** A rule as its conditions, all of which must be true. */
export interface Planned {
  readonly index: number;
  readonly conditions: ReadonlyMap<string, Condition>;
  /** True for every event that the rule matches; null for none. */
  readonly guard: TextGuard | null;
}

/** A rule whose shared conditions are all true: the remaining tests decide. */
export interface DecisionCandidate {
  readonly index: number;
  readonly tests: readonly EventTest[];
}

/** A shared condition, and the rules that need it. */
interface Branch {
  readonly test: EventTest;
  readonly then: DecisionTree;
}

export class DecisionTree {
  readonly #branches: readonly Branch[];
  readonly #always: readonly DecisionCandidate[];
  readonly #indexed: RequiredValueIndex<DecisionCandidate>;
  readonly #guarded = new GuardIndex<DecisionCandidate>();

  constructor(rules: readonly Planned[], views: FieldViews) {
    this.#indexed = new RequiredValueIndex(views);
    const branches: Branch[] = [];
    let rest = rules;
    for (let key = mostShared(rest); key !== null; key = mostShared(rest)) {
      const shared = key;
      const [first, ...others] = rest.filter((rule) => rule.conditions.has(shared));
      const { clause } = first!.conditions.get(shared)!;
      const inner = [first!, ...others].map((rule) => without(rule, shared));
      branches.push({ test: clause.test, then: new DecisionTree(inner, views) });
      rest = rest.filter((rule) => !rule.conditions.has(shared));
    }
    this.#branches = branches;
    const always: DecisionCandidate[] = [];
    for (const rule of rest) {
      const clauses = [...rule.conditions.values()].map((condition) => condition.clause);
      const { index, guard } = rule;
      const tests = clauses.map((clause) => clause.test);
      const requiredValues = clauses
        .map(requiredValuesOf)
        .reduce<readonly RequiredValue[] | null>(moreSelective, null);
      if (requiredValues !== null) {
        const first = guard === null ? [] : [(event: FlatEvent) => mayHold(guard, event)];
        this.#indexed.add(requiredValues, { index, tests: [...first, ...tests] });
      } else if (guard !== null) this.#guarded.add(guard, { index, tests });
      else always.push({ index, tests });
    }
    this.#always = always;
  }

  /** Calls `found` with every rule that may match, with some of them more than once. */
  find(event: FlatEvent, found: (rule: DecisionCandidate) => void): void {
    for (const { test, then } of this.#branches) if (test(event)) then.find(event, found);
    for (const candidate of this.#always) found(candidate);
    this.#guarded.find(event, found);
    this.#indexed.find(event, found);
  }
}

function without({ conditions, ...rule }: Planned, key: string): Planned {
  return { ...rule, conditions: new Map([...conditions].filter(([k]) => k !== key)) };
}

/** Returns the condition that most rules have; null if no two rules share one. */
function mostShared(rules: readonly Planned[]): string | null {
  const counts = new Map<string, number>();
  for (const { conditions } of rules)
    for (const key of conditions.keys()) counts.set(key, (counts.get(key) ?? 0) + 1);
  let best: string | null = null;
  for (const [key, count] of counts)
    if (count > 1 && (best === null || count > counts.get(best)!)) best = key;
  return best;
}
