import { failingClauses, explainClause, type Explanation } from "../../match/index.ts";
import { readText } from "../../formats/index.ts";
import type { Runnable } from "../../rules/index.ts";
import { toEcs } from "../../sources/index.ts";
import { count, problemSentence, whyNot } from "../../wording/index.ts";
import { clausesOf } from "../detail/explanations.ts";

/** The result of testing a rule on one record. */
export interface RuleTest {
  /** 1-based, in the given text. */
  readonly line: number;
  readonly source: string;
  readonly matched: boolean;
  /** A sentence: that it matched, or what kept it from matching. */
  readonly sentence: string;
  /** The query as a tree; for a sequence, one tree per term. */
  readonly trees: readonly { readonly title: string; readonly clauses: readonly Explanation[] }[];
  /** The clauses each of which alone kept the event from matching. */
  readonly failing: ReadonlySet<Explanation>;
}

export interface RuleTests {
  readonly tests: readonly RuleTest[];
  /** What could not be read, and values that are not events. */
  readonly problems: readonly string[];
}

/** With more records than this, the text should be scanned as a file. */
const MAX_RECORDS = 20;

type RunningRule = Exclude<Runnable, { state: "unsupported" }>;

/** Tests a rule on the records of a text: NDJSON, one document, or a search response. */
export async function testRecords(text: string, rule: RunningRule): Promise<RuleTests> {
  const tests: RuleTest[] = [];
  const problems: string[] = [];
  let left = 0;
  for (const batch of readText(text)) {
    problems.push(...batch.problems.map(problemSentence));
    for (const { value, place } of batch.records) {
      const mapped = toEcs({ value });
      if (mapped === null)
        problems.push(`Line ${place.line} is not an event: it has neither @timestamp nor an event.* field.`);
      else if (tests.length < MAX_RECORDS) {
        tests.push({ line: place.line, source: mapped.source, ...testEvent(rule, mapped.event) });
      } else left++;
    }
  }
  if (left > 0) {
    problems.push(
      `Only the first ${MAX_RECORDS} records were tested; ${count(left)} more were not. To check them all, add them as evidence.`,
    );
  }
  if (tests.length === 0 && problems.length === 0) problems.push("This text contains no records.");
  return { tests, problems };
}

function testEvent(
  rule: RunningRule,
  event: Parameters<typeof explainClause>[1],
): Omit<RuleTest, "line" | "source"> {
  if (rule.kind === "event") {
    const whole = rule.explain(event);
    return {
      matched: whole.held,
      sentence: whole.held ? "It matches." : whyNot(whole),
      trees: [{ title: "", clauses: clausesOf(whole) }],
      failing: new Set(whole.held ? [] : failingClauses(whole)),
    };
  }
  if (rule.kind === "threshold" || rule.kind === "new-terms") {
    const term = rule.terms[0]!;
    const matched = term.matches(event) && term.keys(event).length > 0;
    return {
      matched,
      sentence: matched ? "The rule would take it into account." : "The rule would not take it into account.",
      trees: [{ title: "", clauses: term.conditions.map(({ clause }) => explainClause(clause, event)) }],
      failing: new Set(),
    };
  }
  const trees = rule.terms.map(({ conditions }, i) => ({
    title: `Event ${i + 1} of the ${rule.kind}`,
    clauses: conditions.map(({ clause }) => explainClause(clause, event)),
  }));
  const held = rule.terms.map((term, i) => (term.matches(event) ? i + 1 : 0)).filter((n) => n > 0);
  return {
    matched: held.length > 0,
    sentence:
      held.length > 0
        ? `It can be event ${held.join(" or ")} of the ${rule.kind}.`
        : `It does not match any event of the ${rule.kind}.`,
    trees,
    failing: new Set(),
  };
}
