/**
 * One condition of the query bar. A value may begin or end with `*`, which stands for any text: see `valuePattern`. Free
 * text is looked for anywhere.
 */
export interface Condition {
  /** As it was typed: an ECS field or a short name of one (see `fieldNamed`). Empty for free text. */
  readonly field: string;
  readonly value: string;
  /** What matches is left out. */
  readonly isNot: boolean;
  /** The condition is kept, and not applied. */
  readonly isOff: boolean;
}

/** Whether two conditions say the same, whether they are applied or not. */
export function isSameCondition(a: Condition, b: Condition): boolean {
  return a.field === b.field && a.value === b.value && a.isNot === b.isNot;
}
