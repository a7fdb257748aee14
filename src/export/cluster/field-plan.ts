import { FieldTypes, type IndexedType } from "./field-types.ts";
import type { FieldUses } from "./field-uses.ts";
import { KNOWN_OBJECTS, KNOWN_VALUES } from "./known-objects.ts";

/** Elasticsearch takes names of more, but the terms of `OTHER_FIELDS` begin with them. */
const LONGEST_NAME = 500;
/** Elasticsearch takes 20. */
const MOST_PARTS = 16;
/** Names that evidence makes up must not fill the memory. */
const MOST_REMEMBERED = 20_000;

/** Where the name of a field that cannot keep its place goes: one field of type `flattened`. */
export const OTHER_FIELDS = "loupe.fields";
/** Such a field joins name and value to one term, which stays below what Lucene takes. Longer values are stored, not indexed. */
export const LONGEST_OTHER = 7000;

/** What becomes of a field: the type that it is indexed with under its own name; null if it cannot have that. */
export type FieldPlace = IndexedType | null;

/**
 * Which fields keep their names in a cluster, and how they are indexed. It depends on the name and on the rules alone, not
 * on what other documents have: so no document can keep another from being indexed.
 */
export class FieldPlan {
  /** What is an object; everything directly below one that is none itself is a value. */
  readonly objects: ReadonlySet<string>;
  /** Values that rules name, and those beside all objects. */
  readonly values: readonly string[];
  /** What rules name, but is an object elsewhere, or no name that Elasticsearch takes. */
  readonly unreachable: readonly string[];
  readonly caseless: ReadonlySet<string>;
  readonly types: FieldTypes;
  readonly #top: ReadonlySet<string>;
  readonly #remembered = new Map<string, FieldPlace>();

  constructor(uses: FieldUses) {
    const fit = uses.fields.filter((name) => isName(name) && !isOurs(name));
    const objects = new Set([...KNOWN_OBJECTS, ...fit.flatMap(above)]);
    const values = fit.filter((name) => !objects.has(name));
    this.objects = objects;
    this.values = [...new Set([...KNOWN_VALUES, ...values])];
    this.#top = new Set(this.values.filter((name) => !name.includes(".")));
    this.unreachable = uses.fields.filter((name) => !values.includes(name));
    this.caseless = new Set(uses.caseless);
    this.types = new FieldTypes(uses);
  }

  placeOf(name: string): FieldPlace {
    const known = this.#remembered.get(name);
    if (known !== undefined) return known;
    const place = this.#isValue(name) ? this.types.of(name) : null;
    if (this.#remembered.size < MOST_REMEMBERED) this.#remembered.set(name, place);
    return place;
  }

  #isValue(name: string): boolean {
    if (this.objects.has(name) || !isName(name)) return false;
    const dot = name.lastIndexOf(".");
    return dot < 0 ? this.#top.has(name) : this.objects.has(name.slice(0, dot));
  }
}

/** Whether Elasticsearch takes a name as that of a field: no part of it is blank, and it is none of its own fields. */
function isName(name: string): boolean {
  if (name.length > LONGEST_NAME || name.startsWith("_")) return false;
  const parts = name.split(".");
  // Control characters and halves of characters would be read back as something else.
  return (
    parts.length <= MOST_PARTS && parts.every((part) => part.trim() !== "" && !/[\p{Cc}\p{Cs}]/u.test(part))
  );
}

/** What Loupe adds to a document is its own. */
function isOurs(name: string): boolean {
  return name === "loupe" || name.startsWith("loupe.");
}

/** The objects that a field is in. */
function above(name: string): string[] {
  const parts = name.split(".");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("."));
}
