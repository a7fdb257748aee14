/*
 * Checks of values that a case file has, which may have been made to do harm. A check looks at a value and changes
 * nothing. What it does not name is plain data already (see packed-value.ts), and stays: a later version may have added it.
 */

export type Check<T> = (value: unknown) => value is T;

/** Any plain data, where the types of the code say no more. */
export const anything = (_value: unknown): _value is never => true;

export const text = (value: unknown): value is string => typeof value === "string";
export const flag = (value: unknown): value is boolean => typeof value === "boolean";
export const number = (value: unknown): value is number => typeof value === "number";
/** A number of things, an offset or a time of the page's own clock. */
export const whole = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= Number.MAX_SAFE_INTEGER;
export const yes = (value: unknown): value is true => value === true;
export const nothing = (value: unknown): value is null => value === null;

export function oneOf<const T extends string | number | boolean | null>(...values: readonly T[]): Check<T> {
  return (value): value is T => (values as readonly unknown[]).includes(value);
}

/** A text of a type that may get more members: what shows it must do with any. */
export function textAs<T extends string>(): Check<T> {
  return (value): value is T => typeof value === "string";
}

/** A value of any of these shapes. */
export function either<T>(...checks: readonly ((value: unknown) => boolean)[]): Check<T> {
  return (value): value is T => checks.some((check) => check(value));
}

export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value): value is T | null => value === null || check(value);
}

export function list<T>(check: Check<T>, most = Infinity): Check<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.length <= most && value.every(check);
}

/** A list with a fixed number of items. */
export function tuple<const T extends readonly unknown[]>(
  ...checks: { [I in keyof T]: Check<T[I]> }
): Check<T> {
  return (value): value is T =>
    Array.isArray(value) && value.length === checks.length && checks.every((check, i) => check(value[i]));
}

export function instance<T>(type: new (...given: never[]) => T): Check<T> {
  return (value): value is T => value instanceof type;
}

/** The checks of an object's properties: TypeScript requires one for each that the type has. */
export type Properties<T> = {
  readonly [Name in keyof T]-?: object extends Pick<T, Name> ? Check<T[Name] | undefined> : Check<T[Name]>;
};

/** An object with at least these properties. */
export function object<T>(properties: Properties<T>): Check<T> {
  const checks = Object.entries(properties) as [string, Check<unknown>][];
  return (value): value is T => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    // What has the methods of a class is no plain object: a typed array, for instance.
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    return checks.every(([name, check]) =>
      check(Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined),
    );
  };
}
