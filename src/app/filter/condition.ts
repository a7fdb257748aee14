/** One condition of a query bar. Case does not matter in any of them: Windows ignores it in almost every name. */
export interface Condition {
  /** The field that it is about; empty for a search in all texts. */
  readonly field: string;
  /** The field's value, empty for events without one; or, without a field, words of which each must occur. */
  readonly value: string;
  readonly isNot: boolean;
  /** Whether `*` and `?` in the value stand for any characters. A value from the evidence is never such a pattern. */
  readonly isPattern: boolean;
}

/**
 * Reads what someone typed: `field: value`, `-field: value`, or a text to search for. As in KQL, stars are wildcards and
 * quotes make a value literal. One text is one condition, because values such as `NT AUTHORITY\SYSTEM` have spaces.
 *
 * @param names what fields can be called, in lower case, with the field each name means; a colon after anything else, as
 *   in `C:\Windows`, is text
 * @returns null if there is nothing in it
 */
export function conditionOf(typed: string, names: ReadonlyMap<string, string>): Condition | null {
  const text = typed.trim();
  const isNot = text.startsWith("-") && text.length > 1;
  const rest = isNot ? text.slice(1).trim() : text;
  const colon = rest.indexOf(":");
  const field = colon < 0 ? undefined : names.get(rest.slice(0, colon).trim().toLowerCase());
  // A search for `-enc` is a search for a switch, not for everything without it.
  if (field === undefined)
    return text === "" ? null : { field: "", value: text, isNot: false, isPattern: false };
  const value = rest.slice(colon + 1).trim();
  if (value === "") return null;
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return {
    field,
    value: isQuoted ? value.slice(1, -1) : value,
    isNot,
    isPattern: !isQuoted && /[*?]/.test(value),
  };
}

/** The condition as someone would type it. `conditionOf` makes the same of it, but for a search that is turned round. */
export function conditionText({ field, value, isNot, isPattern }: Condition): string {
  const sign = isNot ? "-" : "";
  if (field === "") return `${sign}${value}`;
  const needsQuotes =
    value === "" || (!isPattern && /[*?]/.test(value)) || value.trim() !== value || /^".*"$/s.test(value);
  return `${sign}${field}: ${needsQuotes ? `"${value}"` : value}`;
}

/** Whether two conditions are about the same value, one perhaps the opposite of the other. */
export function isSameValue(a: Condition, b: Condition): boolean {
  return (
    a.field === b.field && a.isPattern === b.isPattern && a.value.toLowerCase() === b.value.toLowerCase()
  );
}

/** The conditions with one more. It takes the place of one about the same value. */
export function withCondition(conditions: readonly Condition[], added: Condition): readonly Condition[] {
  const known = conditions.findIndex((condition) => isSameValue(condition, added));
  return known < 0 ? [...conditions, added] : conditions.with(known, added);
}

/** The conditions without one about this value, or with it if there is none: what a click on a value means. */
export function withToggled(conditions: readonly Condition[], toggled: Condition): readonly Condition[] {
  const isThere = conditions.some((each) => isSameValue(each, toggled) && each.isNot === toggled.isNot);
  return isThere
    ? conditions.filter((each) => !isSameValue(each, toggled))
    : withCondition(conditions, toggled);
}
