/** Finds near misses of many event rules at once, with the same results as each rule alone. */
import { type EventTest, hasOneSpelling, requiredValuesOf, scalarText } from "../../match/index.ts";
import type { FlatEvent, Scalar } from "../../ecs/index.ts";
import type { FieldViews } from "./field-view.ts";
import { byKnownValues } from "./known-values.ts";
import { type NearMissClause, nearMissClauses } from "./near-miss-clauses.ts";
import { RequiredValueIndex } from "./required-value-index.ts";
import type { Condition, RunsEvent } from "./runnable-rule.ts";
import { GuardIndex, guardOf, mayHold, type TextGuard } from "./text-guards.ts";

type Rule = Pick<RunsEvent, "conditions" | "category">;

/** A clause and its number in the rule. */
interface Numbered {
  readonly index: number;
  readonly test: EventTest;
  readonly counts: boolean;
}

/** A rule as it is tried on an event that may be a near miss. */
interface Candidate {
  readonly rule: number;
  readonly kinds: readonly EventTest[];
  readonly requirements: readonly Numbered[];
  readonly exclusions: readonly Numbered[];
}

/** What finds the rules of a requirement without trying them. */
type Finder =
  | { readonly kind: "values"; readonly values: NonNullable<ReturnType<typeof requiredValuesOf>> }
  | { readonly kind: "texts"; readonly guard: TextGuard };

/** What the set shares with the rules' own evaluation of the same event. */
export interface SharedEvaluation {
  readonly views: FieldViews;
  /** Counts the events. */
  readonly generation: { readonly now: number };
  /** The test of a condition, which remembers its result where several rules have it. */
  readonly testOf: (condition: Condition) => EventTest;
}

/**
 * An event that fails one requirement still meets all others. So each rule is tried only on events that have what one of
 * two of its requirements needs, or what one needs if failing a requirement does not count. The second clause that an
 * event fails ends the attempt.
 */
export class NearMissSet {
  readonly #byCategory = new Map<string, Candidates>();
  readonly #anyCategory: Candidates;
  readonly #generation: { readonly now: number };
  /** For each rule, the last event that it was tried on. */
  readonly #triedOn: Float64Array;
  #event: FlatEvent = {};
  #rules: number[] = [];
  #clauses: number[] = [];

  /** @param rules by their numbers */
  constructor(rules: ReadonlyMap<number, Rule>, shared: SharedEvaluation) {
    this.#generation = shared.generation;
    this.#anyCategory = new Candidates(shared.views);
    this.#triedOn = new Float64Array(Math.max(0, ...rules.keys()) + 1);
    for (const [number, rule] of rules) {
      const clauses = nearMissClauses(rule);
      if (!clauses.some(({ counts }) => counts)) continue;
      const { category } = rule;
      const list =
        category !== null && hasOneSpelling(category)
          ? (this.#byCategory.get(category) ?? new Candidates(shared.views))
          : this.#anyCategory;
      if (list !== this.#anyCategory) this.#byCategory.set(category!, list);
      list.add(candidateOf(number, clauses, shared), findersOf(clauses, shared.views));
    }
  }

  /**
   * Reports the rules that the event nearly matches, and the number of the clause that it fails. Must follow the
   * evaluation of the rules themselves for the same event. A rule that cannot be decided on the event is left out: it has
   * been reported as such.
   */
  find(event: FlatEvent, found: (rule: number, clause: number) => void): void {
    this.#event = event;
    this.#rules.length = this.#clauses.length = 0;
    this.#anyCategory.find(event, this.#try);
    const category = event["event.category"];
    if (typeof category === "object") for (const value of category) this.#findOf(value);
    else if (category !== undefined) this.#findOf(category);
    for (let i = 0; i < this.#rules.length; i++) found(this.#rules[i]!, this.#clauses[i]!);
  }

  #findOf(category: Scalar): void {
    this.#byCategory.get(scalarText(category))?.find(this.#event, this.#try);
  }

  readonly #try = (candidate: Candidate): void => {
    const { rule } = candidate;
    if (this.#triedOn[rule] === this.#generation.now) return;
    this.#triedOn[rule] = this.#generation.now;
    let clause: number;
    try {
      clause = onlyFailing(candidate, this.#event);
    } catch {
      // Too many combinations of values for EQL.
      return;
    }
    if (clause < 0) return;
    this.#rules.push(rule);
    this.#clauses.push(clause);
  };
}

/** The rules of one category, by what finds them. */
class Candidates {
  readonly #always: Candidate[] = [];
  readonly #byValue: RequiredValueIndex<Candidate>;
  readonly #byText = new GuardIndex<Candidate>();

  constructor(views: FieldViews) {
    this.#byValue = new RequiredValueIndex(views);
  }

  /** @param finders any of which finds the candidate; if there are none, it is tried on every event */
  add(candidate: Candidate, finders: readonly Finder[]): void {
    if (finders.length === 0) this.#always.push(candidate);
    for (const finder of finders) {
      if (finder.kind === "values") this.#byValue.add(finder.values, candidate);
      else this.#byText.add(finder.guard, candidate);
    }
  }

  find(event: FlatEvent, found: (candidate: Candidate) => void): void {
    for (const candidate of this.#always) found(candidate);
    this.#byValue.find(event, found);
    this.#byText.find(event, found);
  }
}

function candidateOf(
  rule: number,
  clauses: readonly NearMissClause[],
  { views, testOf }: SharedEvaluation,
): Candidate {
  const numbered = clauses.map(({ condition, role, counts }, index) => ({
    index,
    role,
    counts,
    finder: role === "requirement" ? finderOf(condition, views) : null,
    test: byKnownValues(condition.clause, testOf(condition)),
  }));
  const requirements = numbered.filter(({ role }) => role === "requirement");
  return {
    rule,
    kinds: numbered.filter(({ role }) => role === "kind").map(({ test }) => test),
    // The cheapest first: most events fail two of them.
    requirements: requirements
      .sort((a, b) => cost(a.finder) - cost(b.finder))
      .map(({ index, counts, finder, test }) => ({ index, counts, test: guarded(test, finder) })),
    exclusions: numbered.filter(({ role }) => role === "exclusion"),
  };
}

/** A look-up decides nearly always before a long list of patterns is tried. */
function guarded(test: EventTest, finder: Finder | null): EventTest {
  if (finder?.kind !== "texts") return test;
  const { guard } = finder;
  return (event) => mayHold(guard, event) && test(event);
}

/** Returns the number of the only clause that the event fails; -1 if it fails none or several, or is of another kind. */
function onlyFailing({ kinds, requirements, exclusions }: Candidate, event: FlatEvent): number {
  for (let i = 0; i < kinds.length; i++) if (!kinds[i]!(event)) return -1;
  let failing = -1;
  for (let i = 0; i < requirements.length; i++) {
    if (requirements[i]!.test(event)) continue;
    if (!requirements[i]!.counts || failing >= 0) return -1;
    failing = requirements[i]!.index;
  }
  for (let i = 0; i < exclusions.length; i++) {
    if (exclusions[i]!.test(event)) continue;
    if (failing >= 0) return -1;
    failing = exclusions[i]!.index;
  }
  return failing;
}

/** Returns what finds every near miss of a rule; an empty list if nothing does. */
function findersOf(clauses: readonly NearMissClause[], views: FieldViews): readonly Finder[] {
  const finders = clauses
    .filter(({ role }) => role === "requirement")
    .map(({ condition, counts }) => ({ finder: finderOf(condition, views), counts }))
    .filter(({ finder }) => finder !== null)
    .sort((a, b) => cost(a.finder) - cost(b.finder));
  // A near miss meets those of which failing does not count, and all but one of the others.
  const needed = finders.find(({ counts }) => !counts) ?? null;
  if (needed !== null) return [needed.finder!];
  return finders.length < 2 ? [] : finders.slice(0, 2).map(({ finder }) => finder!);
}

function finderOf({ clause }: Condition, views: FieldViews): Finder | null {
  const values = requiredValuesOf(clause);
  if (values !== null) return { kind: "values", values };
  const guard = guardOf(clause.requiredTexts?.() ?? [], views);
  return guard === null ? null : { kind: "texts", guard };
}

/** The order in which finders are preferred: few values are more selective than many, and any of them than texts. */
function cost(finder: Finder | null): number {
  if (finder === null) return Infinity;
  return finder.kind === "values" ? finder.values.length : 1000 + finder.guard.texts.length;
}
