import type { EventField, EventFilter, EventQuery, TextSearch } from "../../scan/index.ts";
import { atLeastOne, type Condition, type TimeRange } from "../filter/index.ts";

/**
 * The query that finds the events which conditions and a range let through: of the included values of a field an event has
 * one, it has no excluded one, and it has all texts that are searched for.
 *
 * @param all about fields of the event index
 */
export function queryOf(all: readonly Condition[], { from, to }: TimeRange): EventQuery {
  const conditions = all.filter(({ isOff }) => !isOff);
  const filters = new Map<string, EventFilter>();
  for (const { field, value, isNot, isPattern } of conditions) {
    if (field === "") continue;
    const key = `${isNot ? "-" : ""}${field}`;
    const { values = [], patterns = [] } = filters.get(key) ?? {};
    filters.set(key, {
      field: field as EventField,
      values: isPattern ? values : [...values, value],
      patterns: isPattern ? [...patterns, atLeastOne(value)] : patterns,
      ignoresCase: true,
      ...(isNot && { isNot }),
    });
  }
  const texts = conditions.filter(({ field }) => field === "").map(searchOf);
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(filters.size > 0 && { filters: [...filters.values()] }),
    ...(texts.length > 0 && { texts }),
  };
}

/** A text has to occur as it is. */
function searchOf({ value, isNot }: Condition): TextSearch {
  return { words: [value], ...(isNot && { isNot }) };
}
