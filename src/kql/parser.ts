/** Parses queries by recursive descent, with the precedence of Kibana's grammar: or < and < not < one comparison. */
import { fieldUse } from "./fields.ts";
import { isDateMath } from "../time/index.ts";
import { Scanner } from "./scanner.ts";
import { type FieldName, type Kql, type RangeOperator, type KqlValue, isLoneStar } from "./syntax.ts";

/** How deep parentheses and braces, and `not` with them, may nest, so that no walk over a tree exhausts the stack. */
const MAX_DEPTH = 100;

const AND = /[ \t\r\n\u00a0]+and[ \t\r\n\u00a0]+/iy;
const OR = /[ \t\r\n\u00a0]+or[ \t\r\n\u00a0]+/iy;
const NOT = /not[ \t\r\n\u00a0]+/iy;
const RANGE = /<=|>=|<|>/y;
const WORD = /[^\s():<>"{}]+|./suy;

/** Parses a whole query. Throws KqlError. */
export function parse(text: string): Kql {
  return new Parser(text).query();
}

class Parser extends Scanner {
  #depth = 0;
  #path = "";

  query(): Kql {
    this.skipSpace();
    if (this.peek() === "") return { kind: "all" };
    const query = this.#or();
    this.skipSpace();
    if (this.peek() !== "") this.#unexpected();
    return query;
  }

  #or(): Kql {
    return this.#junction("or", OR, () => this.#junction("and", AND, () => this.#not(() => this.#primary())));
  }

  #junction(kind: "and" | "or", word: RegExp, term: () => Kql): Kql {
    const terms = [term()];
    while (this.take(word) !== null) terms.push(term());
    return terms.length === 1 ? terms[0]! : { kind, terms };
  }

  #not(term: () => Kql): Kql {
    if (this.take(NOT) === null) return term();
    if (this.at(NOT) !== null)
      this.#fail("Two not in a row: put the second into parentheses, or leave both out.");
    return { kind: "not", operand: term() };
  }

  #primary(): Kql {
    return this.peek() === "(" ? this.#bracketed(")", () => this.#or()) : this.#comparison();
  }

  #bracketed<T>(close: string, inner: () => T): T {
    const start = this.pos++;
    if (++this.#depth > MAX_DEPTH) {
      throw this.error(
        `This query is nested more than ${MAX_DEPTH} levels deep: simplify it.`,
        start,
        start + 1,
      );
    }
    this.skipSpace();
    const result = inner();
    this.skipSpace();
    if (this.peek() === "") throw this.error(`The ${close} that closes this is missing.`, start);
    if (this.peek() !== close) this.#unexpected();
    this.pos++;
    this.#depth--;
    return result;
  }

  #comparison(): Kql {
    const start = this.pos;
    const first = this.literal();
    if (first === null) this.#unexpected();
    const end = this.pos;
    this.skipSpace();
    if (this.peek() === ":") {
      this.pos++;
      this.skipSpace();
      if (this.peek() === "{") return this.#nested(first, start, end);
      return this.#values(this.#field(first, start, end));
    }
    const operator = this.take(RANGE);
    if (operator !== null) return this.#range(this.#field(first, start, end), operator[0] as RangeOperator);
    // The blanks belong to the `and` or `or` that may follow.
    this.pos = end;
    if (this.#path !== "") {
      throw this.error("Inside braces every value needs its field: { field: value }.", start, end);
    }
    if (isLoneStar(first)) return { kind: "all" };
    return { kind: "is", field: null, value: this.#checked(first, start) };
  }

  #field(value: KqlValue, start: number, end: number): FieldName {
    if (value.kind === "wildcard") return value;
    if (value.text === "" || (value.text === "null" && !value.quoted)) {
      throw this.error("The name of a field is missing before the colon or comparison.", start, end);
    }
    return { kind: "name", name: value.text };
  }

  #nested(value: KqlValue, start: number, end: number): Kql {
    const field = this.#field(value, start, end);
    if (field.kind !== "name") throw this.error("A path before { cannot contain a *.", start, end);
    const outer = this.#path;
    this.#path = outer + field.name + ".";
    const query = this.#bracketed("}", () => this.#or());
    this.#path = outer;
    return { kind: "nested", path: field.name, query };
  }

  /** Parses a value or a list of values in parentheses, all for the same field. */
  #values(field: FieldName): Kql {
    if (this.peek() === "(") return this.#bracketed(")", () => this.#list(field));
    const start = this.pos;
    const value = this.literal();
    if (value === null) {
      this.#fail(
        this.peek() === ""
          ? "A value is missing after the colon: write field: value, or field: * for any."
          : null,
      );
    }
    const checked = this.#checked(value, start);
    if (field.kind === "name" && fieldUse(this.#path + field.name).kind === "date") {
      this.#refuseRelative(checked, start);
    }
    if (field.kind === "wildcard" && isLoneStar(field) && isLoneStar(checked)) return { kind: "all" };
    return { kind: "is", field, value: checked };
  }

  #list(field: FieldName): Kql {
    return this.#junction("or", OR, () =>
      this.#junction("and", AND, () => this.#not(() => this.#values(field))),
    );
  }

  #range(field: FieldName, operator: RangeOperator): Kql {
    this.skipSpace();
    const start = this.pos;
    const value = this.literal();
    if (value === null) this.#fail(`A value is missing after ${operator}.`);
    if (value.kind === "wildcard") {
      throw this.error(
        "A value with * has no order: compare with a number, a date or a text.",
        start,
        this.pos,
      );
    }
    this.#checked(value, start);
    this.#refuseRelative(value, start);
    return { kind: "range", field, operator, value };
  }

  /** Kibana parses an unquoted null, but Elasticsearch refuses the resulting search. */
  #checked(value: KqlValue, start: number): KqlValue {
    if (value.kind === "literal" && value.text === "null" && !value.quoted) {
      throw this.error(
        'null is not a value: write not field: * for a missing field, or "null" in quotes for the word.',
        start,
        this.pos,
      );
    }
    return value;
  }

  #refuseRelative(value: KqlValue, start: number): void {
    if (value.kind === "literal" && isDateMath(value.text)) {
      throw this.error(
        "Dates relative to now (or with ||) depend on when a rule runs, which evidence does not say: write a date.",
        start,
        this.pos,
      );
    }
  }

  #fail(message: string | null): never {
    if (message === null) this.#unexpected();
    throw this.error(message, this.pos, this.pos + (this.at(WORD)?.[0].length ?? 0));
  }

  /** Fails with a message about what was found here and what was probably meant. */
  #unexpected(): never {
    this.skipSpace();
    const before = this.text.slice(Math.max(0, this.pos - 200), this.pos).trimEnd();
    if (/=$/.test(before)) this.#fail("KQL compares with a colon: write field: value instead of = or ==.");
    switch (this.peek()) {
      case "":
        return this.#fail("The query ends where a value or a comparison should follow.");
      case ")":
        return this.#fail(
          /\($/.test(before)
            ? "These parentheses are empty."
            : "This ) closes nothing, or a value is missing before it.",
        );
      case "}":
        return this.#fail("This } closes nothing, or a value is missing before it.");
      case "(":
        return this.#fail(
          /(?:^|[\s(])(?:and|or|not)$/i.test(before)
            ? "Write a space between and, or, not and the parenthesis after it."
            : "An and or or is missing before this (; inside a value, write \\( or use quotes.",
        );
      case ":":
        return this.#fail("A colon inside a value must be written \\: or the value put in double quotes.");
      case "<":
      case ">":
        return this.#fail(`Inside a value, write \\${this.peek()} or put the value in double quotes.`);
      case '"':
        return this.#fail('An and or or is missing before this "; inside a value, write \\".');
      case "{":
        return this.#fail("Braces must directly follow a field and its colon: path: { field: value }.");
    }
    if (this.at(/not[ \t\r\n\u00a0]/iy) !== null) {
      this.#fail("not ends a value: write and not or or not, or put the whole value in double quotes.");
    }
    if (this.at(/(?:and|or)(?![\w.])/iy) !== null) {
      this.#fail("Put and and or between two conditions, with a space on both sides.");
    }
    this.#fail("Expected and or or, with spaces around it, or the end of the query.");
  }
}
