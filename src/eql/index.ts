/**
 * EQL, Elasticsearch's Event Query Language, over flat events. This folder does not know file formats, storage or the
 * screen. Everything is synchronous; mistakes in a query throw `EqlError`.
 */
import { checkExpression } from "./check/check-expression.ts";
import { checkQuery } from "./check/check.ts";
import { type CompileOptions, type CompiledEql, compileQuery } from "./compile/compile.ts";
import { evaluate } from "./evaluate.ts";
import type { Scalar } from "../ecs/index.ts";
import { parseExpression, parseQuery } from "./parse/parser.ts";
import { type EqlResult, type RunOptions, run } from "./run.ts";
import type { Query } from "./syntax.ts";

export { EqlError, type SourceRange } from "./error.ts";
export { EQL, type EqlWarnings } from "./language.ts";
export { printEql } from "./print.ts";
export { rangeOf } from "./syntax.ts";
export type * from "./syntax.ts";
export type {
  CompileOptions,
  CompiledEql,
  CompiledEvent,
  CompiledSample,
  CompiledSequence,
  CompiledTerm,
} from "./compile/compile.ts";
export type { EqlResult, RunOptions } from "./run.ts";
export { eqlPieces } from "./parse/pieces.ts";
export { isKeyword } from "./parse/lexer.ts";
export { FUNCTION_NAMES, type FunctionSignature, signatureOf } from "./functions/signatures.ts";
export { nearest } from "./parse/nearest.ts";
export { compileCondition } from "./compile/condition.ts";
export { lostBackslashes } from "./check/lost-backslashes.ts";
export { compareKeys, compareKeyTexts, type JoinKey, keysOf, keyText, keyTextsOf } from "./sequence/keys.ts";
export type { SequenceResult } from "./sequence/sequence.ts";
export type { TermMatch } from "./sequence/plan.ts";
export type { Sample } from "./sequence/sample.ts";

/**
 * Parses a query. Throws EqlError for any text that Elasticsearch refuses without looking at a mapping: grammar, types
 * of constants, functions, limits.
 */
export function parseEql(text: string): Query {
  const query = parseQuery(text);
  checkQuery(query, text);
  return query;
}

/** Parses and compiles a query. Throws EqlError as `parseEql` does. */
export function compileEql(text: string, options: CompileOptions = {}): CompiledEql {
  return compileQuery(parseEql(text), options);
}

/**
 * Runs a query over events, which may be nested, dotted, mixed or already flat (objects without a prototype). The
 * results contain the given objects themselves: events ordered by time, or lists of events with null for a missing
 * event. Samples are ordered by their keys, and each consists of the first events that fit.
 */
export function runEql<T extends object>(
  text: string,
  events: readonly T[],
  options: RunOptions = {},
): EqlResult<T>[] {
  return run(compileEql(text, options), events, options);
}

/**
 * Evaluates one expression, e.g. `concat(a, "x")`, for one event. Returns null for EQL's null, and integers beyond 2^53
 * as text. Throws EqlError as `parseEql` does, and also if the calculation fails, as in dividing an integer by zero.
 */
export function evaluateEql(expression: string, event: object): Scalar | null {
  const tree = parseExpression(expression);
  checkExpression(tree, expression);
  return evaluate(tree, event);
}
