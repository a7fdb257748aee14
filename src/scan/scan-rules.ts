import type { FlatEvent } from "../ecs/index.ts";
import { type Instant, parseInstant } from "../time/index.ts";
import { type Clause, firstOf } from "../match/index.ts";
import {
  type ExceptionItem,
  LANGUAGES,
  nearMissClauses,
  type NearMissSet,
  type Rule,
  RuleSet,
  runnable,
  type RunsEvent,
  type RunsOverAll,
  windowIn,
} from "../rules/index.ts";
import type { TermMatchEntry } from "./sequences/term-matches.ts";

/** What a worker needs to run a rule: plain values only, so that it can be sent there. */
export interface ScanRule {
  readonly rule: Rule;
  /** Exceptions that came with the rule in an export: Elastic raises no alert for what they cover either. */
  readonly exceptions: readonly ExceptionItem[];
}

/** A rule over many events: the scan records those of its terms, and the rule itself runs later over all files. */
export interface CorrelationRule {
  readonly id: string;
  readonly name: string;
  readonly hasTiebreaker: boolean;
}

/** A match of one term of such a rule. */
export interface MatchedTerm extends TermMatchEntry {
  /** Index in `ScanRules.correlationRules`. */
  readonly rule: number;
}

/** The clause that alone kept an event from matching a rule. */
export interface MissedClause {
  readonly ruleId: string;
  /** Its number in the rule: see `nearMissClauses`. */
  readonly number: number;
  readonly clause: Clause;
  /** In the canonical spelling of the rule's language. */
  readonly text: string;
  readonly isExclusion: boolean;
}

export interface Decision {
  /** The event rules that match. */
  readonly ruleIds: readonly string[];
  /** The rules over many events that have to remember the event. */
  readonly matchedTerms: readonly MatchedTerm[];
}

type Decided = Pick<RunsEvent, "requiredTexts" | "category" | "conditions" | "matches">;

interface RunningCorrelation {
  readonly rule: Rule;
  readonly runs: RunsOverAll;
}

/** The source of one member of the rule set: an event rule, or a term of a rule over many events. */
interface Member {
  readonly id: string;
  /** Indexes of the rule in `correlationRules` and of its term; null for an event rule. */
  readonly term: { readonly rule: number; readonly index: number } | null;
}

interface NearMissLookUp {
  readonly set: NearMissSet;
  /** The clauses of each rule, by its index in `#members`. */
  readonly clauses: ReadonlyMap<number, readonly MissedClause[]>;
}

/** Most events match nothing: they share this value instead of two new lists each. */
const NOTHING: Decision = { ruleIds: [], matchedTerms: [] };
const NO_KEYS: readonly string[] = [];

/** The rules of a scan, decided together for each event: terms of rules over many events like event rules. */
export class ScanRules {
  readonly #members: readonly Member[];
  readonly #set: RuleSet;
  readonly #eventRules: ReadonlyMap<number, RunsEvent>;
  #near: NearMissLookUp | null = null;
  readonly #correlationRules: readonly RunningCorrelation[];
  /**
   * One for each event rule and term: the texts that a matching record must contain, and its event category (null for
   * any).
   */
  readonly conditions: readonly Pick<RunsEvent, "requiredTexts" | "category" | "conditions">[];
  /** Every field that a rule names, except event.category, about which `missingCategories` says more. */
  readonly fields: ReadonlySet<string>;
  readonly correlationRules: readonly CorrelationRule[];
  /** Fields that sequences read in addition to those that their terms test: keys, times, tiebreakers. */
  readonly orderFields: ReadonlySet<string>;

  /**
   * @param rules unsupported ones are skipped: the page has already reported them
   * @param now milliseconds since 1970: exceptions that had expired by then are left out
   */
  constructor(rules: readonly ScanRule[], now: number, languages = LANGUAGES) {
    const members: Member[] = [];
    const decided: Decided[] = [];
    const eventRules = new Map<number, RunsEvent>();
    const correlationRules: RunningCorrelation[] = [];
    const fields = new Set<string>();
    for (const { rule, exceptions } of rules) {
      const runs = runnable(rule, exceptions, now, languages);
      if (runs.state !== "runs") continue;
      for (const field of runs.fields) fields.add(field);
      if (runs.kind === "event") {
        eventRules.set(members.length, runs);
        members.push({ id: rule.rule_id, term: null });
        decided.push(runs);
        continue;
      }
      for (const [index, term] of runs.terms.entries()) {
        members.push({ id: rule.rule_id, term: { rule: correlationRules.length, index } });
        decided.push(term);
      }
      correlationRules.push({ rule, runs });
    }
    fields.delete("event.category");
    this.fields = fields;
    this.#members = members;
    this.#correlationRules = correlationRules;
    this.conditions = decided;
    this.correlationRules = correlationRules.map(({ rule, runs }) => ({
      id: rule.rule_id,
      name: rule.name,
      hasTiebreaker: runs.tiebreakerField !== undefined,
    }));
    this.orderFields = new Set(correlationRules.flatMap(({ rule, runs }) => fieldsOfOrder(rule, runs)));
    this.#set = new RuleSet(decided);
    this.#eventRules = eventRules;
  }

  /** Reports each event rule that one clause alone kept from matching the event, which `decide` must have had before. */
  nearMisses(event: FlatEvent, found: (missed: MissedClause) => void): void {
    const { set, clauses } = (this.#near ??= this.#nearMissLookUp());
    set.find(event, (rule, number) => found(clauses.get(rule)![number]!));
  }

  #nearMissLookUp(): NearMissLookUp {
    const clauses = new Map(
      [...this.#eventRules].map(([index, runs]) => [
        index,
        nearMissClauses(runs).map(({ condition, role }, number) => ({
          ruleId: this.#members[index]!.id,
          number,
          clause: condition.clause,
          text: condition.clause.text(),
          isExclusion: role === "exclusion",
        })),
      ]),
    );
    return { set: this.#set.nearMisses(this.#eventRules), clauses };
  }

  /** The event categories that rules name; rules for any category add none. */
  get categories(): Set<string> {
    return new Set(this.conditions.map(({ category }) => category).filter((category) => category !== null));
  }

  /**
   * Decides which rules match an event.
   *
   * @param failed called once for a rule that reached one of its limits on this event and so did not decide it; the
   *   terms of a sequence that were decided still count
   */
  decide(event: FlatEvent, failed: (ruleId: string, reason: string) => void): Decision {
    const reported: string[] = [];
    const fail = (id: string, error: unknown): void => {
      if (reported.includes(id)) return;
      reported.push(id);
      failed(id, error instanceof Error ? error.message : String(error));
    };
    const found = this.#set.match(event, (index, error) => {
      fail(this.#members[index]!.id, error);
    });
    if (found.length === 0) return NOTHING;
    const eventKeys = new EventKeys(event);
    const ruleIds: string[] = [];
    const keys = new Map<number, (readonly string[])[]>();
    for (const index of found) {
      const { id, term } = this.#members[index]!;
      if (term === null) {
        ruleIds.push(id);
        continue;
      }
      const { terms } = this.#correlationRules[term.rule]!.runs;
      try {
        const texts = eventKeys.keysOf(terms[term.index]!);
        if (texts.length === 0) continue;
        const ofRule = keys.get(term.rule) ?? new Array<readonly string[]>(terms.length).fill(NO_KEYS);
        ofRule[term.index] = texts;
        keys.set(term.rule, ofRule);
      } catch (error) {
        fail(id, error);
      }
    }
    const matchedTerms = [...keys].map(([rule, ofRule]) => ({
      rule,
      keys: ofRule,
      ...eventKeys.momentFor(this.#correlationRules[rule]!),
    }));
    return { ruleIds, matchedTerms };
  }
}

function fieldsOfOrder(rule: Rule, { fields, timestampField, tiebreakerField }: RunsOverAll): string[] {
  const others = [timestampField, tiebreakerField, rule.timestamp_override, "@timestamp"];
  return [...fields, ...others.filter((field) => field !== undefined)];
}

/** Keys and times that rules need from one event, computed once: most rules use the same keys and the same time. */
class EventKeys {
  readonly #event: FlatEvent;
  readonly #keys = new Map<string, readonly string[]>();
  readonly #instants = new Map<string, Instant | null>();

  constructor(event: FlatEvent) {
    this.#event = event;
  }

  keysOf({ keysId, keys }: RunsOverAll["terms"][number]): readonly string[] {
    const known = this.#keys.get(keysId);
    if (known !== undefined) return known;
    const texts = keys(this.#event);
    this.#keys.set(keysId, texts);
    return texts;
  }

  momentFor({ rule, runs }: RunningCorrelation): Omit<MatchedTerm, "rule" | "keys"> {
    const { tiebreakerField } = runs;
    return {
      instant: this.#instantIn(runs.timestampField),
      window: windowIn((field) => this.#instantIn(field), rule),
      tiebreaker: tiebreakerField === undefined ? undefined : firstOf(this.#event[tiebreakerField]),
    };
  }

  #instantIn(field: string): Instant | null {
    const known = this.#instants.get(field);
    if (known !== undefined) return known;
    const instant = parseInstant(firstOf(this.#event[field]));
    this.#instants.set(field, instant);
    return instant;
  }
}
