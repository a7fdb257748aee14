/** Splits a query into pieces for an editor: a query that is being written is wrong most of the time. */
import type { PieceKind, QueryPiece } from "../../match/index.ts";
import { type Token, tokenizeStart } from "./lexer.ts";

/** Operators that are words, and so are values. */
const VALUES = new Set(["true", "false", "null"]);

export function eqlPieces(text: string): readonly QueryPiece[] {
  const pieces: QueryPiece[] = [];
  for (let from = 0; from < text.length;) {
    const { tokens, failedAt } = tokenizeStart(text.slice(from));
    addPieces(pieces, text, from, tokens);
    if (failedAt === null) break;
    // What follows a mistake in the same line may mean anything; the next line is read as if it were whole.
    const end = endOfLine(text, from + failedAt);
    pieces.push({ kind: "invalid", from: from + failedAt, to: end, text: text.slice(from + failedAt, end) });
    from = end;
  }
  return withComments(text, pieces);
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end + 1;
}

function addPieces(pieces: QueryPiece[], text: string, offset: number, tokens: readonly Token[]): void {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === "end") return;
    const isName = token.kind === "name" || token.kind === "quoted-name";
    const last = isName ? endOfName(tokens, i) : hasUnit(tokens, i) ? i + 1 : i;
    const [from, to] = [offset + token.start, offset + tokens[last]!.end];
    const kind = isName ? kindOfName(tokens, last) : kindOf(token);
    pieces.push({
      kind,
      from,
      to,
      text: isName ? nameOf(tokens.slice(i, last + 1)) : contentOf(token, text.slice(from, to)),
    });
    i = last;
  }
}

/** Whether a number is a span of time, as in `maxspan=5m`. */
function hasUnit(tokens: readonly Token[], i: number): boolean {
  const [number, unit] = [tokens[i]!, tokens[i + 1]];
  return number.kind === "integer" && unit?.kind === "name" && unit.start === number.end;
}

/** The last token of a dotted name. */
function endOfName(tokens: readonly Token[], start: number): number {
  let last = start;
  // A dot at the end belongs to the name that is being written.
  while (isDot(tokens[last + 1]) && tokens[last + 1]!.start === tokens[last]!.end) {
    last++;
    const next = tokens[last + 1];
    // A keyword may be a part of a name, as in `process.sequence`, although EQL then wants backticks.
    const isPart = next !== undefined && ["name", "quoted-name", "keyword"].includes(next.kind);
    if (!isPart || next.start !== tokens[last]!.end) break;
    last++;
  }
  return last;
}

function isDot(token: Token | undefined): boolean {
  return token?.kind === "symbol" && token.text === ".";
}

function nameOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join("");
}

function kindOfName(tokens: readonly Token[], last: number): PieceKind {
  const next = tokens[last + 1];
  if (next?.kind === "keyword" && next.text === "where") return "category";
  if (next?.kind === "symbol" && next.text === "(") return "function";
  const before = tokens[last - 1];
  if (before?.kind === "symbol" && before.text === "|") return "keyword";
  return "field";
}

function kindOf({ kind, text }: Token): PieceKind {
  switch (kind) {
    case "keyword":
      return VALUES.has(text) ? "value" : "keyword";
    case "function~":
      return "function";
    case "string":
      return "string";
    case "integer":
    case "decimal":
      return "number";
    default:
      return "operator";
  }
}

function contentOf({ kind, text }: Token, written: string): string {
  return kind === "string" || kind === "function~" ? text : written;
}

/** Tokens leave out comments: a text between two of them that is not blank is one. */
function withComments(text: string, pieces: readonly QueryPiece[]): readonly QueryPiece[] {
  const all: QueryPiece[] = [];
  let end = 0;
  const addComment = (to: number): void => {
    const between = text.slice(end, to);
    const from = end + (between.length - between.trimStart().length);
    if (from < to)
      all.push({ kind: "comment", from, to: from + text.slice(from, to).trimEnd().length, text: "" });
  };
  for (const piece of pieces) {
    addComment(piece.from);
    all.push(piece);
    end = piece.to;
  }
  addComment(text.length);
  return all;
}
