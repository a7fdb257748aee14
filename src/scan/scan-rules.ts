import type { FlatEvent } from "../eql/index.ts";
import { type ExceptionItem, type Rule, RuleSet, runnable, type RunsEvent } from "../rules/index.ts";

/** What a worker needs to run a rule: plain values only, so that it can be sent there. */
export interface ScanRule {
  readonly rule: Rule;
  /** Exceptions that came with the rule in an export: what they cover is no alert in Elastic either. */
  readonly exceptions: readonly ExceptionItem[];
}

/** The event rules of a scan, decided together for each event. */
export class ScanRules {
  readonly #ids: readonly string[];
  readonly #set: RuleSet;
  /** One for each rule: what a matching record must hold, and its event category (null for any). */
  readonly conditions: readonly Pick<RunsEvent, "literals" | "category">[];

  /**
   * @param rules those that are event queries are compiled; what cannot run, and sequences, the page has told its user
   * @param now milliseconds since 1970: exceptions that had expired by then are left out
   */
  constructor(rules: readonly ScanRule[], now: number) {
    const running: [string, RunsEvent][] = [];
    for (const { rule, exceptions } of rules) {
      const compiled = runnable(rule, exceptions, now);
      if (compiled.state === "runs" && compiled.kind === "event") running.push([rule.rule_id, compiled]);
    }
    this.#ids = running.map(([id]) => id);
    this.conditions = running.map(([, compiled]) => compiled);
    this.#set = new RuleSet(running.map(([, compiled]) => compiled));
  }

  /** The event categories that rules look at, those that take any left out. */
  get categories(): Set<string> {
    return new Set(this.conditions.map(({ category }) => category).filter((category) => category !== null));
  }

  /**
   * The ids of the rules that match an event.
   *
   * @param failed told of a rule that reached one of its limits on this event, and so did not decide it
   */
  match(event: FlatEvent, failed: (ruleId: string, reason: string) => void): string[] {
    const found = this.#set.match(event, (index, error) => {
      failed(this.#ids[index]!, error instanceof Error ? error.message : String(error));
    });
    return found.map((index) => this.#ids[index]!);
  }
}
