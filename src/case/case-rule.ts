import type { ExceptionItem, Rule } from "../rules/index.ts";
import { sha256Hex } from "../scan/index.ts";

/** Where a rule of a case came from: shipped with Loupe, a rule file (its path, inside an archive too), or written here. */
export type RuleOrigin =
  { readonly kind: "builtin" } | { readonly kind: "file"; readonly name: string } | { readonly kind: "own" };

/** A rule as the case has it. */
export interface CaseRule {
  readonly caseId: string;
  readonly rule: Rule;
  readonly origin: RuleOrigin;
  /** Whether the next scan runs it. */
  readonly on: boolean;
  /**
   * When the rule came into the case, or last came to decide differently, milliseconds since 1970: alerts written
   * before are another rule's.
   */
  readonly changedAt: number;
  /** What its last run over sequences has to be told with: limits reached, for instance. */
  readonly notes?: readonly string[];
  /**
   * Of a sequence rule: a scan has noted events for it, and it has not been run over them since, as when the scan was
   * stopped or the page closed in between.
   */
  readonly pending?: boolean;
}

/** The rules of one scan: what `Evidence.rulesKey` stands for. */
export interface RuleSetRecord {
  readonly caseId: string;
  readonly key: string;
  /** Of each rule its decision key, and `changedAt`: since when the case keeps the alerts of it. */
  readonly decisions: readonly string[];
}

/** What became of one rule file: kept, so that the list can say what is not in it and why. */
export interface RuleFileReport {
  readonly caseId: string;
  readonly id: string;
  readonly name: string;
  readonly addedAt: number;
  readonly added: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly exceptionItems: number;
  /** Things of an export or an archive that are no rules. */
  readonly skipped: { readonly connectors: number; readonly otherFiles: number };
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

/** An exception item of an export, which holds for the rules that carry its list. */
export interface CaseExceptionItem {
  readonly caseId: string;
  readonly item: ExceptionItem;
  /** The export it came in. */
  readonly file: string;
}

/** What tells an exception item apart: a later export of the same stack replaces it. */
export function exceptionItemKey({ namespace_type, list_id, item_id }: ExceptionItem): string {
  return JSON.stringify([namespace_type, list_id, item_id]);
}

/** The items of the lists that a rule carries. */
export function itemsOf(rule: Rule, items: readonly ExceptionItem[]): ExceptionItem[] {
  if (rule.exceptions_list.length === 0) return [];
  const lists = new Set(
    rule.exceptions_list.map(({ list_id, namespace_type }) => JSON.stringify([list_id, namespace_type])),
  );
  return items.filter(({ list_id, namespace_type }) => lists.has(JSON.stringify([list_id, namespace_type])));
}

/**
 * Equal for two rules exactly if they decide every event alike: their guides, names and severities may differ.
 *
 * @returns lower-case hexadecimal
 */
export function decisionKey(rule: Rule, items: readonly ExceptionItem[]): string {
  const { rule_id, type, language, query, filters } = rule;
  const fields = [
    rule.event_category_override,
    rule.timestamp_field,
    rule.tiebreaker_field,
    rule.timestamp_override,
    ...(rule.timestamp_override_fallback_disabled === true ? ["no fallback"] : []),
  ];
  const text = JSON.stringify([rule_id, type, language, query, filters, fields, itemsOf(rule, items)]);
  return sha256Hex(new TextEncoder().encode(text));
}
