/** Prints a syntax tree in one canonical spelling, which parses to an equal tree. */
import type { FieldName, Kql, KqlValue } from "./syntax.ts";

const OR = 0;
const AND = 1;
const NOT = 2;
const COMPARISON = 3;

export function printKql(tree: Kql): string {
  return print(tree, OR);
}

function print(node: Kql, precedence: number): string {
  const [text, binds] = written(node);
  return binds < precedence ? `(${text})` : text;
}

function written(node: Kql): readonly [text: string, binds: number] {
  switch (node.kind) {
    case "all":
      return ["*", COMPARISON];
    case "or":
      return [node.terms.map((term) => print(term, AND)).join(" or "), OR];
    case "and":
      return [node.terms.map((term) => print(term, NOT)).join(" and "), AND];
    case "not":
      return [`not ${print(node.operand, COMPARISON)}`, NOT];
    case "is":
      return [
        `${node.field === null ? "" : `${printField(node.field)}: `}${printValue(node.value)}`,
        COMPARISON,
      ];
    case "range":
      return [`${printField(node.field)} ${node.operator} ${printValue(node.value)}`, COMPARISON];
    case "nested":
      return [`${bare(node.path)}: { ${print(node.query, OR)} }`, COMPARISON];
  }
}

function printField(field: FieldName): string {
  if (field.kind === "wildcard") return printValue(field);
  // Without quotes, blanks at the ends would be lost, and null would be the keyword.
  return field.name === "null" || field.name !== field.name.trim() ? quote(field.name) : bare(field.name);
}

export function printValue(value: KqlValue): string {
  if (value.kind === "wildcard") return value.parts.map(bare).join("*");
  return value.quoted || value.text === "" ? quote(value.text) : bare(value.text);
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** `\not` would mean a line feed and `ot`, so the n of `not` is written as a Unicode escape. */
function bare(text: string): string {
  return text
    .replace(/[\\():<>"*{}]/g, "\\$&")
    .replace(/[nN](?=[oO][tT])/g, (n) => (n === "n" ? "\\u006e" : "\\u004e"))
    .replace(/(?<=[ \t\r\n\u00a0])(?=or|and)/gi, "\\");
}
