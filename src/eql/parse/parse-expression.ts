/**
 * Parses expressions by recursive descent, with the precedence of Elasticsearch's EqlBase.g4:
 * or < and < not < one comparison < + - < * / % < sign < `in`, `:`, like, regex < primary.
 */
import type { SourceRange } from "../error.ts";
import { canonicalName } from "../functions/signatures.ts";
import {
  type ArithmeticOperator,
  type ComparisonOperator,
  type Expression,
  type Field,
  type Literal,
  type MatchOperator,
  at,
} from "../syntax.ts";
import { TokenCursor } from "./token-cursor.ts";
import {
  MISSING_EVENT,
  NO_INDEX,
  afterWhole,
  beginsEvent,
  noComma,
  noPattern,
  noValue,
} from "./unexpected.ts";

/**
 * How deep an expression may nest. Parentheses, `not`, signs, lists, function arguments and each operator in a chain of
 * sums or products count; `and` and `or` do not, however many terms they join. Elastic's own rules stay below ten. The
 * limit keeps every walk over a tree within half a megabyte of stack, which is what Chromium gives a worker.
 */
export const MAX_DEPTH = 100;

const COMPARISONS = new Set(["==", "!=", "<", "<=", ">", ">="]);
const MATCHES = new Set([":", "like", "like~", "regex", "regex~"]);

export class ExpressionParser extends TokenCursor {
  #depth = 0;

  expectEnd(): void {
    if (!this.isNext("end")) this.failTrailing();
  }

  /** Fails because something follows a condition or an event that is already complete. */
  protected failTrailing(): never {
    const { message, token } = afterWhole(this.tokens, this.index, this.found());
    this.fail(message, token);
  }

  #enter(range: SourceRange, levels = 1): void {
    this.#depth += levels;
    if (this.#depth > MAX_DEPTH)
      this.fail(`This expression is nested more than ${MAX_DEPTH} levels deep: simplify it.`, range);
  }

  expression(): Expression {
    return this.#junction("or", () => this.#junction("and", () => this.#negation()));
  }

  #junction(kind: "and" | "or", term: () => Expression): Expression {
    const start = this.here;
    const first = term();
    if (!this.isNext("keyword", kind)) return first;
    const terms = [first];
    while (this.accept("keyword", kind)) terms.push(term());
    return at({ kind, terms }, this.since(start));
  }

  #negation(): Expression {
    const start = this.here;
    if (!this.accept("keyword", "not")) return this.#comparison();
    this.#enter(start);
    const operand = this.#negation();
    this.#depth--;
    return at({ kind: "not", operand }, this.since(start));
  }

  #comparison(): Expression {
    const start = this.here;
    const left = this.operand();
    const token = this.here;
    if (token.kind !== "symbol" || !COMPARISONS.has(token.text)) {
      if (this.isNext("symbol", "=") || this.isNext("symbol", "[")) this.failTrailing();
      return left;
    }
    this.index++;
    const right = this.operand();
    const range = this.since(start);
    if (this.here.kind === "symbol" && (COMPARISONS.has(this.here.text) || this.isNext("symbol", "="))) {
      this.failTrailing();
    }
    if (token.text === "!=") {
      return at(
        { kind: "not", operand: at({ kind: "comparison", operator: "==", left, right }, range) },
        range,
      );
    }
    return at({ kind: "comparison", operator: token.text as ComparisonOperator, left, right }, range);
  }

  /** Parses a sum, a product or a single value. */
  operand(): Expression {
    return this.#chain(["+", "-"], () => this.#chain(["*", "/", "%"], () => this.#signed()));
  }

  /** Parses left-associative operators: each one makes the tree one level deeper on the left. */
  #chain(operators: readonly ArithmeticOperator[], part: () => Expression): Expression {
    const start = this.here;
    let left = part();
    let levels = 0;
    for (;;) {
      const token = this.here;
      const operator = operators.find((o) => token.kind === "symbol" && token.text === o);
      if (operator === undefined) break;
      this.index++;
      this.#enter(token);
      levels++;
      left = at({ kind: "arithmetic", operator, left, right: part() }, this.since(start));
    }
    this.#depth -= levels;
    return left;
  }

  #signed(): Expression {
    const start = this.here;
    const sign = this.accept("symbol", "-") ?? this.accept("symbol", "+");
    if (sign === null) return this.#predicate();
    this.#enter(start);
    const operand = this.#signed();
    this.#depth--;
    return sign.text === "+" ? operand : at({ kind: "negative", operand }, this.since(start));
  }

  #predicate(): Expression {
    const start = this.here;
    const value = this.#primary();
    const negated = this.isNext("keyword", "not") ? this.accept("keyword", "not") : null;
    const token = this.here;
    if (token.kind === "keyword" && (token.text === "in" || token.text === "in~")) {
      this.index++;
      const list = this.#list(token.text, () => this.expression());
      const membership = at(
        { kind: "in" as const, insensitive: token.text === "in~", value, list },
        this.since(start),
      );
      return negated ? at({ kind: "not", operand: membership }, this.since(start)) : membership;
    }
    if (negated)
      this.fail(
        beginsEvent(this.tokens, this.index)
          ? MISSING_EVENT
          : 'After a value, "not" must be followed by "in"; to negate a comparison, put "not" before it.',
        negated,
      );
    if ((token.kind === "keyword" || token.kind === "symbol") && MATCHES.has(token.text)) {
      this.index++;
      const patterns = this.isNext("symbol", "(")
        ? this.#list(token.text, () => this.#constant(token.text))
        : [this.#constant(token.text)];
      return at({ kind: "match", operator: token.text as MatchOperator, value, patterns }, this.since(start));
    }
    return value;
  }

  #list<T>(operator: string, item: () => T): T[] {
    const open = this.accept("symbol", "(");
    if (open === null) this.fail(`After ${operator}, write a list in parentheses: ${operator} ("a", "b").`);
    this.#enter(open);
    if (this.isNext("symbol", ")")) this.fail(`The list after ${operator} cannot be empty.`);
    const items = [item()];
    while (this.accept("symbol", ",")) items.push(item());
    if (!this.accept("symbol", ")")) this.fail(noComma(this.here, this.found()));
    this.#depth--;
    return items;
  }

  #constant(operator: string): Literal {
    const literal = this.#literal();
    if (literal === null) this.fail(noPattern(operator, this.here, this.previous, this.written()));
    return literal;
  }

  #primary(): Expression {
    const start = this.here;
    const literal = this.#literal();
    if (literal !== null) return literal;
    if (this.accept("symbol", "(")) {
      this.#enter(start);
      const inner = this.expression();
      if (this.isNext("end")) this.fail("A ) is missing.");
      if (!this.accept("symbol", ")")) this.failTrailing();
      this.#depth--;
      return inner;
    }
    if (
      this.isNext("function~") ||
      (this.isNext("name") &&
        this.tokens[this.index + 1]?.text === "(" &&
        this.tokens[this.index + 1]?.kind === "symbol")
    ) {
      return this.#call();
    }
    if (
      this.isNext("name") &&
      this.tokens[this.index + 1]?.kind === "keyword" &&
      this.tokens[this.index + 1]?.text === "of"
    ) {
      this.fail(
        "Process relationships (child of, descendant of, event of) are not supported: use a sequence.",
      );
    }
    if (this.isNext("name") || this.isNext("quoted-name") || this.isNext("symbol", "?")) return this.#field();
    this.#failNoValue();
  }

  #failNoValue(): never {
    this.fail(noValue(this.here, this.previous, this.found()));
  }

  #literal(): Literal | null {
    const token = this.here;
    let literal: Literal;
    if (token.kind === "string") literal = { kind: "string", value: token.text };
    else if (token.kind === "integer") literal = integerLiteral(token.text);
    else if (token.kind === "decimal") literal = { kind: "decimal", value: Number(token.text) };
    else if (token.kind === "keyword" && token.text === "null") literal = { kind: "null" };
    else if (token.kind === "keyword" && (token.text === "true" || token.text === "false")) {
      literal = { kind: "boolean", value: token.text === "true" };
    } else return null;
    if (literal.kind === "decimal" && !Number.isFinite(literal.value)) this.fail("This number is too large.");
    this.index++;
    return at(literal, token);
  }

  #call(): Expression {
    const name = this.tokens[this.index++]!;
    const open = this.expect("symbol", "(");
    this.#enter(open);
    const args: Expression[] = [];
    if (!this.isNext("symbol", ")")) {
      do args.push(this.expression());
      while (this.accept("symbol", ","));
    }
    if (!this.accept("symbol", ")")) {
      if (!this.isNext("symbol") && !this.isNext("end") && this.here.start === this.previous?.end)
        this.failTrailing();
      this.fail(`Expected , or ) in the arguments of ${name.text}, found ${this.found()}.`);
    }
    this.#depth--;
    const node = {
      kind: "call" as const,
      name: canonicalName(name.text),
      insensitive: name.kind === "function~",
      args,
    };
    return at(node, this.since(name));
  }

  #field(): Field {
    const start = this.here;
    const optional = this.accept("symbol", "?") !== null;
    const parts = [this.#fieldPart()];
    while (this.accept("symbol", ".")) parts.push(this.#fieldPart());
    if (this.isNext("symbol", "[") && /^\d/.test(this.text.slice(this.here.end).trimStart()))
      this.fail(NO_INDEX);
    return at({ kind: "field", name: parts.join("."), optional }, this.since(start));
  }

  #fieldPart(): string {
    const token = this.accept("name") ?? this.accept("quoted-name");
    if (token !== null) return token.text;
    if (this.isNext("keyword")) this.#failNoValue();
    this.fail(`Expected the name of a field, found ${this.found()}.`);
  }
}

const MAX_LONG = 2n ** 63n - 1n;

/** An integer beyond 64 bits becomes a decimal, as in Elasticsearch. */
function integerLiteral(digits: string): Literal {
  const canonical = digits.replace(/^0+(?=\d)/, "");
  if (canonical.length > 19 || BigInt(canonical) > MAX_LONG)
    return { kind: "decimal", value: Number(canonical) };
  return { kind: "integer", value: canonical };
}
