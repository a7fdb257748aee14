/**
 * Splits a query into tokens by the rules of Elasticsearch's EqlBase.g4: keywords are lower case only, `~` is part of
 * the name before it, `![` is one token.
 */
import { EqlError, type SourceRange, errorAt } from "../error.ts";
import { foreignCharacter } from "./foreign-characters.ts";
import { readString } from "./string-literal.ts";

export type TokenKind =
  "keyword" | "name" | "quoted-name" | "function~" | "string" | "integer" | "decimal" | "symbol" | "end";

export interface Token extends SourceRange {
  readonly kind: TokenKind;
  /** Unescaped for strings and quoted names, without the `~` for functions, otherwise as written. */
  readonly text: string;
}

const KEYWORDS = new Set(
  "and any by false in in~ join like like~ maxspan not null of or regex regex~ sample sequence true until where with".split(
    " ",
  ),
);

/** Whether a word needs backticks to be a field name. */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word);
}

const SYMBOLS = [
  "![",
  "==",
  "!=",
  "<=",
  ">=",
  "<",
  ">",
  "=",
  ":",
  "+",
  "-",
  "*",
  "/",
  "%",
  ".",
  ",",
  "[",
  "]",
  "(",
  ")",
  "|",
  "?",
];

/** Splits a query into tokens; the last one always has the kind "end". Throws EqlError at the first invalid token. */
export function tokenize(text: string): readonly Token[] {
  return new Lexer(text).run();
}

/** The tokens before the first invalid one, and where that is; null if there is none. */
export function tokenizeStart(text: string): {
  readonly tokens: readonly Token[];
  readonly failedAt: number | null;
} {
  const lexer = new Lexer(text);
  try {
    return { tokens: lexer.run(), failedAt: null };
  } catch (error) {
    if (!(error instanceof EqlError)) throw error;
    return { tokens: lexer.tokens, failedAt: lexer.position };
  }
}

class Lexer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #position = 0;
  #line = 1;
  #lineStart = 0;
  /** The first line break not yet counted. Kept, because otherwise every token would search a long line again. */
  #nextBreak: number;

  constructor(text: string) {
    this.#text = text;
    this.#nextBreak = this.#breakFrom(0);
  }

  #breakFrom(from: number): number {
    const at = this.#text.indexOf("\n", from);
    return at < 0 ? Infinity : at;
  }

  get tokens(): readonly Token[] {
    return this.#tokens;
  }

  /** Where the next token begins. */
  get position(): number {
    return this.#position;
  }

  run(): readonly Token[] {
    for (;;) {
      this.#skipBlanks();
      if (this.#position >= this.#text.length) break;
      this.#next();
    }
    this.#push("end", "", this.#position);
    return this.#tokens;
  }

  #range(end: number): SourceRange {
    return { line: this.#line, column: this.#position - this.#lineStart + 1, start: this.#position, end };
  }

  #fail(message: string, end = this.#position + 1): never {
    throw errorAt(this.#text, this.#range(Math.min(end, this.#text.length)), message);
  }

  #push(kind: TokenKind, text: string, end: number): void {
    this.#tokens.push({ kind, text, ...this.#range(end) });
    this.#advance(end);
  }

  /** Moves to `end` and counts the lines. Only blanks and comments can contain a line break. */
  #advance(end: number): void {
    while (this.#nextBreak < end) {
      this.#line++;
      this.#lineStart = this.#nextBreak + 1;
      this.#nextBreak = this.#breakFrom(this.#lineStart);
    }
    this.#position = end;
  }

  #skipBlanks(): void {
    for (;;) {
      let end = this.#position;
      while (end < this.#text.length && " \t\r\n".includes(this.#text[end]!)) end++;
      if (this.#text.startsWith("//", end)) {
        while (end < this.#text.length && this.#text[end] !== "\n") end++;
      } else if (this.#text.startsWith("/*", end)) {
        this.#advance(end);
        end = this.#commentEnd();
      }
      if (end === this.#position) return;
      this.#advance(end);
    }
  }

  /**
   * Returns the offset after the comment. In Elasticsearch comments nest, but an inner `/*` that is never closed does
   * not count. If several ends are possible, Elasticsearch takes the last one in the whole query, and any conditions
   * in between become part of the comment. That silently changes what a rule finds, so it is refused here.
   */
  #commentEnd(): number {
    const text = this.#text;
    let depth = 1;
    let ends = 0;
    let last = -1;
    for (let i = this.#position + 2; i < text.length - 1; i++) {
      if (text[i] === "*" && text[i + 1] === "/") {
        i++;
        ends++;
        last = i + 1;
        if (--depth === 0) return last;
      } else if (text[i] === "/" && text[i + 1] === "*") {
        i++;
        depth++;
      }
    }
    if (ends === 0) this.#fail("This comment is never closed: add */ at its end.", text.length);
    if (ends > 1) {
      this.#fail("This comment contains a second /*, so its end is ambiguous: remove the inner /*.", last);
    }
    return last;
  }

  #next(): void {
    const text = this.#text;
    const position = this.#position;
    const c = text[position]!;
    if (c === '"') {
      const { value, end } = readString(text, this.#range(position + 1));
      this.#push("string", value, end);
    } else if (c === "'") {
      this.#fail('Use double quotes ["] for strings, not single quotes.', this.#stringEnd(position, "'"));
    } else if (c === "?" && (text[position + 1] === '"' || text[position + 1] === "'")) {
      this.#fail(
        'Write a string without escapes in three double quotes ["""], not after ?.',
        this.#stringEnd(position + 1, text[position + 1]!),
      );
    } else if (c === "`") {
      this.#quotedName();
    } else if (isNameStart(c)) {
      this.#name();
    } else if (isDigit(c) || (c === "." && isDigit(text[position + 1]))) {
      this.#number();
    } else {
      const symbol = SYMBOLS.find((s) => text.startsWith(s, position));
      const doubled = (c === "&" || c === "|") && text[position + 1] === c;
      if (symbol === undefined || doubled) {
        const character = String.fromCodePoint(text.codePointAt(position)!);
        this.#fail(foreignCharacter(character), position + (doubled ? 2 : character.length));
      }
      this.#push("symbol", symbol, position + symbol.length);
    }
  }

  /** The end of a string in an unsupported form, for the error message: its closing quote or the end of the line. */
  #stringEnd(from: number, quote: string): number {
    const close = this.#text.slice(from + 1).search(quote === "'" ? /['\r\n]/ : /["\r\n]/);
    return close < 0 ? this.#text.length : from + 2 + close;
  }

  /** Inside a quoted name, two backticks mean one. */
  #quotedName(): void {
    const text = this.#text;
    let name = "";
    for (let i = this.#position + 1; i < text.length; i++) {
      if (text[i] !== "`") {
        name += text[i];
      } else if (text[i + 1] === "`") {
        name += "`";
        i++;
      } else {
        if (name === "") this.#fail("A name in backticks cannot be empty.", i + 1);
        return this.#push("quoted-name", name, i + 1);
      }
    }
    this.#fail("This name is never closed: add a backtick [`] at its end.", text.length);
  }

  #name(): void {
    const text = this.#text;
    const position = this.#position;
    let end = position + 1;
    while (end < text.length && isNamePart(text[end]!)) end++;
    const word = text.slice(position, end);
    if (text[end] === "~") {
      if (KEYWORDS.has(`${word}~`)) return this.#push("keyword", `${word}~`, end + 1);
      if (!KEYWORDS.has(word)) return this.#push("function~", word, end + 1);
    }
    this.#push(KEYWORDS.has(word) ? "keyword" : "name", word, end);
  }

  #number(): void {
    const text = this.#text;
    const position = this.#position;
    let end = position;
    let decimal = false;
    while (isDigit(text[end])) end++;
    if (text[end] === ".") {
      decimal = true;
      end++;
      while (isDigit(text[end])) end++;
    }
    if (text[end] === "e" || text[end] === "E") {
      const sign = text[end + 1] === "+" || text[end + 1] === "-" ? 1 : 0;
      if (isDigit(text[end + 1 + sign])) {
        decimal = true;
        end += 1 + sign;
        while (isDigit(text[end])) end++;
      }
    }
    this.#push(decimal ? "decimal" : "integer", text.slice(position, end), end);
  }
}

function isDigit(c: string | undefined): boolean {
  return c !== undefined && c >= "0" && c <= "9";
}
function isNameStart(c: string): boolean {
  return (c >= "a" && c <= "z") || (c >= "A" && c <= "Z") || c === "_" || c === "@";
}
/** Whether a character may continue a bare name (`@` may only begin one). */
export function isNamePart(c: string): boolean {
  return (c >= "a" && c <= "z") || (c >= "A" && c <= "Z") || c === "_" || isDigit(c);
}
