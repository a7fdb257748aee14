/** Hunts: a query over the evidence at hand, and what it found. */
export { Hunt } from "./hunt.svelte.ts";
export { queryOfFilter } from "./condition-text.ts";
export { nameOf, readQueries } from "./kept-queries.ts";
export { STARTERS } from "./starters.ts";
export { FieldSurvey } from "./field-survey.svelte.ts";
export type { KnownField } from "./known-fields.ts";
export { HuntExports } from "./hunt-exports.svelte.ts";
export type { HuntItem } from "./hunt-items.ts";
export { type HuntQuery, isSameQuery } from "./hunt-query.ts";
export type { HuntRow } from "./hunt-rows.ts";
export { HuntRun, type HuntSequence, type HuntSources } from "./hunt-run.svelte.ts";
export { FIRST_HUNT, type HuntState, readHuntState, writeHuntState } from "./hunt-state.ts";
export type { HuntFacet } from "./narrowed.ts";
export { valuesOf } from "./narrowed.ts";
export { MOST_ROWS } from "./pipes.ts";
