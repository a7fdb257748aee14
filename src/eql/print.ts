/** Prints a syntax tree in one canonical spelling, which parses to an equal tree. */
import { isKeyword, isNamePart } from "./parse/lexer.ts";
import type { EventFilter, Expression, Field, Pipe, Query, Term } from "./syntax.ts";

/** The precedence of each form. A form that binds less tightly than its position requires is put in parentheses. */
const OR = 0;
const AND = 1;
const NOT = 2;
const COMPARISON = 3;
const SUM = 4;
const PRODUCT = 5;
const SIGN = 6;
const PREDICATE = 7;
const PRIMARY = 8;

/** Returns the canonical text of a query or of a single expression. */
export function printEql(tree: Query | Expression): string {
  switch (tree.kind) {
    case "event":
      return filter(tree.filter) + pipes(tree.pipes);
    case "sequence": {
      const { maxspan, until } = tree;
      const head = `sequence${keys(tree.by)}${maxspan ? ` with maxspan=${maxspan.amount}${maxspan.unit}` : ""}`;
      return (
        head +
        tree.terms.map(term).join("") +
        (until ? `\n  until ${term(until).trimStart()}` : "") +
        pipes(tree.pipes)
      );
    }
    case "sample":
      return `sample${keys(tree.by)}${tree.terms.map(term).join("")}`;
    default:
      return expression(tree, OR);
  }
}

function pipes(list: readonly Pipe[]): string {
  return list.map((pipe) => `\n| ${pipe.name} ${pipe.count}`).join("");
}

function term({ missing, filter: f, by, runs }: Term): string {
  return `\n  ${missing ? "!" : ""}[${filter(f)}]${keys(by)}${runs === 1 ? "" : ` with runs=${runs}`}`;
}

function keys(by: readonly Field[]): string {
  return by.length === 0 ? "" : ` by ${by.map(field).join(", ")}`;
}

function filter({ category, condition }: EventFilter): string {
  return `${category === null ? "any" : bareName(category) ? category : quote(category)} where ${expression(condition, OR)}`;
}

function bareName(name: string): boolean {
  if (name === "" || isKeyword(name) || !/^[A-Za-z_@]/.test(name)) return false;
  return [...name.slice(1)].every(isNamePart);
}

function field({ name, optional }: Field): string {
  const bare = name.split(".").every(bareName);
  return `${optional ? "?" : ""}${bare ? name : `\`${name.replaceAll("`", "``")}\``}`;
}

/** Escapes quotes, backslashes and control characters, except the null character, for which EQL has no escape. */
function quote(text: string): string {
  const body = text.replace(/["\\\x01-\x1f\x7f]/g, (c) => {
    if (c === '"' || c === "\\") return `\\${c}`;
    if (c === "\n") return "\\n";
    if (c === "\r") return "\\r";
    if (c === "\t") return "\\t";
    return `\\u{${c.charCodeAt(0).toString(16).padStart(2, "0")}}`;
  });
  return `"${body}"`;
}

function decimal(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function list(items: readonly Expression[]): string {
  return `(${items.map((item) => expression(item, OR)).join(", ")})`;
}

function expression(node: Expression, precedence: number): string {
  const [binds, text] = spell(node);
  return binds < precedence ? `(${text})` : text;
}

function spell(node: Expression): [number, string] {
  switch (node.kind) {
    case "null":
      return [PRIMARY, "null"];
    case "boolean":
      return [PRIMARY, String(node.value)];
    case "string":
      return [PRIMARY, quote(node.value)];
    case "integer":
      return [PRIMARY, node.value];
    case "decimal":
      return [PRIMARY, decimal(node.value)];
    case "field":
      return [PRIMARY, field(node)];
    case "call":
      return [PRIMARY, `${node.name}${node.insensitive ? "~" : ""}${list(node.args)}`];
    case "negative":
      return [SIGN, `-${expression(node.operand, SIGN)}`];
    case "arithmetic": {
      const binds = node.operator === "+" || node.operator === "-" ? SUM : PRODUCT;
      return [binds, `${expression(node.left, binds)} ${node.operator} ${expression(node.right, binds + 1)}`];
    }
    case "comparison":
      return [COMPARISON, `${expression(node.left, SUM)} ${node.operator} ${expression(node.right, SUM)}`];
    case "in":
      return [
        PREDICATE,
        `${expression(node.value, PRIMARY)} ${node.insensitive ? "in~" : "in"} ${list(node.list)}`,
      ];
    case "match": {
      const right = node.patterns.length === 1 ? expression(node.patterns[0]!, PRIMARY) : list(node.patterns);
      return [PREDICATE, `${expression(node.value, PRIMARY)} ${node.operator} ${right}`];
    }
    case "not":
      return negation(node.operand);
    case "and":
      return [AND, node.terms.map((t) => expression(t, NOT)).join(" and ")];
    case "or":
      return [OR, node.terms.map((t) => expression(t, AND)).join(" or ")];
  }
}

function negation(operand: Expression): [number, string] {
  if (operand.kind === "comparison" && operand.operator === "==") {
    return [COMPARISON, `${expression(operand.left, SUM)} != ${expression(operand.right, SUM)}`];
  }
  if (operand.kind === "in") {
    const { value, insensitive, list: items } = operand;
    return [PREDICATE, `${expression(value, PRIMARY)} not ${insensitive ? "in~" : "in"} ${list(items)}`];
  }
  return [NOT, `not ${expression(operand, NOT)}`];
}
