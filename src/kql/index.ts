/**
 * KQL, the Kibana query language, over flat events. A query has the result that Elasticsearch would give for Kibana's
 * translation of it. This folder does not know file formats, storage or the screen; everything is synchronous.
 *
 * Without a mapping, keyword fields compare as whole values and case-sensitively, the fields listed in `fields.ts` by
 * their words, numbers by value, booleans by name, addresses by block, dates by time. Free text (no field) is searched
 * for in every field of the event. `path: { ... }` is evaluated flat: different objects may satisfy its conditions.
 */
export { KqlError } from "./error.ts";
export { compileNode } from "./compile.ts";
export { type FieldKind, fieldUse, type FieldUse, hasText, LISTED_FIELDS } from "./fields.ts";
export { wildcardClause } from "./lucene-wildcard.ts";
export { KQL } from "./language.ts";
export { kqlPieces } from "./pieces.ts";
export { printKql } from "./print.ts";
export type * from "./syntax.ts";
export { type CompiledKql, compileKql, parseKql } from "./query.ts";
