/**
 * Compiles a tree into the clauses of `match`, so the same code as for EQL handles `and`, `or`, `not`, explanations and
 * missing fields: two-valued, and any value of a field may satisfy a test.
 */
import {
  type RequiredValue,
  requiredValuesFor,
  anyValue,
  type Clause,
  equalsAny,
  type EventTest,
  type ScalarTest,
  hasOneSpelling,
  junction,
  negation,
} from "../match/index.ts";
import type { FieldValue, FlatEvent, Scalar } from "../ecs/index.ts";
import { dateSpan } from "../time/index.ts";
import { type FieldKind, type FieldUse, fieldUse, hasText } from "./fields.ts";
import { printKql } from "./print.ts";
import { requiredTextsOf } from "./required-texts.ts";
import { type FieldName, type Kql, type KqlLiteral, type Wildcard, isLoneStar } from "./syntax.ts";
import { rangeTest, starTest, valueTest } from "./value-tests.ts";

type Is = Kql & { readonly kind: "is" };

/** @param path the prefix of every field's name: the objects of `path: { ... }`, each followed by a dot */
export function compileNode(node: Kql, path = ""): Clause {
  return { ...clauseOf(node, path), requiredTexts: () => requiredTextsOf(node, path) };
}

function clauseOf(node: Kql, path: string): Clause {
  const text = (): string => printKql(inPath(node, path));
  switch (node.kind) {
    case "all":
      return { kind: "test", text, fields: [], clauses: [], test: () => true, constant: true };
    case "or": {
      const list = sameKeyword(node.terms, path);
      if (list !== null) return oneOf(list.field, list.values, text);
      return junction(
        "or",
        node.terms.map((term) => compileNode(term, path)),
        text,
      );
    }
    case "and":
      return junction(
        "and",
        node.terms.map((term) => compileNode(term, path)),
        text,
      );
    case "not":
      return negation(compileNode(node.operand, path), text);
    case "nested":
      // A flat event does not show which values belong to one object: several objects may satisfy the conditions.
      return compileNode(node.query, `${path}${node.path}.`);
    case "range":
      return {
        ...fieldClause(
          withPath(node.field, path),
          (kind) => rangeTest(kind, node.operator, node.value),
          text,
        ),
        ...(dateSpan(node.value.text) !== null && { isOrderOfTimes: true }),
      };
    case "is":
      return isClause(node, path, text);
  }
}

function isClause({ field, value }: Is, path: string, text: () => string): Clause {
  const name = field === null ? ANY_FIELD : withPath(field, path);
  if (isLoneStar(value)) return fieldClause(name, () => () => true, text);
  if (name.kind === "name" && value.kind === "literal") {
    const use = fieldUse(name.name);
    if (use.kind === "keyword" && use.parent === null) return oneOf(name.name, [value], text);
  }
  return fieldClause(name, (kind) => valueTest(kind, value), text);
}

const ANY_FIELD: Wildcard = { kind: "wildcard", parts: ["", ""] };

function withPath(field: FieldName, path: string): FieldName {
  if (path === "") return field;
  if (field.kind === "name") return { kind: "name", name: path + field.name };
  return { kind: "wildcard", parts: field.parts.map((part, i) => (i === 0 ? path + part : part)) };
}

/** An explanation shows each clause on its own, so the clause is printed with the path around it. */
function inPath(node: Kql, path: string): Kql {
  const names = path.split(".").slice(0, -1);
  return path === "" ? node : { kind: "nested", path: names.join("."), query: node };
}

/** Recognises `field: (a or b)` on a keyword, which a single look-up decides; null for any other `or`. */
function sameKeyword(terms: readonly Kql[], path: string): { field: string; values: KqlLiteral[] } | null {
  const values: KqlLiteral[] = [];
  let name: string | null = null;
  for (const term of terms) {
    if (term.kind !== "is" || term.field?.kind !== "name" || term.value.kind !== "literal") return null;
    if (name !== null && name !== term.field.name) return null;
    name = term.field.name;
    values.push(term.value);
  }
  if (name === null) return null;
  const use = fieldUse(path + name);
  return use.kind === "keyword" && use.parent === null ? { field: use.name, values } : null;
}

function oneOf(field: string, values: readonly KqlLiteral[], text: () => string): Clause {
  const texts = values.map((value) => value.text);
  const requiredValues = (): readonly RequiredValue[] | null =>
    texts.every(hasOneSpelling) ? requiredValuesFor(field, texts) : null;
  const test = equalsAny(field, texts);
  return { kind: "test", text, fields: [field], clauses: [], test, constant: undefined, requiredValues };
}

function fieldClause(field: FieldName, testFor: (kind: FieldKind) => ScalarTest, text: () => string): Clause {
  const base = { kind: "test" as const, text, clauses: [], constant: undefined };
  if (field.kind === "name") {
    const use = fieldUse(field.name);
    const test = onField(use, testFor(use.kind));
    return use.parent === null
      ? { ...base, fields: [use.name], test }
      : { ...base, fields: [use.parent], testedInstead: use.name, test };
  }
  const matching = fieldsMatching(field, testFor);
  return {
    ...base,
    fields: [],
    fieldsIn: matching,
    test: (event) => matching(event).length > 0,
  };
}

/**
 * A document never contains a multi-field itself, so its parent is tested. But evidence may contain a field that
 * happens to have the same name; then that field is tested.
 */
function onField({ name, parent }: FieldUse, test: ScalarTest): EventTest {
  const own = anyValue(name, test);
  if (parent === null) return own;
  const other = anyValue(parent, test);
  return (event) => (event[name] === undefined ? other(event) : own(event));
}

/**
 * Finds the fields of an event whose name matches and one of whose values passes the test, whole or, for a field with
 * `.text`, word by word.
 */
function fieldsMatching(
  field: Wildcard,
  testFor: (kind: FieldKind) => ScalarTest,
): (event: FlatEvent) => readonly string[] {
  const nameMatches = starTest(field.parts);
  const tests = new Map<FieldKind, ScalarTest>();
  const testOf = (kind: FieldKind): ScalarTest => {
    const test = tests.get(kind) ?? testFor(kind);
    tests.set(kind, test);
    return test;
  };
  return (event) =>
    Object.keys(event).filter((name) => {
      const value = event[name];
      if (value === undefined) return false;
      const { kind } = fieldUse(name);
      return (
        (nameMatches(name) && some(value, testOf(kind))) ||
        (hasText(name) && nameMatches(`${name}.text`) && some(value, testOf("text")))
      );
    });
}

function some(value: FieldValue, test: ScalarTest): boolean {
  return typeof value === "object" ? value.some((scalar: Scalar) => test(scalar)) : test(value);
}

/** Returns every field the query names, each once and in order. Wildcards are left out; a multi-field is its parent. */
export function fieldNames(node: Kql, path = ""): string[] {
  switch (node.kind) {
    case "and":
    case "or":
      return [...new Set(node.terms.flatMap((term) => fieldNames(term, path)))];
    case "not":
      return fieldNames(node.operand, path);
    case "nested":
      return fieldNames(node.query, `${path}${node.path}.`);
    case "is":
    case "range": {
      if (node.field?.kind !== "name") return [];
      const { name, parent } = fieldUse(path + node.field.name);
      return [parent ?? name];
    }
    case "all":
      return [];
  }
}
