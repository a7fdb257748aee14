/**
 * Conditions on one field against constants, decided without building values: what Elasticsearch answers from its
 * index. True if any value of the field satisfies the test; a missing field satisfies none.
 */
import {
  anyText,
  anyValue,
  asciiLower,
  compareValues,
  compilePieces,
  equalsAny,
  equalsFolded,
  equalTo,
  type EventTest,
  foldedAt,
  fromScalar,
  inBlock,
  luceneWildcard,
  parseBlock,
  patternOfCall,
  type ScalarTest,
  typedOrder,
  type Value,
} from "../../match/index.ts";
import type { FieldTypes, FieldValue, Scalar } from "../../ecs/index.ts";
import { COMPARISON_TESTS, fieldAndOther } from "./comparison.ts";
import { compileMatch, isOneOf } from "./script.ts";
import {
  type Call,
  type Comparison,
  type Expression,
  type Field,
  isLiteral,
  type Literal,
  type Membership,
} from "../syntax.ts";
import { constantOf } from "./fold.ts";

function isPresent(value: FieldValue | undefined): boolean {
  return value !== undefined && !(typeof value === "object" && value.length === 0);
}

/** The test of a condition that has this form, or null for every other. */
export function compileLeaf(node: Expression, types: FieldTypes): EventTest | null {
  switch (node.kind) {
    case "field":
      return anyValue(node.name, (value) => value === true || value === "true");
    case "comparison":
      return compileComparison(node, types);
    case "in":
      return compileMembership(node, types);
    case "match": {
      if (node.value.kind !== "field") return null;
      const test = compileMatch(node, types);
      return test === null ? null : anyText(node.value.name, test);
    }
    case "call":
      return compileCall(node);
    default:
      return null;
  }
}

function compileComparison(node: Comparison, types: FieldTypes): EventTest | null {
  const sides = fieldAndOther(node);
  if (sides === null) return null;
  const constant = constantOf(sides.other);
  if (constant === undefined) return null;
  const { operator } = sides;
  const { name } = sides.field;
  if (constant === null) return operator === "==" ? (event) => !isPresent(event[name]) : null;
  const isSatisfied = COMPARISON_TESTS[operator];
  const plain = operator === "==" ? equalTo(constant) : orderTest(constant, isSatisfied);
  const typed = typedOrder(types(name), constant);
  if (typed === null) return anyValue(name, plain);
  return anyValue(name, (value) => {
    const order = typed(value);
    return order === null ? plain(value) : isSatisfied(order);
  });
}

/** Whether a condition asks if the times in a field are before or after a moment. */
export function isOrderOfTimes(node: Expression, types: FieldTypes): boolean {
  if (node.kind !== "comparison" || node.operator === "==") return false;
  const sides = fieldAndOther(node);
  const constant = sides === null ? undefined : constantOf(sides.other);
  if (sides === null || constant === undefined || types(sides.field.name) !== "date") return false;
  return typedOrder("date", constant) !== null;
}

function orderTest(constant: Exclude<Value, null>, isSatisfied: (order: number) => boolean): ScalarTest {
  if (typeof constant === "bigint" && Number.isSafeInteger(Number(constant))) {
    // JavaScript compares two numbers in range as they are; everything else goes the exact way.
    const number = Number(constant);
    return (value) =>
      typeof value === "number" ? isSatisfied(value - number) : isSatisfied(order(value, constant));
  }
  return (value) => isSatisfied(order(value, constant));
}

function order(value: Scalar, constant: Exclude<Value, null>): number {
  return compareValues(fromScalar(value)!, constant);
}

function compileMembership(node: Membership, types: FieldTypes): EventTest | null {
  if (node.value.kind !== "field") return null;
  const values: Value[] = [];
  for (const item of node.list) {
    const value = constantOf(item);
    if (value === undefined) return null;
    if (value !== null) values.push(value);
  }
  const { name } = node.value;
  const isListed = equalsAny(name, values, node.insensitive);
  const typed = isOneOf(node.value, node.list, types);
  if (typed === null) return isListed;
  const isInside = anyValue(name, typed);
  return (event) => isListed(event) || isInside(event);
}

function compileCall(node: Call): EventTest | null {
  const [first, ...rest] = node.args;
  if (first?.kind !== "field") return null;
  if (node.name === "cidrMatch") return compileCidr(first, rest);
  const constant = rest.length === 1 ? constantOf(rest[0]!) : undefined;
  if (typeof constant !== "string") return null;
  return compileTextCall(node.name, first.name, constant, node.insensitive);
}

function compileCidr(field: Field, cidrs: readonly Expression[]): EventTest {
  const blocks = cidrs.flatMap((c) => (isLiteral(c) && isString(c) ? (parseBlock(c.value) ?? []) : []));
  return anyText(field.name, (text) => inBlock(text, blocks));
}

function isString(literal: Literal): literal is Literal & { kind: "string" } {
  return literal.kind === "string";
}

function compileTextCall(
  name: string,
  field: string,
  constant: string,
  ignoreCase: boolean,
): EventTest | null {
  const pattern = patternOfCall(name, constant);
  if (pattern !== null) {
    const test = compilePieces(luceneWildcard(pattern, ignoreCase ? asciiLower : (text) => text));
    return anyText(field, ignoreCase ? (text) => test(asciiLower(text)) : test);
  }
  const part = ignoreCase ? asciiLower(constant) : constant;
  const { length } = part;
  switch (name) {
    case "startsWith":
      return anyText(
        field,
        ignoreCase
          ? (text) => text.length >= length && foldedAt(text, part, 0)
          : (text) => text.startsWith(part),
      );
    case "endsWith":
      return anyText(
        field,
        ignoreCase
          ? (text) => text.length >= length && foldedAt(text, part, text.length - length)
          : (text) => text.endsWith(part),
      );
    case "stringContains":
      if (part === "") return () => false;
      return anyText(
        field,
        ignoreCase
          ? (text) =>
              text.length === length
                ? equalsFolded(text, part)
                : text.length > length && asciiLower(text).includes(part)
          : (text) => text.includes(part),
      );
    default:
      return null;
  }
}
