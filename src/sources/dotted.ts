/** Prefixes of the names in raw nested documents that an index or a table has flattened. */
const PREFIXES = ["Event.System.", "properties."];
/** No raw event has deeper names. */
const MAX_PARTS = 32;

/** Whether a document is a raw nested one with dotted names: a hit's `fields`, or a row of Kibana's CSV. */
export function isDottedRaw(document: object): boolean {
  return Object.keys(document).some((name) => PREFIXES.some((prefix) => name.startsWith(prefix)));
}

/**
 * Turns the document's dotted names back into objects. A name that has a value and is also a prefix of others, such
 * as an element with attributes, keeps its value as `#text`.
 */
export function nested(document: object): Record<string, unknown> {
  const root = empty();
  for (const [name, value] of Object.entries(document)) {
    // Kibana's CSV writes a dash for a missing field.
    if (value === "-" || value === "") continue;
    const parts = name.split(".");
    if (parts.length > MAX_PARTS) continue;
    let object = root;
    for (const part of parts.slice(0, -1)) {
      const inner = object[part];
      object = isEmptyPrototype(inner)
        ? inner
        : ((object[part] = inner === undefined ? empty() : withText(inner)) as Record<string, unknown>);
    }
    const last = parts.at(-1)!;
    const before = object[last];
    if (isEmptyPrototype(before)) before["#text"] = value;
    else object[last] = value;
  }
  return root;
}

const empty = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>;

function withText(value: unknown): Record<string, unknown> {
  const object = empty();
  object["#text"] = value;
  return object;
}

function isEmptyPrototype(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === null;
}
