/**
 * Returns the value of a key that is an object's own. A rule file that contains `constructor` or `__proto__`, or lacks
 * a key that every object inherits, must not reach a prototype.
 */
export function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a text as it is, and `""` for anything else. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Returns the texts in a list. A bare text counts as a list of one, as `integration = "windows"` does for Elastic. */
export function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

/** Returns the objects in a list. */
export function objects(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
