import { compileEql, type FlatEvent, type LiteralClause } from "../eql/index.ts";
import type { Rule } from "../rules/index.ts";

/** What a worker needs of a rule: plain values only, so that it can be sent there. */
export type ScanRule = Pick<Rule, "rule_id" | "query"> & {
  readonly eventCategoryField?: string;
};

export interface CompiledRule {
  readonly ruleId: string;
  /** The event category the rule looks at, null for any. */
  readonly category: string | null;
  readonly literals: readonly LiteralClause[];
  matches(event: FlatEvent): boolean;
}

export function scanRuleOf(rule: Rule): ScanRule {
  const { rule_id, query, event_category_override } = rule;
  return event_category_override === undefined
    ? { rule_id, query }
    : { rule_id, query, eventCategoryField: event_category_override };
}

/**
 * @throws EqlError when the query is no EQL, Error when it is no event query: sequences need more than one event at a
 *   time, and the page does not offer them to a scan
 */
export function compileRule({ rule_id, query, eventCategoryField }: ScanRule): CompiledRule {
  const compiled = compileEql(query, eventCategoryField === undefined ? {} : { eventCategoryField });
  if (compiled.kind !== "event")
    throw new Error(`The rule ${rule_id} is a ${compiled.kind}, not an event query.`);
  const { category, literals } = compiled;
  return { ruleId: rule_id, category, literals, matches: (event) => compiled.matches(event) };
}
