/**
 * Passes conditions on join keys from each event of a sequence or sample on to the others, as Elasticsearch's optimizer
 * does before it searches for any event. For keys with one value this changes nothing, because joined events have the
 * same value. (Except that evidence may spell one address or date in two ways, which string() distinguishes and an
 * index does not.) An event with several values of its key is tested as a whole: in
 * `sequence by ip [a where ip == "x"] [b where true]` an event `a` with x and y and an event `b` with only y are not a
 * sequence, although both have y.
 *
 * Source: PropagateJoinKeyConstraints in the Optimizer of Elasticsearch's x-pack/plugin/eql. Since its pull requests
 * 133134 and 145813 a condition is not passed on if it names another field or belongs to a missing event.
 */
import { constantOf } from "../compile/fold.ts";
import { printEql } from "../print.ts";
import {
  type Expression,
  type Field,
  type SampleQuery,
  type SequenceQuery,
  type Term,
  childrenOf,
  fieldsOf,
} from "../syntax.ts";
import { booleanComparison } from "../check/types.ts";

interface KeyCondition {
  readonly from: Term;
  readonly condition: Expression;
  /** The index of the key among the keys of each event. */
  readonly key: number;
}

/**
 * Each condition is compiled for each event, so a query of a megabyte could require millions. Above this limit, which
 * is far beyond any real rule, no condition is passed on. No sequence is lost by that.
 */
const MAX_PASSED = 50_000;

/** The events of a query, without `until`, each with the conditions the others put on its keys. */
export function withKeyConditions(query: SequenceQuery | SampleQuery): readonly Term[] {
  const conditions = query.terms.flatMap((term) =>
    term.missing ? [] : keyConditions(term, keysOf(query, term)),
  );
  if (conditions.length === 0 || conditions.length * query.terms.length > MAX_PASSED) return query.terms;
  return query.terms.map((term) => {
    const { condition: own } = term.filter;
    const known = new Set(splitAnd(own).map(printEql));
    const added: Expression[] = [];
    for (const { from, condition, key } of conditions) {
      const passed = ofKey(condition, keysOf(query, term)[key]!);
      const text = printEql(passed);
      if (from === term || known.has(text)) continue;
      known.add(text);
      added.push(passed);
    }
    if (added.length === 0) return term;
    const terms = [...(own.kind === "and" ? own.terms : [own]), ...added];
    return { ...term, filter: { ...term.filter, condition: { kind: "and", terms } } };
  });
}

function keysOf(query: SequenceQuery | SampleQuery, term: Term): readonly Field[] {
  return [...query.by, ...term.by];
}

function keyConditions(term: Term, keys: readonly Field[]): KeyCondition[] {
  return splitAnd(term.filter.condition).flatMap((condition) => {
    const [name, ...others] = new Set(fieldsOf(condition).map((field) => field.name));
    const key = keys.findIndex((field) => field.name === name);
    return key < 0 || others.length > 0 || containsOr(condition) ? [] : [{ from: term, condition, key }];
  });
}

/** The conditions that must be true for a condition to be true; for an `or`, those all its alternatives share. */
function splitAnd(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "and":
      return node.terms.flatMap(splitAnd);
    case "or": {
      const [first, ...others] = node.terms.map(splitAnd);
      const texts = others.map((parts) => new Set(parts.map(printEql)));
      return [...first!.filter((part) => texts.every((known) => known.has(printEql(part)))), node];
    }
    case "not":
      return node.operand.kind === "not" ? splitAnd(node.operand.operand) : [node];
    case "comparison": {
      const boolean = booleanComparison(node);
      return boolean?.positive === true ? splitAnd(boolean.condition) : [node];
    }
    default:
      return [node];
  }
}

/**
 * Whether Elasticsearch sees an `or` in a condition. It turns a list of patterns into an `or`, and an `or` of
 * equalities on one value into the list of an `in`.
 */
function containsOr(node: Expression): boolean {
  if (node.kind === "or" && !isList(node.terms)) return true;
  if (node.kind === "match" && !node.operator.startsWith("regex") && node.patterns.length > 1) return true;
  if (node.kind === "in" && node.insensitive && node.list.length > 1) return true;
  return childrenOf(node).some(containsOr);
}

function isList(terms: readonly Expression[]): boolean {
  const values = terms.map((term) => {
    if (term.kind === "in" && !term.insensitive) return term.value;
    if (term.kind !== "comparison" || term.operator !== "==") return null;
    const { left, right } = term;
    if (constantOf(right) !== undefined) return constantOf(right) === null ? null : left;
    return constantOf(left) === undefined || constantOf(left) === null ? null : right;
  });
  return (
    new Set(values.map((value) => (value === null ? "" : printEql(value)))).size === 1 && values[0] !== null
  );
}

/** Returns a condition on one key as a condition on another key. */
function ofKey(node: Expression, key: Field): Expression {
  switch (node.kind) {
    case "field":
      return key;
    case "call":
      return { ...node, args: node.args.map((arg) => ofKey(arg, key)) };
    case "negative":
    case "not":
      return { ...node, operand: ofKey(node.operand, key) };
    case "arithmetic":
    case "comparison":
      return { ...node, left: ofKey(node.left, key), right: ofKey(node.right, key) };
    case "in":
      return { ...node, value: ofKey(node.value, key), list: node.list.map((item) => ofKey(item, key)) };
    case "match":
      return { ...node, value: ofKey(node.value, key) };
    case "and":
    case "or":
      return { ...node, terms: node.terms.map((term) => ofKey(term, key)) };
    default:
      return node;
  }
}
