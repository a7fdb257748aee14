import type { ExceptionItem, Rule } from "../rules/index.ts";
import {
  type CaseExceptionItem,
  type CaseRule,
  exceptionItemKey,
  itemsOf,
  type RuleOrigin,
} from "./case-rule.ts";

/** Rules that new cases begin with: a pack, one rule, or a choice of rules. They belong to no case. */
export interface KeptRules {
  /** What is kept again under the same id replaces what was kept before. */
  readonly id: string;
  /** What the analyst knows it by: the pack, or the rule. */
  readonly name: string;
  /** Epoch milliseconds. */
  readonly keptAt: number;
  /** How much is stored, as JSON in UTF-8. */
  readonly bytes: number;
  readonly rules: readonly KeptRule[];
  /** The exception items that the rules reference, each with the export that contained it. */
  readonly items: readonly { readonly item: ExceptionItem; readonly file: string }[];
}

export interface KeptRule {
  readonly ruleId: string;
  readonly origin: RuleOrigin;
  /** Whether it was enabled when it was kept. */
  readonly on: boolean;
  /** Absent for a shipped rule: a case has the one of its copy of Loupe. */
  readonly rule?: Rule;
}

/**
 * Takes rules of a case so that new cases can begin with them.
 *
 * @param items the exception items of the case
 * @param now epoch milliseconds
 */
export function keptRules(
  { id, name }: Pick<KeptRules, "id" | "name">,
  rules: readonly CaseRule[],
  items: readonly CaseExceptionItem[],
  now: number,
): KeptRules {
  const wanted = new Set<ExceptionItem>();
  const all = items.map(({ item }) => item);
  for (const { rule } of rules) for (const item of itemsOf(rule, all)) wanted.add(item);
  const content: Pick<KeptRules, "rules" | "items"> = {
    rules: rules.map(({ rule, origin, on }) =>
      origin.kind === "builtin"
        ? { ruleId: rule.rule_id, origin, on }
        : { ruleId: rule.rule_id, origin, on, rule },
    ),
    items: items.filter(({ item }) => wanted.has(item)).map(({ item, file }) => ({ item, file })),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(content)).length;
  return { id, name, keptAt: now, bytes, ...content };
}

/**
 * The rules and exception items that a new case begins with. Of two rules with one id, the one that was kept last counts.
 * A shipped rule that this copy of Loupe does not have is left out.
 *
 * @param kept in the order in which they were kept
 * @param shipped the rules of this copy, companion checks included, by id
 * @param now epoch milliseconds
 */
export function beginWith(
  kept: readonly KeptRules[],
  caseId: string,
  shipped: ReadonlyMap<string, Rule>,
  now: number,
): { readonly rules: readonly CaseRule[]; readonly items: readonly CaseExceptionItem[] } {
  const rules = new Map<string, CaseRule>();
  const items = new Map<string, CaseExceptionItem>();
  for (const each of kept) {
    for (const { ruleId, origin, on, rule: own } of each.rules) {
      const rule = origin.kind === "builtin" ? shipped.get(ruleId) : own;
      if (rule === undefined) continue;
      // A shipped rule is as old as every case: see `CaseRules`.
      rules.set(ruleId, { caseId, rule, origin, on, changedAt: origin.kind === "builtin" ? 0 : now });
    }
    for (const { item, file } of each.items) items.set(exceptionItemKey(item), { caseId, item, file });
  }
  return { rules: [...rules.values()], items: [...items.values()] };
}

/** The pack that a rule came in, as the page names it. */
export function packOf({ origin }: Pick<CaseRule, "origin">): string {
  if (origin.kind === "builtin") return "built in";
  if (origin.kind === "own") return "written here";
  if (origin.archive !== undefined) return origin.archive;
  // A folder is one pack as well, whatever file in it the rule is from.
  const end = origin.name.indexOf("/");
  if (end >= 0) return origin.name.slice(0, end);
  return /\.ndjson$/i.test(origin.name) ? origin.name : "single files";
}
