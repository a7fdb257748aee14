import type { Rule } from "../../rules/index.ts";

/** Elasticsearch returns no more results at once, unless its `index.max_result_window` was raised. */
export const MOST_RESULTS = 10_000;

/** A query that is handed over. */
export type SearchedQuery = Pick<
  Rule,
  "query" | "event_category_override" | "timestamp_field" | "tiebreaker_field"
>;

/**
 * The body of `_eql/search` with the options with which Loupe evaluates the query. The rule's schedule, filters and
 * exceptions are not part of it.
 *
 * @param position which results are returned if there are more: Loupe's hunts list the first
 */
export function eqlSearch(
  { query, event_category_override, timestamp_field, tiebreaker_field }: SearchedQuery,
  position: "head" | "tail",
): Record<string, unknown> {
  return {
    query,
    event_category_field: event_category_override ?? "event.category",
    timestamp_field: timestamp_field ?? "@timestamp",
    ...(tiebreaker_field !== undefined && { tiebreaker_field }),
    size: MOST_RESULTS,
    result_position: position,
  };
}
