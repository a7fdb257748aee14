import { flatten, type MutableFlatEvent } from "../ecs/index.ts";

/** A document without the wrapping that a search or a dump put around it. */
export interface Unwrapped {
  /** The document as it was, nested or dotted. */
  readonly document: Record<string, unknown>;
  /** True if the document is a hit's `fields`, where every value is a list, even a scalar. */
  readonly isListed: boolean;
  /** What the hit adds to it: `fields` next to a filtered `_source`. */
  readonly fields: object | null;
  /** The index it came from, empty if nothing says so. */
  readonly index: string;
}

/**
 * Takes the document out of a hit: `_source` (search responses, elasticdump), `fields` (every value a list), or both,
 * where `fields` adds what a filtered `_source` lacks. A document with a time of its own is no hit: Beats put custom
 * fields below `fields` as well.
 *
 * @returns null if the value is not an object
 */
export function unwrap(value: unknown): Unwrapped | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const outer = value as Record<string, unknown>;
  const own = (key: string): unknown => (Object.hasOwn(outer, key) ? outer[key] : undefined);
  const index = own("_index");
  const isHit = !hasTime(own("@timestamp"));
  const source = isHit ? objectOf(own("_source")) : null;
  const fields = isHit ? objectOf(own("fields")) : null;
  return {
    document: (source ?? fields ?? outer) as Record<string, unknown>,
    isListed: source === null && fields !== null,
    fields: source === null ? null : fields,
    index: typeof index === "string" ? index : "",
  };
}

/** The flat event of an unwrapped document. */
export function flattened({ document, fields }: Unwrapped): MutableFlatEvent {
  const event = flatten(document);
  if (fields !== null) {
    const extra = flatten(fields);
    for (const field in extra) event[field] ??= extra[field]!;
  }
  return event;
}

function hasTime(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasTime);
  return typeof value === "number" || (typeof value === "string" && value !== "");
}

function objectOf(value: unknown): object | null {
  return typeof value === "object" && value !== null ? value : null;
}

/** A hit's `fields` with lists of one replaced by scalars, as a raw event had them before it was indexed. */
export function unlisted(fields: object): Record<string, unknown> {
  const document = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) {
    document[name] = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : value;
  }
  return document;
}
