/**
 * What Elasticsearch refuses in expressions without a mapping; a field may be of any type. Source of the rules:
 * Elasticsearch's verifier and query translator and their tests.
 */
import { EqlError, errorAt } from "../error.ts";
import { parseBlock } from "../../match/index.ts";
import {
  type ArgumentType,
  FUNCTION_NAMES,
  type FunctionSignature,
  replacementOf,
  signatureOf,
} from "../functions/signatures.ts";
import { constantOf, isConstant } from "../compile/fold.ts";
import { foreignConstant } from "../parse/foreign-words.ts";
import { nearest } from "../parse/nearest.ts";
import { compileMatch } from "../compile/script.ts";
import { NOUNS, booleanComparison, family, fits, typeOf } from "./types.ts";
import {
  type Call,
  type Comparison,
  type Expression,
  type Match,
  type Membership,
  childrenOf,
  fieldsOf,
  rangeOf,
} from "../syntax.ts";

/** Checks the condition of an event filter. Throws EqlError. */
export function checkCondition(condition: Expression, text: string): void {
  new Checker(text).condition(condition, true);
}

/** Checks an expression on its own, which may be of any type. Throws EqlError. */
export function checkExpression(expression: Expression, text: string): void {
  new Checker(text).value(expression);
}

class Checker {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  #fail(node: Expression, message: string): never {
    throw errorAt(this.#text, rangeOf(node), message);
  }

  /** @param decides false inside a function, where Elasticsearch runs a script and may compare fields */
  condition(node: Expression, decides: boolean): void {
    const type = typeOf(node);
    // An error inside a calculation is more helpful than the message that it is not a condition.
    if (node.kind === "arithmetic" || node.kind === "negative" || node.kind === "call") this.value(node);
    if (type !== "boolean" && type !== "null" && type !== "unknown") {
      this.#fail(
        node,
        `A condition is true or false, but this is ${NOUNS[type]}: compare it with something.`,
      );
    }
    switch (node.kind) {
      case "and":
      case "or":
        for (const term of node.terms) this.condition(term, decides);
        break;
      case "not":
        this.condition(node.operand, decides);
        break;
      case "comparison":
        this.#comparison(node, decides);
        break;
      case "in":
        this.#membership(node, decides);
        break;
      default:
        this.value(node);
    }
  }

  value(node: Expression): void {
    switch (node.kind) {
      case "and":
      case "or":
      case "not":
      case "comparison":
      case "in":
        this.condition(node, false);
        return;
      case "negative":
        this.#number(node.operand, "after -");
        break;
      case "arithmetic":
        if (node.operator === "-" && node.right.kind === "negative" && !fits(typeOf(node.left), "number"))
          this.#fail(node.right, "A comment begins with //, not with --.");
        this.#number(node.left, `before ${node.operator}`);
        this.#number(node.right, `after ${node.operator}`);
        break;
      case "call":
        this.#call(node);
        break;
      case "match":
        this.#match(node);
        break;
      default:
        return;
    }
    for (const child of childrenOf(node)) this.value(child);
    if (isConstant(node)) this.#calculates(node);
  }

  /** A constant that cannot be calculated, such as 1 / 0, would make the query fail on every event. */
  #calculates(node: Expression): void {
    let value;
    try {
      value = constantOf(node);
    } catch (error) {
      if (error instanceof EqlError) this.#fail(node, error.message);
      throw error;
    }
    if (node.kind !== "call" || node.name !== "number" || value !== null) return;
    const [text, base] = node.args.map(constantOf);
    if (typeof text === "string")
      this.#fail(node, `This text is not a number${typeof base === "bigint" ? ` in base ${base}` : ""}.`);
  }

  #number(node: Expression, where: string): void {
    if (!fits(typeOf(node), "number")) {
      this.#fail(
        node,
        `Expected a number ${where}, found ${NOUNS[typeOf(node)]}: put comparisons in parentheses, and texts in number( ).`,
      );
    }
  }

  #comparison(node: Comparison, decides: boolean): void {
    const boolean = booleanComparison(node);
    if (boolean !== null) {
      // `f(x) == false` is `not f(x)` to Elasticsearch, so the rules for conditions apply to it.
      this.condition(boolean.condition, decides);
      return;
    }
    if (decides) this.#fieldAgainstField(node, [node.left, node.right]);
    this.value(node.left);
    this.value(node.right);
  }

  /** Fields may be compared only if one is optional: an unmapped optional field is the constant null. */
  #fieldAgainstField(node: Comparison, sides: readonly Expression[]): void {
    if (sides.some(isConstant) || sides.flatMap(fieldsOf).some((field) => field.optional)) return;
    const word = node.right.kind === "field" ? foreignConstant(node.right.name) : null;
    this.#fail(
      node.right,
      `Comparisons against fields are not supported by Elasticsearch: ${word === null ? `one side of ${node.operator} must be a constant, a text between double quotes` : `write ${word} for the constant`}.`,
    );
  }

  #membership(node: Membership, decides: boolean): void {
    const operator = node.insensitive ? "in~" : "in";
    const types = new Set<string>();
    this.value(node.value);
    const valueType = typeOf(node.value);
    if (valueType !== "unknown" && valueType !== "null") types.add(family(valueType));
    if (node.insensitive && !fits(valueType, "string"))
      this.#fail(node.value, `in~ compares strings: use in for ${NOUNS[valueType]}.`);
    for (const item of node.list) {
      this.value(item);
      if (decides && !isConstant(item) && !fieldsOf(item).some((field) => field.optional)) {
        this.#fail(
          item,
          `Comparisons against fields are not supported by Elasticsearch: ${operator} takes a list of constants, texts between double quotes.`,
        );
      }
      const type = typeOf(item);
      if (type === "null" || type === "unknown") continue;
      if (node.insensitive && type !== "string")
        this.#fail(item, `in~ compares strings: use in for ${NOUNS[type]}.`);
      types.add(family(type));
      if (types.size > 1)
        this.#fail(
          item,
          `Everything in the list of ${operator} must be of one type: this is ${NOUNS[type]}.`,
        );
    }
  }

  #match(node: Match): void {
    const type = typeOf(node.value);
    if (!fits(type, "string")) {
      this.#fail(
        node.value,
        `${node.operator} compares strings, but this is ${NOUNS[type]}; consider using == instead.`,
      );
    }
    for (const pattern of node.patterns) {
      if (pattern.kind === "string" || (pattern.kind === "null" && node.operator === ":")) continue;
      if (pattern.kind === "null")
        this.#fail(pattern, `${node.operator} takes strings: to match a missing value, use == null.`);
      this.#fail(
        pattern,
        `${node.operator} takes strings, but this is ${NOUNS[typeOf(pattern)]}; consider using == or in instead.`,
      );
    }
    if (!node.operator.startsWith("regex")) return;
    for (const pattern of node.patterns) {
      try {
        compileMatch({ ...node, patterns: [pattern] });
      } catch (error) {
        if (error instanceof EqlError) this.#fail(pattern, error.message);
        throw error;
      }
    }
  }

  #call(node: Call): void {
    const signature = signatureOf(node.name);
    if (signature === undefined) this.#unknownFunction(node);
    if (node.insensitive && !signature.caseAware)
      this.#fail(node, `${node.name} has no variant with ~: write ${node.name}( ).`);
    const { args, required, repeats } = signature;
    const count = node.args.length;
    if (count < required || (!repeats && count > args.length))
      this.#fail(node, `${node.name} takes ${arity(signature)}, found ${count}.`);
    node.args.forEach((arg, i) => this.#argument(node, arg, args[Math.min(i, args.length - 1)]!, i));
  }

  #unknownFunction(node: Call): never {
    const replacement = replacementOf(node.name);
    const known = replacement === undefined ? nearest(node.name, FUNCTION_NAMES) : null;
    const hint =
      replacement === undefined
        ? known === null
          ? ""
          : ` Did you mean ${known}?`
        : ` In Elasticsearch ${replacement}.`;
    this.#fail(node, `Unknown function ${node.name}.${hint}`);
  }

  #argument(node: Call, arg: Expression, wanted: ArgumentType, index: number): void {
    const type = typeOf(arg);
    const ordinal = `Argument ${index + 1} of ${node.name}`;
    if (wanted === "cidr") {
      if (!isConstant(arg)) this.#fail(arg, `${ordinal} must be a constant such as "10.0.0.0/8".`);
      if (arg.kind === "null") return;
      if (arg.kind !== "string")
        this.#fail(arg, `${ordinal} must be a string such as "10.0.0.0/8", found ${NOUNS[type]}.`);
      if (parseBlock(arg.value) === null)
        this.#fail(arg, `${ordinal} is not a block of IP addresses such as "10.0.0.0/8" or "2001:db8::/32".`);
    } else if (wanted !== "any" && !fits(type, wanted === "ip" ? "string" : wanted)) {
      this.#fail(arg, `${ordinal} must be ${ARTICLES[wanted]}, found ${NOUNS[type]}.`);
    }
  }
}

const ARTICLES = {
  string: "a string",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  ip: "a field with an IP address",
};

function arity({ args, required, repeats }: FunctionSignature): string {
  if (repeats) return `at least ${required} argument${required === 1 ? "" : "s"}`;
  if (required === args.length) return `exactly ${required} argument${required === 1 ? "" : "s"}`;
  return `${required} or ${args.length} arguments`;
}
