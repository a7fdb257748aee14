/**
 * Expressions as values, three-valued: what Elasticsearch runs as a script. Each mention of a field is a slot with
 * one value at a time; two mentions of one field vary independently.
 */
import { add, divide, modulo, multiply, negate, subtract } from "./arithmetic.ts";
import {
  asciiLower,
  compareValues,
  compilePatterns,
  equalsUnicodeFolded,
  equalValues,
  inBlock,
  ORDER_TESTS,
  parseBlock,
  toNumber,
  toText,
  typedEquality,
  typedOrder,
  type Value,
} from "../../match/index.ts";
import { COMPARISON_TESTS, fieldAndOther } from "./comparison.ts";
import { functionOf } from "../functions/table.ts";
import { compileRegex } from "../regex/automaton.ts";
import { compileScriptPatterns } from "./script-pattern.ts";
import { type FieldTypes, ecsTypeOf } from "../../ecs/index.ts";
import {
  type Arithmetic,
  type ArithmeticOperator,
  type Call,
  type Comparison,
  type Expression,
  type Field,
  type Match,
  type Membership,
  fieldsOf,
} from "../syntax.ts";

type Slots = readonly Value[];
type Evaluator = (slots: Slots) => Value;

export interface Script {
  /** The field each slot reads. */
  readonly mentions: readonly string[];
  readonly evaluate: Evaluator;
}

/** What is known about the fields while an expression is compiled. */
interface Fields {
  readonly mentions: string[];
  readonly types: FieldTypes;
}

/** Compiles an expression. Throws EqlError where a constant part cannot be calculated. */
export function compileScript(expression: Expression, types: FieldTypes = ecsTypeOf): Script {
  const mentions: string[] = [];
  const evaluate = compile(expression, { mentions, types });
  return { mentions, evaluate };
}

function compile(expression: Expression, fields: Fields): Evaluator {
  const { mentions } = fields;
  const before = mentions.length;
  const evaluate = compileNode(expression, fields);
  if (mentions.length > before || expression.kind === "field") return evaluate;
  // The value does not depend on the event, so it is calculated once.
  const value = evaluate([]);
  return () => value;
}

function compileNode(expression: Expression, fields: Fields): Evaluator {
  switch (expression.kind) {
    case "null":
      return () => null;
    case "boolean":
    case "string":
    case "decimal": {
      const { value } = expression;
      return () => value;
    }
    case "integer": {
      const value = BigInt(expression.value);
      return () => value;
    }
    case "field": {
      const slot = fields.mentions.push(expression.name) - 1;
      return (slots) => slots[slot]!;
    }
    case "negative": {
      const operand = compile(expression.operand, fields);
      return (slots) => {
        const n = toNumber(operand(slots));
        return n === null ? null : negate(n);
      };
    }
    case "arithmetic":
      return arithmetic(expression, fields);
    case "comparison":
      return comparison(expression, fields);
    case "call":
      return call(expression, fields);
    case "in":
      return membership(expression, fields);
    case "match":
      return match(expression, fields);
    case "not":
      return negation(compile(expression.operand, fields));
    case "and":
    case "or":
      return junction(
        expression.kind === "or",
        expression.terms.map((t) => compile(t, fields)),
      );
  }
}

/** A value as a condition: a boolean field may contain its value as text. */
function truth(value: Value): boolean | null {
  return value === null ? null : value === true || value === "true";
}

/** `not`: of null it is null. */
export function negation(operand: Evaluator): Evaluator {
  return (slots) => {
    const value = truth(operand(slots));
    return value === null ? null : !value;
  };
}

/** `and` is false as soon as a term is, `or` true as soon as one is (`decisive`); else a null term makes it null. */
export function junction(decisive: boolean, terms: readonly Evaluator[]): Evaluator {
  return (slots) => {
    let unknown = false;
    for (const term of terms) {
      const value = truth(term(slots));
      if (value === decisive) return decisive;
      if (value === null) unknown = true;
    }
    return unknown ? null : !decisive;
  };
}

const OPERATIONS: Readonly<Record<ArithmeticOperator, typeof add>> = {
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "%": modulo,
};

function arithmetic(node: Arithmetic, fields: Fields): Evaluator {
  const left = compile(node.left, fields);
  const right = compile(node.right, fields);
  const operate = OPERATIONS[node.operator];
  return (slots) => {
    const a = toNumber(left(slots));
    const b = toNumber(right(slots));
    return a === null || b === null ? null : operate(a, b);
  };
}

function comparison(node: Comparison, fields: Fields): Evaluator {
  const left = compile(node.left, fields);
  const right = compile(node.right, fields);
  const plain = ofValues(node, left, right);
  const sides = fieldAndOther(node);
  if (sides === null || fieldsOf(sides.other).length > 0) return plain;
  const [value, constant] = sides.mirrored ? [right, left] : [left, right];
  const order = typedOrder(fields.types(sides.field.name), constant([]));
  if (order === null) return plain;
  const isSatisfied = COMPARISON_TESTS[sides.operator];
  return (slots) => {
    const v = value(slots);
    const typed = v === null ? null : order(v);
    return typed === null ? plain(slots) : isSatisfied(typed);
  };
}

function ofValues(node: Comparison, left: Evaluator, right: Evaluator): Evaluator {
  if (node.operator === "==") {
    // A comparison with the word null asks whether the other side is null. An optional field is null where it is
    // unmapped: only with such a field may two fields be compared at all.
    if (mayBeNullLiteral(node.left) || mayBeNullLiteral(node.right)) {
      return (slots) => {
        const a = left(slots);
        const b = right(slots);
        return a === null || b === null ? a === b : equalValues(a, b);
      };
    }
    return (slots) => {
      const a = left(slots);
      const b = right(slots);
      return a === null || b === null ? null : equalValues(a, b);
    };
  }
  const isSatisfied = ORDER_TESTS[node.operator];
  return (slots) => {
    const a = left(slots);
    const b = right(slots);
    return a === null || b === null ? null : isSatisfied(compareValues(a, b));
  };
}

function mayBeNullLiteral(side: Expression): boolean {
  return side.kind === "null" || (side.kind === "field" && side.optional);
}

function call(node: Call, fields: Fields): Evaluator {
  const args = node.args.map((arg) => compile(arg, fields));
  if (node.name === "cidrMatch") {
    const ip = args[0]!;
    const blocks = args
      .slice(1)
      .map((arg) => parseBlock(String(arg([]))))
      .filter((block) => block !== null);
    if (blocks.length === 0) return () => null;
    return (slots) => {
      const value = ip(slots);
      return value === null ? null : inBlock(toText(value), blocks);
    };
  }
  const apply = functionOf(node.name, node.insensitive);
  // One list for all calls: no function keeps its arguments, and an evaluator never runs inside itself.
  const values = new Array<Value>(args.length).fill(null);
  return (slots) => {
    for (let i = 0; i < args.length; i++) values[i] = args[i]!(slots);
    return apply(values);
  };
}

function membership(node: Membership, fields: Fields): Evaluator {
  const value = compile(node.value, fields);
  const list = node.list.map((item) => compile(item, fields));
  const typed = node.value.kind === "field" ? isOneOf(node.value, node.list, fields.types) : null;
  const unicode = node.value.kind !== "field";
  const equal = node.insensitive
    ? (a: Exclude<Value, null>, b: Exclude<Value, null>): boolean =>
        foldedEqual(toText(a), toText(b), unicode)
    : equalValues;
  return (slots) => {
    const a = value(slots);
    if (a === null) return null;
    if (typed?.(a)) return true;
    let unknown = false;
    for (const item of list) {
      const b = item(slots);
      if (b === null) unknown = true;
      else if (equal(a, b)) return true;
    }
    return unknown ? null : false;
  };
}

/** Equality with any of several expressions, as far as these are constants of the field's type; null if none is. */
export function isOneOf(
  field: Field,
  items: readonly Expression[],
  types: FieldTypes,
): ReturnType<typeof typedEquality> {
  const type = types(field.name);
  if (type === null) return null;
  const constants = items.filter((item) => fieldsOf(item).length === 0);
  return typedEquality(
    type,
    constants.map((constant) => compileScript(constant).evaluate([])),
  );
}

/** All of Unicode on constants and results of functions (Java's compareToIgnoreCase), ASCII letters on fields. */
function foldedEqual(a: string, b: string, unicode: boolean): boolean {
  return unicode ? equalsUnicodeFolded(a, b) : asciiLower(a) === asciiLower(b);
}

function match(node: Match, fields: Fields): Evaluator {
  const value = compile(node.value, fields);
  const test = compileMatch(node, fields.types);
  if (test === null) return () => null;
  return (slots) => {
    const v = value(slots);
    return v === null ? null : test(toText(v));
  };
}

/** The test of `:`, like or regex on a text; null if every pattern is null. */
export function compileMatch(node: Match, types: FieldTypes = ecsTypeOf): ((text: string) => boolean) | null {
  const patterns = node.patterns.flatMap((p) => (p.kind === "string" ? [p.value] : []));
  if (patterns.length === 0) return null;
  const ignoreCase = node.operator === ":" || node.operator.endsWith("~");
  if (node.operator.startsWith("regex")) {
    return compileRegex(patterns, { ignoreCase, dialect: node.value.kind === "call" ? "java" : "lucene" });
  }
  if (node.value.kind !== "field") return compileScriptPatterns(patterns, ignoreCase);
  const test = compilePatterns(patterns, ignoreCase);
  if (node.operator !== ":") return test;
  // Elasticsearch refuses `:` on dates and addresses; on a field that is one it can only have meant `==`.
  const typed = isOneOf(node.value, node.patterns, types);
  return typed === null ? test : (text) => test(text) || typed(text);
}
