/** Splits a query into pieces for an editor: a query that is being written is wrong most of the time. */
import type { PieceKind, QueryPiece } from "../match/index.ts";
import { KqlError } from "./error.ts";
import { Scanner } from "./scanner.ts";
import type { KqlValue } from "./syntax.ts";

export function kqlPieces(text: string): readonly QueryPiece[] {
  return new Pieces(text).all();
}

const WORD = /(?:and|or|not)(?=[ \t\r\n\u00a0(]|$)/iy;
const OPERATOR = /<=|>=|[:<>(){}]/y;
/** What makes a field of the text before it. */
const AFTER_FIELD = /[ \t\r\n\u00a0]*(?:[:<>]|<=|>=)/y;
const REST = /[^\n]*\n?/y;

class Pieces extends Scanner {
  readonly #pieces: QueryPiece[] = [];

  all(): readonly QueryPiece[] {
    for (this.skipSpace(); this.pos < this.text.length; this.skipSpace()) {
      const from = this.pos;
      try {
        this.#next(from);
      } catch (error) {
        if (!(error instanceof KqlError)) throw error;
        // What follows a mistake in the same line may mean anything.
        this.pos = from;
        this.take(REST);
        this.#add("invalid", from, this.text.slice(from, this.pos));
      }
      // Every turn has to get somewhere.
      if (this.pos === from) this.#add("invalid", from, this.text[this.pos++]!);
    }
    return this.#pieces;
  }

  #next(from: number): void {
    const word = this.take(WORD);
    if (word !== null) return this.#add("keyword", from, word[0]);
    const operator = this.take(OPERATOR);
    if (operator !== null) return this.#add("operator", from, operator[0]);
    const literal = this.literal();
    if (literal === null) return;
    this.pos = this.#endOf(from);
    const isField = this.at(AFTER_FIELD) !== null;
    this.#add(isField ? "field" : kindOf(literal), from, textOf(literal));
  }

  /** Without the blanks that an unquoted value takes with it. */
  #endOf(from: number): number {
    return from + this.text.slice(from, this.pos).trimEnd().length;
  }

  #add(kind: PieceKind, from: number, text: string): void {
    this.#pieces.push({ kind, from, to: this.pos, text });
  }
}

function kindOf(value: KqlValue): PieceKind {
  if (value.kind === "literal" && value.quoted) return "string";
  return value.kind === "literal" && /^-?\d+(?:\.\d+)?$/.test(value.text) ? "number" : "value";
}

function textOf(value: KqlValue): string {
  return value.kind === "literal" ? value.text : value.parts.join("*");
}
