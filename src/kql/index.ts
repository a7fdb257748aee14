/**
 * KQL, the Kibana query language, over flat events, decided as Elasticsearch would decide what Kibana makes of it.
 * This folder knows no file format, no store and no screen; everything is synchronous.
 *
 * Without a mapping: keyword fields compare whole and case-sensitively, the fields of `fields.ts` by their words,
 * numbers by value, booleans by name, addresses by block, dates by time. Free text (no field) is looked for in every
 * field of the event. `path: { ... }` is evaluated flat: its conditions may be met by different objects.
 */
export { KqlError } from "./error.ts";
export { compileNode } from "./compile.ts";
export { type FieldKind, fieldUse, type FieldUse } from "./fields.ts";
export { wildcardClause } from "./lucene-wildcard.ts";
export { KQL } from "./language.ts";
export { printKql } from "./print.ts";
export type * from "./syntax.ts";
export { type CompiledKql, compileKql, parseKql } from "./query.ts";
