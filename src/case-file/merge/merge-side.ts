import {
  type CaseExceptionItem,
  type CaseRule,
  decisionKey,
  type Entry,
  type Evidence,
  isPageOwnerOfRule,
  type RuleSetRecord,
} from "../../case/index.ts";
import { isCompanion, type Rule } from "../../rules/index.ts";
import type { CaseFileSource } from "../write-case-file.ts";

/** One of two cases that are merged, with what is small of it. */
export interface MergeSide {
  readonly source: CaseFileSource;
  readonly files: readonly Evidence[];
  /** Every rule of the case, by id: those that every case has, and what the case says about them and others. */
  readonly rules: ReadonlyMap<string, CaseRule>;
  /** The rules that the case has a record of. */
  readonly recorded: ReadonlySet<string>;
  readonly items: readonly CaseExceptionItem[];
  /** How each rule decides, by rule id: see `decisionKey`. */
  readonly decisions: ReadonlyMap<string, string>;
  /** The generations of each set of rules that a file was scanned with, by the set's key. */
  readonly ruleSets: ReadonlyMap<string, readonly string[]>;
  /** Whether the records of a file's alerts are there. */
  hasRecords(fileId: string): boolean;
}

/** @param shipped the rules of this copy of Loupe, by id: every case has those that are no companion checks */
export async function readSide(
  source: CaseFileSource,
  shipped: ReadonlyMap<string, Rule>,
): Promise<MergeSide> {
  const files = await valuesOf<Evidence>(source, "evidence");
  const records = await valuesOf<CaseRule>(source, "rules");
  const items = await valuesOf<CaseExceptionItem>(source, "exceptionItems");
  const sets = await valuesOf<RuleSetRecord>(source, "ruleSets");
  const rules = new Map<string, CaseRule>();
  for (const rule of shipped.values())
    if (!isCompanion(rule)) rules.set(rule.rule_id, shippedRule(rule, source.info.id));
  const recorded = new Set<string>();
  for (const record of records) {
    const { rule_id } = record.rule;
    const own = record.origin.kind === "builtin" ? shipped.get(rule_id) : record.rule;
    if (own === undefined) continue;
    recorded.add(rule_id);
    rules.set(rule_id, { ...record, rule: own });
  }
  const owners = source.info.without?.includes("records") ? await ownersOfFindings(source) : null;
  return {
    source,
    files: files.sort((a, b) => a.order - b.order),
    rules,
    recorded,
    items,
    decisions: decisionsOf(rules, items),
    ruleSets: new Map(sets.map(({ key, decisions }) => [key, decisions])),
    hasRecords: (fileId) => owners?.has(fileId) ?? true,
  };
}

export function decisionsOf(
  rules: ReadonlyMap<string, CaseRule>,
  items: readonly CaseExceptionItem[],
): ReadonlyMap<string, string> {
  const exceptions = items.map(({ item }) => item);
  return new Map(Array.from(rules, ([id, { rule }]) => [id, decisionKey(rule, exceptions)]));
}

/** A rule as a case has it that says nothing about it. */
export function shippedRule(rule: Rule, caseId: string): CaseRule {
  return { caseId, rule, origin: { kind: "builtin" }, on: true, changedAt: 0 };
}

/** All values of a store that is small. */
export async function valuesOf<T>(
  source: CaseFileSource,
  store: Parameters<CaseFileSource["entries"]>[0],
): Promise<T[]> {
  const values: T[] = [];
  for await (const entries of source.entries(store)) for (const { value } of entries) values.push(value as T);
  return values;
}

/** The entries of a store one by one. */
export async function* entriesOf(
  source: CaseFileSource,
  store: Parameters<CaseFileSource["entries"]>[0],
): AsyncGenerator<Entry & { readonly key: readonly [string, string, number] }> {
  // The schema ties a key's type to its store: the caller asks for stores of pages.
  for await (const entries of source.entries(store))
    for (const entry of entries) yield entry as Entry & { readonly key: readonly [string, string, number] };
}

/** A case without some records may have those of other files, from an earlier merge. */
async function ownersOfFindings(source: CaseFileSource): Promise<ReadonlySet<string>> {
  const owners = new Set<string>();
  for await (const { key } of entriesOf(source, "findings"))
    if (!isPageOwnerOfRule(key[1])) owners.add(key[1]);
  return owners;
}
