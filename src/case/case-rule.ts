import type { ExceptionItem, Rule } from "../rules/index.ts";
import { sha256Hex } from "../scan/index.ts";

/**
 * Where a rule of a case came from: shipped with Loupe, read from a rule file (its path, also inside an archive), or
 * written in the page.
 */
export type RuleOrigin =
  | { readonly kind: "builtin" }
  | {
      readonly kind: "file";
      readonly name: string;
      /** The archive that the file was in; absent for none, and in what was stored before it was noted. */
      readonly archive?: string;
    }
  | { readonly kind: "own" };

/** A rule as stored in a case. */
export interface CaseRule {
  readonly caseId: string;
  readonly rule: Rule;
  readonly origin: RuleOrigin;
  /** Whether the next scan runs the rule. */
  readonly on: boolean;
  /**
   * When the rule was added to the case or last changed how it decides, in epoch milliseconds. Alerts written before
   * that belong to a different rule.
   */
  readonly changedAt: number;
  /** Notes to show for the last run of a sequence rule, such as limits that were reached. */
  readonly notes?: readonly string[];
  /**
   * For a sequence rule: a scan has recorded term matches, but the rule has not been run over them since, because the
   * scan was stopped or the page was closed.
   */
  readonly pending?: boolean;
}

/** The rules of one scan, identified by `Evidence.rulesKey`. */
export interface RuleSetRecord {
  readonly caseId: string;
  readonly key: string;
  /** For each rule its decision key and `changedAt`, the time since which the case keeps its alerts. */
  readonly decisions: readonly string[];
}

/** The result of reading one rule file. It is stored so that the list can say what was left out and why. */
export interface RuleFileReport {
  readonly caseId: string;
  readonly id: string;
  readonly name: string;
  readonly addedAt: number;
  readonly added: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly exceptionItems: number;
  /** Entries of an export or an archive that are not rules. */
  readonly skipped: { readonly connectors: number; readonly otherFiles: number };
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

/** An exception item of an export. It applies to the rules that reference its list. */
export interface CaseExceptionItem {
  readonly caseId: string;
  readonly item: ExceptionItem;
  /** The export that contained it. */
  readonly file: string;
}

/** The identity of an exception item: a later export of the same stack replaces the item. */
export function exceptionItemKey({ namespace_type, list_id, item_id }: ExceptionItem): string {
  return JSON.stringify([namespace_type, list_id, item_id]);
}

/** The items of the exception lists that a rule references. */
export function itemsOf(rule: Rule, items: readonly ExceptionItem[]): ExceptionItem[] {
  if (rule.exceptions_list.length === 0) return [];
  const lists = new Set(
    rule.exceptions_list.map(({ list_id, namespace_type }) => JSON.stringify([list_id, namespace_type])),
  );
  return items.filter(({ list_id, namespace_type }) => lists.has(JSON.stringify([list_id, namespace_type])));
}

/**
 * Two rules have equal keys exactly if they decide every event alike. Their guides, names and severities may differ.
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
  // Absent for other types, whose keys in a database stay as they are.
  const groups = [rule.threshold, rule.new_terms_fields, rule.history_window_start].filter(
    (value) => value !== undefined,
  );
  const parts = [rule_id, type, language, query, filters, fields, itemsOf(rule, items)];
  const text = JSON.stringify(groups.length === 0 ? parts : [...parts, ...groups]);
  return sha256Hex(new TextEncoder().encode(text));
}
