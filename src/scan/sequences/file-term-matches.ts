import { fewNames, type RecordLocation } from "../../formats/index.ts";
import type { ScanDiagnostic } from "../diagnostic.ts";
import type { CorrelationRule, MatchedTerm } from "../scan-rules.ts";
import {
  type TermMatchColumns,
  type TermMatchLimits,
  TermMatchBudget,
  TermMatchBuilder,
} from "./term-matches.ts";

/**
 * For one rule. A sequence whose events are this common in one file says "any process start", and the columns of its
 * sightings take 50 MB. Three times as many pairs, because events with several values or for several terms are few.
 * Keys are ids of hosts and processes, a hundred characters at the most, often another for each event; a hostile
 * record can hold as many as all of them in one value.
 */
const RULE_LIMITS: TermMatchLimits = { termMatches: 1_000_000, pairs: 3_000_000, characters: 100_000_000 };
/** All rules together: half a gigabyte, which a browser's tab can spare. */
const FILE_LIMITS: TermMatchLimits = { termMatches: 6_000_000, pairs: 18_000_000, characters: 200_000_000 };

/** Gathers what the sequence and sample rules need of one file. */
export class FileTermMatches {
  readonly #rules: readonly CorrelationRule[];
  readonly #builders: readonly TermMatchBuilder[];
  readonly #perRule: number;

  /** @param perRule the most term matches kept for one rule: for tests, whose files are small */
  constructor(rules: readonly CorrelationRule[], perRule = RULE_LIMITS.termMatches) {
    const shared = new TermMatchBudget(FILE_LIMITS);
    this.#rules = rules;
    this.#perRule = perRule;
    this.#builders = rules.map(
      ({ id, hasTiebreaker }) =>
        new TermMatchBuilder(id, hasTiebreaker, [
          new TermMatchBudget({ ...RULE_LIMITS, termMatches: perRule }),
          shared,
        ]),
    );
  }

  add({ rule, ...seen }: MatchedTerm, location: RecordLocation): void {
    this.#builders[rule]!.add(seen, location);
  }

  /** Takes what was noted of the bytes that follow in the same file. */
  join(next: readonly TermMatchColumns[], linesBefore: number): void {
    for (const packed of next) {
      const rule = this.#rules.findIndex(({ id }) => id === packed.ruleId);
      this.#builders[rule]?.join(packed, linesBefore);
    }
  }

  /** Of each rule that saw something. */
  finish(): TermMatchColumns[] {
    return this.#builders
      .map((builder) => builder.finish())
      .filter(({ count, complete }) => count > 0 || !complete);
  }

  /** Says which rules could not keep all that they saw; null if every one could. */
  problem(): ScanDiagnostic | null {
    const cut = this.#rules.filter((_, i) => !this.#builders[i]!.complete);
    if (cut.length === 0) return null;
    return {
      code: "sequence-limit",
      // Every record was read; only these rules did not decide all of them.
      severity: "warning",
      data: { ...fewNames(cut.map(({ name }) => name)), perRule: this.#perRule },
      offset: 0,
    };
  }
}

/**
 * What a rule has seen in an archive, all in all: what an earlier scan had noted of members that are locked now is not gone
 * because their password has been forgotten.
 *
 * @param now of the latest scan; undefined where the rule saw nothing
 * @param locked members that the latest scan could not open
 */
export function withLocked(
  now: TermMatchColumns | undefined,
  earlier: TermMatchColumns,
  locked: readonly string[],
): TermMatchColumns {
  const rooms = [new TermMatchBudget(RULE_LIMITS), new TermMatchBudget(FILE_LIMITS)];
  const builder = new TermMatchBuilder(earlier.ruleId, earlier.tiebreakers !== null, rooms);
  if (now !== undefined) builder.join(now);
  builder.join(earlier, 0, isWithin(locked));
  return builder.finish();
}

/** Whether a member is one of some, or stands in one that is an archive. */
function isWithin(members: readonly string[]): (location: RecordLocation) => boolean {
  const set = new Set(members);
  return ({ member = "" }) => {
    if (set.has(member)) return true;
    for (let at = member.indexOf("/"); at >= 0; at = member.indexOf("/", at + 1))
      if (set.has(member.slice(0, at))) return true;
    return false;
  };
}
