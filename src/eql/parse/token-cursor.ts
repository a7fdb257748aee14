/** Reads tokens one after another, with errors that name what was found and what was expected. */
import { type SourceRange, errorAt } from "../error.ts";
import { type Token, type TokenKind, tokenize } from "./lexer.ts";

const KIND_NAMES = new Map<TokenKind, string>([
  ["integer", "a whole number"],
  ["name", "a name"],
  ["string", "a string in double quotes"],
]);

export class TokenCursor {
  protected readonly text: string;
  protected readonly tokens: readonly Token[];
  protected index = 0;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokenize(text);
  }

  /** The next token. */
  get here(): Token {
    return this.tokens[this.index]!;
  }

  /** The token taken last. */
  get previous(): Token | undefined {
    return this.tokens[this.index - 1];
  }

  isNext(kind: TokenKind, text?: string): boolean {
    const token = this.here;
    return token.kind === kind && (text === undefined || token.text === text);
  }

  accept(kind: TokenKind, text?: string): Token | null {
    if (!this.isNext(kind, text)) return null;
    return this.tokens[this.index++]!;
  }

  expect(kind: TokenKind, text?: string): Token {
    const token = this.accept(kind, text);
    if (token === null) this.fail(`Expected ${text ?? KIND_NAMES.get(kind) ?? kind}, found ${this.found()}.`);
    return token;
  }

  fail(message: string, range: SourceRange = this.here): never {
    throw errorAt(this.text, range, message);
  }

  /** The range from a token up to the last one taken. */
  since(start: SourceRange): SourceRange {
    const last = this.tokens[this.index - 1];
    return {
      line: start.line,
      column: start.column,
      start: start.start,
      end: Math.max(start.start, last?.end ?? 0),
    };
  }

  /** The query's text from here to a blank, a comma, a bracket or a quote: probably a string without its quotes. */
  protected written(): string {
    const { start } = this.here;
    return shortened(/^[^\s,()[\]"]*/.exec(this.text.slice(start, start + 80))![0] || this.found());
  }

  protected found(): string {
    const token = this.here;
    if (token.kind === "end") return "the end of the query";
    return shortened(this.text.slice(token.start, token.end));
  }
}

function shortened(piece: string): string {
  return piece.length > 40 ? `${piece.slice(0, 39)}…` : piece;
}
