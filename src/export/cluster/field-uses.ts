import { parseEql } from "../../eql/index.ts";
import { fieldUse, parseKql } from "../../kql/index.ts";
import type { Clause } from "../../match/index.ts";
import { type ExceptionItem, type Rule, runnable } from "../../rules/index.ts";

/** The fields that rules and queries name, and what they compare them with. Plain data, so that it can go to a worker. */
export interface FieldUses {
  readonly fields: readonly string[];
  readonly numbers: readonly string[];
  readonly booleans: readonly string[];
  readonly dates: readonly string[];
  /** Fields whose multi-field `.caseless` is named. */
  readonly caseless: readonly string[];
}

interface Found {
  readonly fields: Set<string>;
  readonly numbers: Set<string>;
  readonly booleans: Set<string>;
  readonly dates: Set<string>;
  readonly caseless: Set<string>;
}

/**
 * Collects the uses of fields in rules that run; the others have none. The order of the rules does not matter.
 *
 * @param rules with their exceptions
 */
export function fieldUsesOf(
  rules: readonly { readonly rule: Rule; readonly exceptions: readonly ExceptionItem[] }[],
): FieldUses {
  const sets = ["fields", "numbers", "booleans", "dates", "caseless"] as const;
  const found = Object.fromEntries(sets.map((name) => [name, new Set<string>()])) as unknown as Found;
  for (const { rule, exceptions } of rules) addRule(rule, exceptions, found);
  return Object.fromEntries(sets.map((name) => [name, [...found[name]].sort()])) as unknown as FieldUses;
}

function addRule(rule: Rule, exceptions: readonly ExceptionItem[], found: Found): void {
  // Whether an exception has expired does not change which fields there are.
  const compiled = runnable(rule, exceptions, 0);
  if (compiled.state !== "runs") return;
  const isKql = compiled.language.multiFields.length > 0;
  for (const name of compiled.fields) addName(name, isKql, found);
  const conditions =
    compiled.kind === "event" ? compiled.conditions : compiled.terms.flatMap((term) => term.conditions);
  for (const { clause, multiFields } of conditions) addClause(clause, multiFields.length > 0, found);
  const { event_category_override, timestamp_field, tiebreaker_field, timestamp_override } = rule;
  for (const name of [event_category_override, tiebreaker_field])
    if (name !== undefined) found.fields.add(name);
  for (const name of [timestamp_field, timestamp_override]) {
    if (name === undefined) continue;
    found.fields.add(name);
    found.dates.add(name);
  }
  addComparisons(isKql ? parseKql(rule.query) : parseEql(rule.query), found);
}

function addName(name: string, isKql: boolean, { fields, caseless }: Found): void {
  const { kind, parent } = isKql ? fieldUse(name) : { kind: "keyword", parent: null };
  fields.add(parent ?? name);
  if (parent !== null && kind === "caseless") caseless.add(parent);
}

function addClause(clause: Clause, isKql: boolean, found: Found): void {
  for (const name of clause.fields) addName(name, isKql, found);
  for (const inner of clause.clauses) addClause(inner, isKql, found);
}

type Node = Readonly<Record<string, unknown>>;

/** Looks through a syntax tree of either language, which is plain data, for fields beside numbers and truth values. */
function addComparisons(tree: unknown, { numbers, booleans }: Found): void {
  const nodes: unknown[] = [tree];
  while (nodes.length > 0) {
    const node = nodes.pop();
    if (typeof node !== "object" || node === null) continue;
    for (const child of Object.values(node) as unknown[]) nodes.push(child);
    for (const [name, kind] of comparedIn(node as Node)) {
      if (kind === "number") numbers.add(name);
      else booleans.add(name);
    }
  }
}

const NUMBERS = new Set(["integer", "decimal", "negative", "arithmetic"]);

function comparedIn(node: Node): [name: string, kind: "number" | "boolean"][] {
  switch (node["kind"]) {
    case "comparison":
      return [...pair(node["left"], node["right"]), ...pair(node["right"], node["left"])];
    case "arithmetic":
      return [node["left"], node["right"]].flatMap((side) => named(side, "number"));
    case "in":
      return (node["list"] as unknown[]).flatMap((value) => pair(node["value"], value));
    case "range":
      return /^-?\d+(?:\.\d+)?$/.test((node["value"] as { text: string }).text)
        ? named(node["field"], "number")
        : [];
    default:
      return [];
  }
}

function pair(field: unknown, other: unknown): [string, "number" | "boolean"][] {
  const kind = (other as Node)["kind"] as string;
  if (NUMBERS.has(kind)) return named(field, "number");
  return kind === "boolean" ? named(field, "boolean") : [];
}

function named(node: unknown, kind: "number" | "boolean"): [string, "number" | "boolean"][] {
  const { kind: of, name } = node as { kind: string; name?: string };
  return (of === "field" || of === "name") && name !== undefined ? [[name, kind]] : [];
}
