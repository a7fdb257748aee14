/**
 * Expressions as values, three-valued: what Elasticsearch runs as a script. Each mention of a field is a slot that
 * holds one value at a time; two mentions of one field vary independently.
 */
import { add, divide, modulo, multiply, negate, subtract } from "./arithmetic.ts";
import { asciiLower, equalsUnicodeFolded } from "./ascii.ts";
import { functionOf } from "./functions/table.ts";
import { inBlock, parseBlock } from "./functions/cidr.ts";
import { compilePatterns } from "./pattern.ts";
import { compileRegex } from "./regex/automaton.ts";
import type {
  Arithmetic,
  ArithmeticOperator,
  Call,
  Comparison,
  Expression,
  Match,
  Membership,
} from "./syntax.ts";
import { type Value, compareValues, equalValues, toNumber, toText } from "./values.ts";

type Slots = readonly Value[];
type Evaluator = (slots: Slots) => Value;

export interface Script {
  /** The field behind each slot. */
  readonly mentions: readonly string[];
  readonly evaluate: Evaluator;
}

/** Compiles an expression. Throws EqlError where a constant part cannot be calculated. */
export function compileScript(expression: Expression): Script {
  const mentions: string[] = [];
  const evaluate = compile(expression, mentions);
  return { mentions, evaluate };
}

function compile(expression: Expression, mentions: string[]): Evaluator {
  const before = mentions.length;
  const evaluate = compileNode(expression, mentions);
  if (mentions.length > before || expression.kind === "field") return evaluate;
  // Nothing in it depends on the event: calculated once.
  const value = evaluate([]);
  return () => value;
}

function compileNode(expression: Expression, mentions: string[]): Evaluator {
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
      const slot = mentions.push(expression.name) - 1;
      return (slots) => slots[slot]!;
    }
    case "negative": {
      const operand = compile(expression.operand, mentions);
      return (slots) => {
        const n = toNumber(operand(slots));
        return n === null ? null : negate(n);
      };
    }
    case "arithmetic":
      return arithmetic(expression, mentions);
    case "comparison":
      return comparison(expression, mentions);
    case "call":
      return call(expression, mentions);
    case "in":
      return membership(expression, mentions);
    case "match":
      return match(expression, mentions);
    case "not": {
      const operand = compile(expression.operand, mentions);
      return (slots) => {
        const value = truth(operand(slots));
        return value === null ? null : !value;
      };
    }
    case "and":
    case "or":
      return junction(
        expression.kind === "or",
        expression.terms.map((t) => compile(t, mentions)),
      );
  }
}

/** A value as a condition: a boolean field may hold its value as text. */
function truth(value: Value): boolean | null {
  return value === null ? null : value === true || value === "true";
}

/** `and` is false as soon as a term is, `or` true as soon as one is; else a null term makes it null. */
function junction(decisive: boolean, terms: readonly Evaluator[]): Evaluator {
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

function arithmetic(node: Arithmetic, mentions: string[]): Evaluator {
  const left = compile(node.left, mentions);
  const right = compile(node.right, mentions);
  const operate = OPERATIONS[node.operator];
  return (slots) => {
    const a = toNumber(left(slots));
    const b = toNumber(right(slots));
    return a === null || b === null ? null : operate(a, b);
  };
}

function comparison(node: Comparison, mentions: string[]): Evaluator {
  const left = compile(node.left, mentions);
  const right = compile(node.right, mentions);
  if (node.operator === "==") {
    // Against the word null it asks whether the other side is null. An optional field is null where it is unmapped,
    // the one case in which two fields may be compared at all.
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
  const holds = ORDERS[node.operator];
  return (slots) => {
    const a = left(slots);
    const b = right(slots);
    return a === null || b === null ? null : holds(compareValues(a, b));
  };
}

function mayBeNullLiteral(side: Expression): boolean {
  return side.kind === "null" || (side.kind === "field" && side.optional);
}

/** What each operator makes of `compareValues`; NaN satisfies none. */
export const ORDERS: Readonly<Record<"<" | "<=" | ">" | ">=", (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

function call(node: Call, mentions: string[]): Evaluator {
  const args = node.args.map((arg) => compile(arg, mentions));
  if (node.name === "cidrMatch") {
    const ip = args[0]!;
    const blocks = args
      .slice(1)
      .map((arg) => parseBlock(String(arg([]))))
      .filter((block) => block !== null);
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

function membership(node: Membership, mentions: string[]): Evaluator {
  const value = compile(node.value, mentions);
  const list = node.list.map((item) => compile(item, mentions));
  const unicode = node.value.kind === "call";
  const equal = node.insensitive
    ? (a: Exclude<Value, null>, b: Exclude<Value, null>): boolean =>
        foldedEqual(toText(a), toText(b), unicode)
    : equalValues;
  return (slots) => {
    const a = value(slots);
    if (a === null) return null;
    let unknown = false;
    for (const item of list) {
      const b = item(slots);
      if (b === null) unknown = true;
      else if (equal(a, b)) return true;
    }
    return unknown ? null : false;
  };
}

/** All of Unicode on the result of a function (Java's compareToIgnoreCase), ASCII letters elsewhere. */
function foldedEqual(a: string, b: string, unicode: boolean): boolean {
  return unicode ? equalsUnicodeFolded(a, b) : asciiLower(a) === asciiLower(b);
}

function match(node: Match, mentions: string[]): Evaluator {
  const value = compile(node.value, mentions);
  const test = compileMatch(node);
  if (test === null) return () => null;
  return (slots) => {
    const v = value(slots);
    return v === null ? null : test(toText(v));
  };
}

/** The test of `:`, like or regex on a text; null if every pattern is null. */
export function compileMatch(node: Match): ((text: string) => boolean) | null {
  const patterns = node.patterns.flatMap((p) => (p.kind === "string" ? [p.value] : []));
  if (patterns.length === 0) return null;
  const ignoreCase = node.operator === ":" || node.operator.endsWith("~");
  if (node.operator.startsWith("regex")) {
    return compileRegex(patterns, { ignoreCase, dialect: node.value.kind === "call" ? "java" : "lucene" });
  }
  const test = compilePatterns(patterns, ignoreCase);
  if (node.operator !== ":" || node.value.kind !== "call") return test;
  const plain = patterns.filter((p) => !/[*?]/.test(p));
  return (text) => test(text) || plain.some((p) => equalsUnicodeFolded(text, p));
}
