/** Names that raw documents of nested shapes begin with where an index or a table has flattened them. */
const PREFIXES = ["Event.System.", "properties."];
/** Deeper names are no raw event's. */
const MAX_PARTS = 32;

/** Whether a document is a raw one of a nested shape, its names dotted: a hit's `fields`, or a row of Kibana's CSV. */
export function isDottedRaw(document: object): boolean {
  return Object.keys(document).some((name) => PREFIXES.some((prefix) => name.startsWith(prefix)));
}

/**
 * The document with its dotted names as objects again. A name that is both a value and the beginning of others, as an
 * element with attributes can be, keeps its value as `#text`.
 */
export function nested(document: object): Record<string, unknown> {
  const root = empty();
  for (const [name, value] of Object.entries(document)) {
    // A dash is how Kibana's CSV writes a field that is not there.
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
