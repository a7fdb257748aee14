import type { NearMissRecord, RuleNearMisses } from "../../case/index.ts";
import type { Rule, Severity } from "../../rules/index.ts";
import { type EventPlace, FIRST_KEPT, type NearMissEvent } from "../../scan/index.ts";

/** The events of a case that one clause of one rule alone kept from matching. */
export interface NearMissGroup {
  readonly rule: Rule;
  /** The clause's number in the rule. A rule and a number are one group. */
  readonly clause: number;
  /** The clause in the canonical spelling of the rule's language. */
  readonly text: string;
  /** Whether the clause begins with `not`: the rule would have found the events, and leaves them out on purpose. */
  readonly isExclusion: boolean;
  /** How many events; exact. */
  readonly count: number;
  /** The first of them, in the order of the files and of the records in them. */
  readonly first: readonly NearMissOfFile[];
  /** Where they are: the first of each file, and `MOST_PLACES` at most. */
  readonly places: readonly EventPlace[];
}

/** Of how many events of a group the places are joined: a question to the index names each. */
const MOST_PLACES = 5000;

/** Identifies a group, in a link for instance. */
export function nearMissKey({ rule, clause }: Pick<NearMissGroup, "rule" | "clause">): string {
  return `${clause} ${rule.rule_id}`;
}

export interface NearMissOfFile extends NearMissEvent {
  readonly evidenceId: string;
}

const GRAVITY: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

/**
 * Joins the near misses of files by rule and clause.
 *
 * @param records of the files, in their order
 * @param currentRule the rule that stored near misses belong to; null if they do not count any more
 * @returns exclusions first, then by the rule's severity. Among those the fewest come first: a clause that few events
 *   failed sets these apart, and one that thousands failed only says what the evidence is like.
 */
export function nearMissGroups(
  records: readonly NearMissRecord[],
  currentRule: (stored: RuleNearMisses) => Rule | null,
): NearMissGroup[] {
  const groups = new Map<string, NearMissGroup>();
  for (const { evidenceId, rules } of records)
    for (const stored of rules) {
      const rule = currentRule(stored);
      if (rule === null) continue;
      for (const { clause, text, isExclusion, count, first, places } of stored.clauses) {
        const key = nearMissKey({ rule, clause });
        const before = groups.get(key);
        const placed = places ?? first.map(({ place }) => place);
        const room = MOST_PLACES - (before?.places.length ?? 0);
        const kept = first.slice(0, FIRST_KEPT - (before?.first.length ?? 0));
        groups.set(key, {
          rule,
          clause,
          text,
          isExclusion,
          count: count + (before?.count ?? 0),
          first: [...(before?.first ?? []), ...kept.map((one) => ({ ...one, evidenceId }))],
          places: [
            ...(before?.places ?? []),
            ...placed.slice(0, room).map(({ offset, member }) => ({
              evidenceId,
              offset,
              ...(member !== undefined && { member }),
            })),
          ],
        });
      }
    }
  return [...groups.values()].sort(compare);
}

function compare(a: NearMissGroup, b: NearMissGroup): number {
  return (
    Number(b.isExclusion) - Number(a.isExclusion) ||
    GRAVITY[a.rule.severity] - GRAVITY[b.rule.severity] ||
    a.count - b.count ||
    (a.rule.name < b.rule.name ? -1 : a.rule.name > b.rule.name ? 1 : a.clause - b.clause)
  );
}
