/**
 * The shape of every event once a source mapper has created it: each dotted ECS name maps to a scalar or a list of
 * scalars.
 *
 * Flat events have no prototype, so a field called `constructor` or `__proto__` is a field like any other.
 */
export type Scalar = string | number | boolean;
export type FieldValue = Scalar | readonly Scalar[];
export interface FlatEvent {
  readonly [field: string]: FieldValue | undefined;
}
export type MutableFlatEvent = Record<string, FieldValue>;

/** Creates a flat event without fields, for a mapper to fill. */
export function emptyEvent(): MutableFlatEvent {
  return Object.create(null) as MutableFlatEvent;
}

/** Whether an event is flat, like the result of `flatten`; any other event must be flattened first. */
export function isFlat(event: object): event is FlatEvent {
  return Object.getPrototypeOf(event) === null;
}

/** Adds a value to a field; an existing field becomes multi-valued, as in Elasticsearch. */
export function addValue(event: MutableFlatEvent, field: string, value: FieldValue): void {
  const before = event[field];
  if (before === undefined) event[field] = value;
  else event[field] = ([] as Scalar[]).concat(before as Scalar | Scalar[], value as Scalar | Scalar[]);
}

/**
 * Fields with longer names are left out: Lucene has no longer terms, no rule names such a field, and a record with deep
 * nesting and long keys would otherwise need a thousand times its size in memory. In UTF-16 units.
 */
const MAX_FIELD_NAME = 32_766;

/**
 * Flattens a document whose names are nested, dotted or a mixture: `{a: {"b.c": 1}}` becomes `a.b.c = 1`.
 *
 * Objects in an array are merged into multi-valued fields, as Elasticsearch indexes them. `null`, `[]` and `[null]` do
 * not count as values. BigInts become text. There is no recursion, so nesting cannot exhaust the stack.
 *
 * @param document a value as from JSON.parse; anything but an object gives an event without fields
 */
export function flatten(document: unknown): MutableFlatEvent {
  const event = emptyEvent();
  if (typeof document !== "object" || document === null) return event;
  // Lists created here may grow in place; copying them for every value would take quadratic time.
  const lists = new Map<string, Scalar[]>();
  const add = (field: string, value: Scalar | Scalar[]): void => {
    const before = event[field];
    const list = lists.get(field);
    if (list !== undefined) for (const scalar of Array.isArray(value) ? value : [value]) list.push(scalar);
    else if (before === undefined) event[field] = value;
    else {
      const grown = ([] as Scalar[]).concat(before as Scalar | Scalar[], value);
      lists.set(field, grown);
      event[field] = grown;
    }
  };
  // A stack of field names and their values; pushing in reverse keeps the order of the document.
  const fields: string[] = [""];
  const values: unknown[] = [document];
  while (fields.length > 0) {
    const field = fields.pop()!;
    const value = values.pop();
    if (value === null || value === undefined || field.length > MAX_FIELD_NAME) continue;
    if (Array.isArray(value)) {
      const scalars = value.filter((v) => typeof v !== "object" && v !== undefined).map(toScalar);
      if (scalars.length > 0) add(field, scalars);
      for (let i = value.length - 1; i >= 0; i--) {
        const element: unknown = value[i];
        if (typeof element !== "object" || element === null) continue;
        fields.push(field);
        values.push(element);
      }
    } else if (typeof value === "object") {
      const names = Object.keys(value);
      for (let i = names.length - 1; i >= 0; i--) {
        const name = names[i]!;
        fields.push(field === "" ? name : `${field}.${name}`);
        values.push((value as Record<string, unknown>)[name]);
      }
    } else {
      add(field, toScalar(value));
    }
  }
  return event;
}

function toScalar(value: unknown): Scalar {
  return typeof value === "bigint" ? String(value) : (value as Scalar);
}
