import { compilePatterns } from "../../match/index.ts";
import { type Condition, filterWords, type RuleField, typedRuleConditions } from "../../app/index.ts";
import { type ListedRule, textOf, valuesOf } from "./listed-rule.ts";

/** The fields that rules are mostly told apart by, in the order of the facets. */
export const FACET_FIELDS = [
  "enabled",
  "alerts",
  "evidence",
  "severity",
  "tactic",
  "language",
  "state",
  "pack",
] as const satisfies readonly RuleField[];
export type FacetField = (typeof FACET_FIELDS)[number];

/** How many rules have each value of a field. */
export type FacetCounts = ReadonlyMap<FacetField, ReadonlyMap<string, number>>;

interface Test {
  /** Empty for a search in the text. */
  readonly field: string;
  readonly passes: (listed: ListedRule) => boolean;
}

/**
 * Filters rules. Included values of one field are alternatives, everything else must be true. The counts of a facet leave
 * the conditions on its own field out, so that they say what choosing another value would show.
 *
 * @param text what is typed: each word must occur in the rule
 */
export function filterRules(
  rules: readonly ListedRule[],
  conditions: readonly Condition[],
  text: string,
): { readonly shown: ListedRule[]; readonly counts: FacetCounts } {
  const typed = typedRuleConditions(text);
  const tests = testsOf([...conditions, ...typed].filter(({ isOff }) => !isOff));
  const counts = new Map(FACET_FIELDS.map((field) => [field, new Map<string, number>()]));
  const shown: ListedRule[] = [];
  for (const listed of rules) {
    let failed: string | null = null;
    let isOut = false;
    for (const { field, passes } of tests) {
      if (passes(listed)) continue;
      // With a text, or two fields, that it does not have, the rule counts nowhere.
      isOut = field === "" || (failed !== null && failed !== field);
      failed = field;
      if (isOut) break;
    }
    if (isOut) continue;
    if (failed === null) shown.push(listed);
    for (const [field, ofField] of counts) {
      if (failed !== null && failed !== field) continue;
      for (const value of valuesOf(listed, field)) ofField.set(value, (ofField.get(value) ?? 0) + 1);
    }
  }
  return { shown, counts };
}

function testsOf(conditions: readonly Condition[]): Test[] {
  const included = new Map<string, Test["passes"][]>();
  const tests: Test[] = [];
  for (const condition of conditions) {
    const { field, value, isNot } = condition;
    if (field === "") {
      const has = hasWords(value);
      tests.push({ field, passes: isNot ? (listed) => !has(listed) : has });
    } else {
      const has = valueTest(condition);
      if (isNot) tests.push({ field, passes: (listed) => !has(listed) });
      else included.set(field, [...(included.get(field) ?? []), has]);
    }
  }
  for (const [field, alternatives] of included)
    tests.push({ field, passes: (listed) => alternatives.some((has) => has(listed)) });
  return tests;
}

function hasWords(text: string): (listed: ListedRule) => boolean {
  const words = filterWords(text);
  return (listed) => {
    const searched = textOf(listed);
    return words.every((word) => searched.includes(word));
  };
}

function valueTest({ field, value, isPattern }: Condition): (listed: ListedRule) => boolean {
  const wanted = value.toLowerCase();
  const test = isPattern ? compilePatterns([value], true) : (each: string) => each.toLowerCase() === wanted;
  return (listed) => valuesOf(listed, field as RuleField).some(test);
}
