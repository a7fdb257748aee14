/** What every query language compiles to: clauses, tests of an event, and the texts and values a match requires. */
export { asciiLower, equalsFolded, equalsUnicodeFolded, foldedAt } from "./ascii.ts";
export { canonicalAddress, inBlock, parseAddress, parseBlock } from "./cidr.ts";
export { type ClauseEffect, clauseEffects } from "./clause-effect.ts";
export { type RequiredValue, type Clause, junction, negation } from "./clause.ts";
export { equalsAny, equalTo } from "./equality.ts";
export { anyText, anyValue, type EventTest, type ScalarTest } from "./event-test.ts";
export { explainClause, type Explanation, type SeenValues } from "./explain.ts";
export { luceneWildcard, patternOfCall } from "./lucene-wildcard.ts";
export { fieldsThatPrevent } from "./missing-fields.ts";
export { ORDER_TESTS } from "./order-tests.ts";
export { compareTiebreakers, firstOf, sortEvents, type OrderedEvent } from "./ordinal.ts";
export { compileEqual, compilePatterns, compilePieces, type PatternPiece, type TextTest } from "./pattern.ts";
export {
  type RequiredTextClause,
  type RequiredText,
  longestText,
  longestSafeSegment,
  safeSegments,
} from "./required-text.ts";
export { requiredValuesFor, requiredValuesOf, hasOneSpelling, moreSelective } from "./required-value.ts";
export { typedEquality, typedOrder } from "./typed-order.ts";
export {
  compareCodePoints,
  compareValues,
  equalValues,
  fromScalar,
  inLong,
  parseNumber,
  scalarText,
  toNumber,
  toPublic,
  toText,
  type Value,
} from "./values.ts";
export { failingClauses } from "./failing-clauses.ts";
export type { PieceKind, QueryPiece } from "./query-piece.ts";
