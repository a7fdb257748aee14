import { type CaseExceptionItem, type CaseRule, exceptionItemKey } from "../../case/index.ts";
import { sha256Hex } from "../../scan/index.ts";
import { decisionsOf, type MergeSide, shippedRule } from "./merge-side.ts";

/** The rules of two cases together. */
export interface MergedRules {
  readonly rules: ReadonlyMap<string, CaseRule>;
  readonly items: readonly CaseExceptionItem[];
  /** Rules that the own case did not have. */
  readonly added: readonly CaseRule[];
  /** The own ones of which the other case has another text, or other exceptions. */
  readonly differing: readonly CaseRule[];
  /** Whether the results of the other case for a rule are results of the rule as it is here. */
  isShared(ruleId: string): boolean;
}

/**
 * The own rules, and those that only the other case has. Where a rule differs, the own is kept, and the alerts of the
 * other are none of its alerts. A rule that is on in one of both is on: nothing that was found is hidden.
 *
 * @param now since when a rule counts that decides otherwise than in either case, in epoch milliseconds
 */
export function mergeRules(own: MergeSide, other: MergeSide, now: number): MergedRules {
  const items = mergeItems(own, other);
  const added: CaseRule[] = [];
  const rules = new Map(own.rules);
  for (const [id, theirs] of other.rules) {
    if (rules.has(id)) continue;
    added.push(theirs);
    rules.set(id, theirs);
  }
  const decisions = decisionsOf(rules, items);
  const isShared = (id: string): boolean =>
    other.decisions.has(id) && other.decisions.get(id) === decisions.get(id);
  const differing: CaseRule[] = [];
  for (const [id, theirs] of other.rules) {
    const mine = own.rules.get(id);
    if (mine === undefined) {
      rules.set(id, { ...theirs, ...(!isShared(id) && { changedAt: now }), pending: false });
      continue;
    }
    if (!isShared(id) || JSON.stringify(mine.rule) !== JSON.stringify(theirs.rule)) differing.push(mine);
    // Alerts that count since the earlier of both times count on: those that did not count in their case are left out.
    const changedAt = isShared(id) ? Math.min(mine.changedAt, theirs.changedAt) : mine.changedAt;
    const on = mine.on || theirs.on;
    if (changedAt !== mine.changedAt || on !== mine.on) rules.set(id, { ...mine, changedAt, on });
  }
  return { rules, items, added, differing, isShared };
}

/** Items of a list that own rules use are the own ones: others would change how these rules decide. */
function mergeItems(own: MergeSide, other: MergeSide): CaseExceptionItem[] {
  const lists = new Set(
    Array.from(own.rules.values(), ({ rule }) => rule.exceptions_list)
      .flat()
      .map(({ list_id, namespace_type }) => JSON.stringify([list_id, namespace_type])),
  );
  const known = new Set(own.items.map(({ item }) => exceptionItemKey(item)));
  const more = other.items.filter(
    ({ item }) =>
      !known.has(exceptionItemKey(item)) && !lists.has(JSON.stringify([item.list_id, item.namespace_type])),
  );
  return [...own.items, ...more];
}

/** The rules that have to be recorded in the merged case: what says no more than any case is left out. */
export function recordsOf(own: MergeSide, merged: MergedRules, caseId: string): CaseRule[] {
  const records: CaseRule[] = [];
  for (const [id, rule] of merged.rules) {
    const usual = shippedRule(rule.rule, rule.caseId);
    const isUsual =
      !rule.pending && rule.origin.kind === "builtin" && rule.on && rule.changedAt === usual.changedAt;
    if (own.recorded.has(id) || !own.rules.has(id) || !isUsual) records.push({ ...rule, caseId });
  }
  return records;
}

/** Which rules a file was scanned with, as the merged case has them. */
export class MergedSets {
  readonly #merged: MergedRules;
  readonly #made = new Map<string, readonly string[]>();

  constructor(merged: MergedRules) {
    this.#merged = merged;
  }

  /** The sets that `keyOf` has named. */
  get made(): ReadonlyMap<string, readonly string[]> {
    return this.#made;
  }

  /**
   * The key of the set of rules that a file was scanned with in any of the cases.
   *
   * @param scans each a case and the key of the file's set there
   */
  keyOf(scans: readonly (readonly [side: MergeSide, key: string | undefined])[]): string | undefined {
    const known = scans.filter(([side, key]) => key !== undefined && side.ruleSets.has(key));
    if (known.length === 0) return scans[0]?.[1];
    const all = new Set(known.flatMap(([side, key]) => this.#generations(side, side.ruleSets.get(key!)!)));
    // The set of one case, unless it gets or loses some: what a rule was earlier counts in none.
    for (const [side, key] of known) {
      const own = side.ruleSets.get(key!)!;
      const current = own.filter((generation) => currentRule(side, generation) !== undefined);
      if (current.length !== all.size || !current.every((generation) => all.has(generation))) continue;
      this.#made.set(key!, own);
      return key;
    }
    const decisions = [...all].sort();
    const key = sha256Hex(new TextEncoder().encode(decisions.join("\n")));
    this.#made.set(key, decisions);
    return key;
  }

  #generations(side: MergeSide, decisions: readonly string[]): string[] {
    return decisions.flatMap((generation) => {
      const rule = currentRule(side, generation);
      if (rule === undefined) return [];
      const merged = this.#merged.rules.get(rule.rule.rule_id)!;
      const isShared = this.#merged.rules.get(rule.rule.rule_id) === rule || isSame(side, rule, this.#merged);
      return isShared ? [`${side.decisions.get(rule.rule.rule_id)!} ${merged.changedAt}`] : [];
    });
  }
}

function isSame(side: MergeSide, { rule }: CaseRule, merged: MergedRules): boolean {
  // Own rules decide as they did.
  return (
    side.rules.get(rule.rule_id)?.rule === merged.rules.get(rule.rule_id)?.rule ||
    merged.isShared(rule.rule_id)
  );
}

const byDecision = new WeakMap<MergeSide, ReadonlyMap<string, CaseRule>>();

/** The rule of a case that a generation is of: its decision key and the time since when it decides so. */
function currentRule(side: MergeSide, generation: string): CaseRule | undefined {
  let known = byDecision.get(side);
  if (known === undefined) {
    known = new Map(
      Array.from(side.rules, ([id, rule]) => [`${side.decisions.get(id)!} ${rule.changedAt}`, rule]),
    );
    byDecision.set(side, known);
  }
  return known.get(generation);
}
