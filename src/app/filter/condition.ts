/** One condition of a query bar. Case does not matter in any of them: Windows ignores it in almost every name. */
export interface Condition {
  /** The field that it is about, as it was typed; empty for a text that is looked for anywhere. */
  readonly field: string;
  /** The field's value, empty for rows without one; or the text. */
  readonly value: string;
  /** What matches is left out. */
  readonly isNot: boolean;
  /** Whether `*` and `?` in the value stand for any characters. A value from the evidence is never such a pattern. */
  readonly isPattern: boolean;
  /** The condition is kept, and not applied. */
  readonly isOff: boolean;
}

/** A condition that is applied. By default it includes a value as it is. */
export function condition(
  field: string,
  value: string,
  more: Partial<Omit<Condition, "field" | "value">> = {},
): Condition {
  return { field, value, isNot: false, isPattern: false, isOff: false, ...more };
}

/** Whether two conditions are about the same value, one perhaps the opposite of the other. */
export function isSameValue(a: Condition, b: Condition): boolean {
  return (
    a.field === b.field && a.isPattern === b.isPattern && a.value.toLowerCase() === b.value.toLowerCase()
  );
}

/** Whether two conditions say the same, whether they are applied or not. */
export function isSameCondition(a: Condition, b: Condition): boolean {
  return isSameValue(a, b) && a.isNot === b.isNot;
}

/** The conditions with one more. It takes the place of one about the same value. */
export function withCondition(conditions: readonly Condition[], added: Condition): readonly Condition[] {
  const known = conditions.findIndex((each) => isSameValue(each, added));
  return known < 0 ? [...conditions, added] : conditions.with(known, added);
}

/** The conditions without one about this value, or with it if there is none: what a click on a value means. */
export function withToggled(conditions: readonly Condition[], toggled: Condition): readonly Condition[] {
  const isThere = conditions.some((each) => isSameCondition(each, toggled) && !each.isOff);
  return isThere
    ? conditions.filter((each) => !isSameValue(each, toggled))
    : withCondition(conditions, toggled);
}
