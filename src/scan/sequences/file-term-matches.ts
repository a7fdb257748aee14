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
 * For one rule. A sequence whose events are this common in one file means "any process start", and the columns of its
 * term matches take 50 MB. Three times as many pairs, because few events have several values or match several terms.
 * Keys are IDs of hosts and processes: a hundred characters at most, and often different for each event. A hostile
 * record can have as many characters as all of them in one value.
 */
const RULE_LIMITS: TermMatchLimits = { termMatches: 1_000_000, pairs: 3_000_000, characters: 100_000_000 };
/** For all rules together: half a gigabyte, which a browser tab can spare. */
const FILE_LIMITS: TermMatchLimits = { termMatches: 6_000_000, pairs: 18_000_000, characters: 200_000_000 };

/** Collects the term matches of all sequence and sample rules in one file. */
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

  add({ rule, ...entry }: MatchedTerm, location: RecordLocation): void {
    this.#builders[rule]!.add(entry, location);
  }

  /** Adds the term matches from the next bytes of the same file. */
  join(next: readonly TermMatchColumns[], linesBefore: number): void {
    for (const packed of next) {
      const rule = this.#rules.findIndex(({ id }) => id === packed.ruleId);
      this.#builders[rule]?.join(packed, linesBefore);
    }
  }

  /** Returns the term matches of each rule that has any or has reached a limit. */
  finish(): TermMatchColumns[] {
    return this.#builders
      .map((builder) => builder.finish())
      .filter(({ count, complete }) => count > 0 || !complete);
  }

  /** Lists the rules that reached a limit; null if none did. */
  problem(): ScanDiagnostic | null {
    const cut = this.#rules.filter((_, i) => !this.#builders[i]!.complete);
    if (cut.length === 0) return null;
    return {
      code: "sequence-limit",
      // A warning only: every record was read, but these rules did not evaluate all of them.
      severity: "warning",
      data: { ...fewNames(cut.map(({ name }) => name)), perRule: this.#perRule },
      offset: 0,
    };
  }
}

/**
 * Combines a rule's term matches in an archive: those of the latest scan, and those that an earlier scan found in members
 * that are locked now. They remain valid although the password is no longer known.
 *
 * @param now from the latest scan; undefined if it found none
 * @param locked members that the latest scan could not open
 */
export function withLockedMembers(
  now: TermMatchColumns | undefined,
  earlier: TermMatchColumns,
  locked: readonly string[],
): TermMatchColumns {
  const budgets = [new TermMatchBudget(RULE_LIMITS), new TermMatchBudget(FILE_LIMITS)];
  const builder = new TermMatchBuilder(earlier.ruleId, earlier.tiebreakers !== null, budgets);
  if (now !== undefined) builder.join(now);
  builder.join(earlier, 0, isWithin(locked));
  return builder.finish();
}

/** Whether a location is in one of some members, or in an archive that is one of them. */
function isWithin(members: readonly string[]): (location: RecordLocation) => boolean {
  const set = new Set(members);
  return ({ member = "" }) => {
    if (set.has(member)) return true;
    for (let at = member.indexOf("/"); at >= 0; at = member.indexOf("/", at + 1))
      if (set.has(member.slice(0, at))) return true;
    return false;
  };
}
