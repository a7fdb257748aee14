import type { FieldValue } from "../../ecs/index.ts";
import type { HuntRow } from "./hunt-rows.ts";

/** A value that the listed results must have in a field, or must not have; empty for events without the field. */
export interface HuntCondition {
  readonly field: string;
  readonly value: string;
  readonly isNot: boolean;
}

/** The most frequent values of a field among some results. */
export interface HuntFacet {
  readonly field: string;
  readonly values: readonly (readonly [value: string, count: number])[];
  readonly distinct: number;
}

/** Values of one field that count: a record may have a million. */
const MOST_VALUES = 100;
/** Longer values are cut where they are counted. */
const MOST_OF_VALUE = 1000;

/** The values of a field as texts; one empty text if the event has none. */
export function valuesOf({ event }: HuntRow, field: string): readonly string[] {
  const value: FieldValue | undefined = event?.[field];
  if (value === undefined) return [""];
  const values = Array.isArray(value) ? value.slice(0, MOST_VALUES) : [value];
  return [...new Set(values.map((each) => String(each).slice(0, MOST_OF_VALUE)))];
}

/** Whether an event meets the conditions on a field: it has one of the included values, and none of the excluded. */
function meets(row: HuntRow, field: string, conditions: readonly HuntCondition[]): boolean {
  const ofField = conditions.filter((condition) => condition.field === field);
  if (ofField.length === 0) return true;
  const values = valuesOf(row, field);
  const included = ofField.filter(({ isNot }) => !isNot);
  if (ofField.some(({ isNot, value }) => isNot && values.includes(value))) return false;
  return included.length === 0 || included.some(({ value }) => values.includes(value));
}

function fieldsOf(conditions: readonly HuntCondition[]): readonly string[] {
  return [...new Set(conditions.map(({ field }) => field))];
}

export function narrowed(rows: readonly HuntRow[], conditions: readonly HuntCondition[]): readonly HuntRow[] {
  const fields = fieldsOf(conditions);
  if (fields.length === 0) return rows;
  return rows.filter((row) => fields.every((field) => meets(row, field, conditions)));
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
): HuntFacet[] {
  return fields.map((field) => {
    const others = conditions.filter((condition) => condition.field !== field);
    const named = new Set(conditions.filter((each) => each.field === field).map(({ value }) => value));
    const counts = new Map<string, number>();
    for (const row of narrowed(rows, others))
      for (const value of valuesOf(row, field)) counts.set(value, (counts.get(value) ?? 0) + 1);
    for (const value of named) if (!counts.has(value)) counts.set(value, 0);
    const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const values = sorted.filter(([value], i) => i < limit || named.has(value));
    return { field, values, distinct: counts.size };
  });
}

/** The names of all fields of some events, alphabetically. */
export function fieldNamesOf(rows: readonly HuntRow[]): readonly string[] {
  const names = new Set<string>();
  for (const { event } of rows) if (event !== null) for (const name of Object.keys(event)) names.add(name);
  return [...names].sort();
}
