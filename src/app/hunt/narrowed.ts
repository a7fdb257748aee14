import { countedValues, type HuntCondition, meetsAll } from "../../scan/index.ts";
import type { HuntRow } from "./hunt-rows.ts";

/** The most frequent values of a field among some results. */
export interface FieldCounts {
  readonly field: string;
  readonly values: readonly (readonly [value: string, count: number])[];
  readonly distinct: number;
}

export interface HuntFacet extends FieldCounts {
  /** Whether all results were counted, or only those that are listed. */
  readonly isOfAll: boolean;
  /** There were more different values than could be counted. */
  readonly isCut?: boolean;
}

/** The values of a field as texts; one empty text if the event has none. */
export function valuesOf({ event }: HuntRow, field: string): readonly string[] {
  return countedValues(event?.[field]);
}

export function narrowed(rows: readonly HuntRow[], conditions: readonly HuntCondition[]): readonly HuntRow[] {
  return conditions.length === 0 ? rows : rows.filter(({ event }) => meetsAll(event, conditions));
}

/** Includes or excludes a value, or no longer if it is so already. */
export function withToggledValue(
  conditions: readonly HuntCondition[],
  toggled: HuntCondition,
): readonly HuntCondition[] {
  const isSame = (each: HuntCondition): boolean =>
    each.field === toggled.field && each.value === toggled.value;
  const isThere = conditions.some((each) => isSame(each) && each.isNot === toggled.isNot);
  const others = conditions.filter((each) => !isSame(each));
  return isThere ? others : [...others, toggled];
}

/**
 * The most frequent values of some fields. Those of a field are counted among the results that all conditions but those on
 * it leave: so one can see what another value of it would leave.
 *
 * @param limit the most values of a field; those that a condition names come in addition
 */
export function facetsOf(
  rows: readonly HuntRow[],
  conditions: readonly HuntCondition[],
  fields: readonly string[],
  limit: number,
): FieldCounts[] {
  return fields.map((field) => {
    const others = conditions.filter((condition) => condition.field !== field);
    const named = new Set(conditions.filter((each) => each.field === field).map(({ value }) => value));
    const counts = new Map<string, number>();
    for (const row of narrowed(rows, others))
      for (const value of valuesOf(row, field)) counts.set(value, (counts.get(value) ?? 0) + 1);
    for (const value of named) if (!counts.has(value)) counts.set(value, 0);
    const values = mostFrequent(counts, counts.size).filter(([value], i) => i < limit || named.has(value));
    return { field, values, distinct: counts.size };
  });
}

/** The values that occur most, with how often. */
export function mostFrequent(
  counts: ReadonlyMap<string, number>,
  limit: number,
): readonly (readonly [value: string, count: number])[] {
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, limit);
}

/** The names of all fields of some events, alphabetically. */
export function fieldNamesOf(rows: readonly HuntRow[]): readonly string[] {
  const names = new Set<string>();
  for (const { event } of rows) if (event !== null) for (const name of Object.keys(event)) names.add(name);
  return [...names].sort();
}
