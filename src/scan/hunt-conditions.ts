import type { FlatEvent } from "../ecs/index.ts";
import { countedValues } from "./lean-findings.ts";

/** A value that the results of a hunt must have in a field, or must not have; empty for events without the field. */
export interface HuntCondition {
  readonly field: string;
  readonly value: string;
  readonly isNot: boolean;
}

/** Whether an event meets the conditions on each field: it has one of the included values, and none of the excluded. */
export function meetsAll(event: FlatEvent | null, conditions: readonly HuntCondition[]): boolean {
  const fields = new Set(conditions.map(({ field }) => field));
  return [...fields].every((field) => {
    const ofField = conditions.filter((condition) => condition.field === field);
    const values = countedValues(event?.[field]);
    const included = ofField.filter(({ isNot }) => !isNot);
    if (ofField.some(({ isNot, value }) => isNot && values.includes(value))) return false;
    return included.length === 0 || included.some(({ value }) => values.includes(value));
  });
}
