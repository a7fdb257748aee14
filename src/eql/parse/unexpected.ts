/** Error messages for unexpected tokens in conditions and events. */
import { foreignWord } from "./foreign-words.ts";
import type { Token } from "./lexer.ts";

export interface Complaint {
  readonly message: string;
  readonly token: Token;
}

const COMPARISONS = new Set(["==", "!=", "<", "<=", ">", ">="]);

export const NO_INDEX =
  "Array indexes are not supported: a field with several values matches if any of them does.";
const LONE_EQUALS = "A single = is not a comparison: use == for exact equality or : to ignore case.";
const NO_REGEX = 'Put a regular expression in double quotes: field regex "pattern".';

export const MISSING_EVENT = "A missing event is written ![ ... ].";

/** Whether an event in brackets begins at this token, and not a list of values. */
export function beginsEvent(tokens: readonly Token[], index: number): boolean {
  const where = tokens[index + 2];
  return tokens[index]?.text === "[" && where?.kind === "keyword" && where.text === "where";
}

/** The message if something follows a complete condition or event. `found` is the token as the message names it. */
export function afterWhole(tokens: readonly Token[], index: number, found: string): Complaint {
  const token = tokens[index]!;
  const previous = tokens[index - 1];
  const before =
    previous?.kind === "name" && tokens[index - 2]?.text !== "." ? foreignWord(previous.text) : null;
  if (before !== null) return { message: before, token: previous! };
  if (token.kind === "keyword" && token.text === "not" && beginsEvent(tokens, index + 1))
    return { message: MISSING_EVENT, token };
  if (tokens[index + 1]?.text === "where" && tokens[index + 1]?.kind === "keyword")
    return {
      message: "A rule has one query: for events of several categories, use any where ...",
      token,
    };
  return { message: sentence(token, previous, found), token };
}

function sentence(token: Token, previous: Token | undefined, found: string): string {
  const touches = previous !== undefined && previous.end === token.start;
  const afterNumber = touches && (previous.kind === "integer" || previous.kind === "decimal");
  switch (token.kind) {
    case "symbol":
      return ofSymbol(token.text, previous, found);
    case "keyword":
      return ofKeyword(token.text) ?? expected(previous, found);
    case "decimal":
      if (!touches || !token.text.startsWith(".")) break;
      return afterNumber ? "Put double quotes around an address or a version." : NO_INDEX;
    case "name":
    case "string": {
      if (touches && previous.kind === "string") return 'Inside a string, write a double quote as \\".';
      if (token.kind === "string") {
        if (previous?.kind !== "string") break;
        return 'Two strings follow each other: put several values in a list, as in in ("a", "b").';
      }
      if (afterNumber) return ofDigits(previous.text, token.text);
      const foreign = foreignWord(token.text);
      if (foreign !== null) return foreign;
    }
  }
  return expected(previous, found);
}

function expected(previous: Token | undefined, found: string): string {
  return previous?.kind === "symbol" && previous.text === "]"
    ? `Expected another event in brackets, until, a pipe or the end of the query, found ${found}.`
    : `Expected and, or, or the end of the condition, found ${found}.`;
}

function ofSymbol(symbol: string, previous: Token | undefined, found: string): string {
  if (symbol === "=") return LONE_EQUALS;
  if (symbol === "[") return NO_INDEX;
  if (symbol === ")") return "This ) closes nothing.";
  if (symbol === "(" && (previous?.kind === "name" || previous?.kind === "quoted-name"))
    return "A function comes before its argument: write length(field), not field.length().";
  if (symbol === "?") return "EQL has no conditional operator a ? b : c: join conditions with and or or.";
  if (symbol === ",") {
    if (previous?.kind === "integer")
      return "Write numbers without separators, and several numbers as a list: (1, 2).";
    if (previous?.text === "]") return "Write the events of a sequence without commas between them.";
  }
  if (COMPARISONS.has(symbol)) return "Comparisons cannot be chained: join two of them with and.";
  if (symbol === ":") return "Only one comparison fits here, and : must directly follow a field or function.";
  return expected(previous, found);
}

function ofKeyword(word: string): string | null {
  if (word === "by") return "Put by directly after the ] of an event, before with runs.";
  if (word === "where") return "A query has one where: join its conditions with and or or.";
  if (word === "with")
    return "Put with maxspan before the events, and with runs=N directly after one of them.";
  return null;
}

/** The message for a name that directly follows a number. */
function ofDigits(digits: string, name: string): string {
  if (digits === "0" && /^x[0-9a-f]{1,16}$/i.test(name))
    return `Numbers are written in decimal: ${BigInt(`0${name}`)} for 0${name}.`;
  if (/^[_\d]+$/.test(name)) return "Write numbers without separators.";
  return "The number ends here: put text in double quotes.";
}

/** The message if a field, a function or a constant is missing. */
export function noValue(token: Token, previous: Token | undefined, found: string): string {
  if (token.kind === "keyword") return noWord(token.text);
  if (token.kind !== "symbol") return `Expected a field, a function or a constant, found ${found}.`;
  const { text } = token;
  if (text === "=") return LONE_EQUALS;
  if (text === "/") return NO_REGEX;
  if (previous?.text === "<" && text === ">") return "Not equal is written !=.";
  if (previous?.text === ",")
    return "Something is missing after the comma: remove the comma, or continue the list.";
  if (text === ")" && previous?.text === "(") return "These parentheses are empty.";
  if (text === "[") return 'Put a list of values in parentheses after in: field in ("a", "b").';
  if (text === "*" && COMPARISONS.has(previous?.text ?? ""))
    return "A lone * is not a value: to match any value, use != null.";
  if (COMPARISONS.has(text) || text === ":")
    return `The field before ${text} is missing: every comparison needs its own.`;
  return `Expected a field, a function or a constant, found ${found}.`;
}

function noWord(word: string): string {
  if (word === "and" || word === "or") return `A condition is missing before this ${word}.`;
  return `${word} is a reserved word: put a field of that name in backticks.`;
}

/** The message if the text after `:`, like or regex is missing. `written` is what was found there, up to a blank. */
export function noPattern(
  operator: string,
  token: Token,
  previous: Token | undefined,
  written: string,
): string {
  if (token.kind === "symbol") {
    if (token.text === "/") return NO_REGEX;
    if (token.text === "[") return 'Put a list of strings in parentheses: ("a", "b").';
    if (token.text === ")" && previous?.text === ",")
      return "Something is missing after the comma: remove the comma, or continue the list.";
    if (token.text === "*" && written === "*") return `To match any value, use != null or ${operator} "*".`;
  }
  if (token.kind === "name" || token.kind === "quoted-name" || "*%?".includes(token.text || " "))
    return `After ${operator}, use text in double quotes, never a field: write ${operator} "${written}".`;
  return `After ${operator}, write a string or a list of strings in parentheses; found ${written}.`;
}

/** The message if a list neither continues nor ends. */
export function noComma(token: Token, found: string): string {
  if (token.kind === "end") return "A ) is missing at the end of the list.";
  if (token.kind === "keyword" && token.text === "or")
    return "Separate the values of a list with commas; any of them may match.";
  if (token.kind === "keyword" && token.text === "and")
    return "Separate the values of a list with commas; any of them may match. To require all of them, repeat the comparison.";
  if (token.kind !== "symbol" && token.kind !== "keyword")
    return "A comma is missing between two values of the list.";
  return `Expected , or ) in the list, found ${found}.`;
}
