/**
 * The syntax tree. It is plain data and can be compared by meaning: two texts that differ only in blanks, comments,
 * redundant parentheses or spelling (`!=` is `not ==`, a plus sign has no effect) give equal trees. Therefore the
 * source range of a node is kept outside the tree (see `rangeOf`).
 */
import type { SourceRange } from "./error.ts";

export type Literal =
  | { readonly kind: "null" }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  /** Decimal digits without leading zeros, within 64 bits. A text, because a number has only 53 bits. */
  | { readonly kind: "integer"; readonly value: string }
  | { readonly kind: "decimal"; readonly value: number };

export interface Field {
  readonly kind: "field";
  readonly name: string;
  /** Written with a leading `?`. */
  readonly optional: boolean;
}

export interface Call {
  readonly kind: "call";
  /** In the official spelling, e.g. `startsWith`; an unknown name as written. */
  readonly name: string;
  /** Written with a `~`. */
  readonly insensitive: boolean;
  readonly args: readonly Expression[];
}

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";
export type ComparisonOperator = "==" | "<" | "<=" | ">" | ">=";
export type MatchOperator = ":" | "like" | "like~" | "regex" | "regex~";

export interface Negative {
  readonly kind: "negative";
  readonly operand: Expression;
}
export interface Arithmetic {
  readonly kind: "arithmetic";
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Comparison {
  readonly kind: "comparison";
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Membership {
  readonly kind: "in";
  readonly insensitive: boolean;
  readonly value: Expression;
  readonly list: readonly Expression[];
}
export interface Match {
  readonly kind: "match";
  readonly operator: MatchOperator;
  readonly value: Expression;
  readonly patterns: readonly Literal[];
}
export interface Not {
  readonly kind: "not";
  readonly operand: Expression;
}
/** `and` and `or` keep all their terms in one list, so a rule with a thousand terms is not a thousand levels deep. */
export interface Junction {
  readonly kind: "and" | "or";
  readonly terms: readonly Expression[];
}

export type Expression =
  Literal | Field | Call | Negative | Arithmetic | Comparison | Membership | Match | Not | Junction;

export interface EventFilter {
  /** The event category, or null for `any`. */
  readonly category: string | null;
  readonly condition: Expression;
}

export interface Pipe {
  readonly name: "head" | "tail";
  readonly count: number;
}

export interface Maxspan {
  readonly amount: number;
  readonly unit: "ms" | "s" | "m" | "h" | "d";
}

export interface Term {
  /** Written `![...]`: the event must not happen. */
  readonly missing: boolean;
  readonly filter: EventFilter;
  readonly by: readonly Field[];
  readonly runs: number;
}

export interface EventQuery {
  readonly kind: "event";
  readonly filter: EventFilter;
  readonly pipes: readonly Pipe[];
}
export interface SequenceQuery {
  readonly kind: "sequence";
  readonly by: readonly Field[];
  readonly maxspan: Maxspan | null;
  readonly terms: readonly Term[];
  readonly until: Term | null;
  readonly pipes: readonly Pipe[];
}
export interface SampleQuery {
  readonly kind: "sample";
  readonly by: readonly Field[];
  readonly terms: readonly Term[];
}
export type Query = EventQuery | SequenceQuery | SampleQuery;

const ranges = new WeakMap<object, SourceRange>();

/** Stores the source range of a node and returns the node. */
export function at<T extends object>(node: T, range: SourceRange): T {
  ranges.set(node, range);
  return node;
}

/** Returns the source range of a parsed node; for a tree built by hand, the start of the text. */
export function rangeOf(node: object): SourceRange {
  return ranges.get(node) ?? { line: 1, column: 1, start: 0, end: 0 };
}

export function isLiteral(expression: Expression): expression is Literal {
  switch (expression.kind) {
    case "null":
    case "boolean":
    case "string":
    case "integer":
    case "decimal":
      return true;
    default:
      return false;
  }
}

/** Returns the direct subexpressions, in the order of the text. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "call":
      return expression.args;
    case "negative":
    case "not":
      return [expression.operand];
    case "arithmetic":
    case "comparison":
      return [expression.left, expression.right];
    case "in":
      return [expression.value, ...expression.list];
    case "match":
      return [expression.value];
    case "and":
    case "or":
      return expression.terms;
    default:
      return [];
  }
}

/** Returns every mention of a field in an expression, in the order of the text, repetitions included. */
export function fieldsOf(expression: Expression): readonly Field[] {
  if (expression.kind === "field") return [expression];
  return childrenOf(expression).flatMap(fieldsOf);
}
