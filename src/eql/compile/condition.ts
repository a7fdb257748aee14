/**
 * Conditions as Elasticsearch decides them: two-valued. `and`, `or`, `not` work on whole clauses, a clause on
 * a missing field is false, and `not` of it is true; `not` is never pushed inwards, so
 * `not (a : "x" and b : "y")` is true as soon as either field is missing.
 */
import {
  type Clause,
  type EventTest,
  fromScalar,
  junction,
  negation,
  type RequiredTextClause,
} from "../../match/index.ts";
import { requiredTextsOf } from "./required-texts.ts";
import { requiredValuesOfLeaf } from "./required-values.ts";
import { ArithmeticError } from "./arithmetic.ts";
import { booleanComparison } from "../check/types.ts";
import { ecsTypeOf, type FieldTypes, type FlatEvent } from "../../ecs/index.ts";
import { constantOf } from "./fold.ts";
import { compileLeaf, isOrderOfTimes } from "./leaf.ts";
import { printEql } from "../print.ts";
import { forEachCombination } from "./combinations.ts";
import { type Script, compileScript } from "./script.ts";
import { type EventFilter, type Expression, childrenOf, fieldsOf } from "../syntax.ts";

/** The whole filter of an event: its category, exact and by any value, and its condition. */
export function compileFilter(filter: EventFilter, categoryField: string, types: FieldTypes): Clause {
  const condition = compileCondition(filter.condition, types);
  if (filter.category === null) return condition;
  const category = categoryEquals(filter.category, categoryField);
  // One flat `and` reads better in an explanation; a condition that is known beforehand keeps its own clause.
  const flat = condition.kind === "and" && condition.constant === undefined;
  const parts = flat ? condition.clauses : [condition];
  const text = (): string => printEql({ kind: "and", terms: [category, ...termsOf(filter.condition, flat)] });
  return junction("and", [compileCondition(category, () => null), ...parts], text);
}

function termsOf(condition: Expression, flat: boolean): readonly Expression[] {
  return flat && condition.kind === "and" ? condition.terms : [condition];
}

function categoryEquals(category: string, field: string): Expression {
  return {
    kind: "comparison",
    operator: "==",
    left: { kind: "field", name: field, optional: false },
    right: { kind: "string", value: category },
  };
}

/** Compiles a condition that has passed the check into clauses. */
export function compileCondition(node: Expression, types: FieldTypes = ecsTypeOf): Clause {
  const compile = (part: Expression): Clause => compileCondition(part, types);
  const text = (): string => printEql(node);
  const requiredTexts = (): readonly RequiredTextClause[] => requiredTextsOf(node, types);
  const constant = constantOf(node);
  if (constant !== undefined)
    return fixed(node, constant === null ? null : constant === true || constant === "true", compile);
  switch (node.kind) {
    case "and":
    case "or":
      return { ...junction(node.kind, node.terms.map(compile), text), requiredTexts };
    case "not":
      return negation(compile(node.operand), text);
    case "comparison": {
      const boolean = booleanComparison(node);
      if (boolean === null) break;
      // `f(x) == false` is `not f(x)`: it is true where x is missing.
      const inner = compile(boolean.condition);
      return boolean.positive ? inner : negation(inner, text);
    }
  }
  const fields = [...new Set(fieldsOf(node).map((field) => field.name))];
  const test = compileLeaf(node, types) ?? scripted(node, types);
  return {
    kind: "test",
    text,
    fields,
    clauses: [],
    test,
    constant: undefined,
    ...(isOrderOfTimes(node, types) && { isOrderOfTimes: true }),
    requiredValues: () => requiredValuesOfLeaf(node, types),
    requiredTexts,
  };
}

function fixed(node: Expression, constant: boolean | null, compile: (part: Expression) => Clause): Clause {
  const clause = withoutParts(node, constant);
  if (node.kind !== "and" && node.kind !== "or" && node.kind !== "not") return clause;
  const parts = node.kind === "not" ? [node.operand] : node.terms;
  return { ...clause, kind: node.kind, clauses: parts.map(compile) };
}

function withoutParts(node: Expression, constant: boolean | null): Clause {
  const result = constant === true;
  const fields = [...new Set(fieldsOf(node).map((field) => field.name))];
  return { kind: "test", text: () => printEql(node), fields, clauses: [], test: () => result, constant };
}

/**
 * A condition decided as a value: it is true if any combination of the fields' values makes it true. Where one fails
 * (an integer divided by zero), Elasticsearch fails the search; here that combination is false, because one odd event
 * must not hide all others.
 */
function scripted(node: Expression, types: FieldTypes): EventTest {
  const script = compileScript(node, types);
  if (!mayFail(node)) return runScript(script);
  const careful = (slots: Parameters<Script["evaluate"]>[0]): ReturnType<Script["evaluate"]> => {
    try {
      return script.evaluate(slots);
    } catch (error) {
      if (error instanceof ArithmeticError) return null;
      throw error;
    }
  };
  return runScript({ mentions: script.mentions, evaluate: careful });
}

function runScript(script: Script): EventTest {
  const { evaluate, mentions } = script;
  const isTrue = (value: unknown): boolean => value === true;
  const general = (event: FlatEvent): boolean => forEachCombination(script, event, isTrue);
  if (mentions.length !== 1) return general;
  const name = mentions[0]!;
  const slots: ReturnType<typeof fromScalar>[] = [null];
  return (event) => {
    const value = event[name];
    if (typeof value === "object") return general(event);
    slots[0] = value === undefined ? null : fromScalar(value);
    return evaluate(slots) === true;
  };
}

/** Whether calculating it can fail for some event. */
function mayFail(node: Expression): boolean {
  if (node.kind === "arithmetic" || node.kind === "negative") return true;
  if (node.kind === "call" && CALCULATIONS.has(node.name)) return true;
  return childrenOf(node).some(mayFail);
}

const CALCULATIONS = new Set(["add", "subtract", "multiply", "divide", "modulo"]);
