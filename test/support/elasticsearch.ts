/*
 * What Elasticsearch refuses of documents, as far as Loupe knows its rules: enough to find a document that would keep itself
 * or another one from being indexed. Sources: the documentation of mapping, `_bulk` and field limits, DocumentParser.java.
 */

interface Mapping {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Mapping>>;
}

interface Template {
  readonly template: {
    readonly mappings: {
      readonly properties: Readonly<Record<string, Mapping>>;
      readonly dynamic_templates: readonly Readonly<
        Record<string, { readonly path_match?: readonly string[]; readonly mapping: Mapping }>
      >[];
    };
  };
}

export interface BulkAction {
  readonly index: string;
  readonly id: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Reads the body of a `_bulk` request: an action and a document, line by line. */
export function bulkActions(body: string): BulkAction[] {
  if (body === "") return [];
  if (!body.endsWith("\n")) throw new Error("The body does not end with a newline.");
  const lines = body.slice(0, -1).split("\n");
  if (lines.length % 2 !== 0) throw new Error("An action has no document.");
  return lines.flatMap((line, i) => {
    if (i % 2 === 1) return [];
    const action = JSON.parse(line) as { index: { _index: string; _id: string } };
    if (Object.keys(action).join() !== "index" || Object.keys(action.index).join() !== "_index,_id")
      throw new Error(`This is no action: ${line}`);
    const document = JSON.parse(lines[i + 1]!) as Record<string, unknown>;
    return [{ index: action.index._index, id: action.index._id, document }];
  });
}

/** Indices that take documents with the mapping of a template. */
export class Indices {
  readonly #mappings: Template["template"]["mappings"];
  readonly #objects = new Map<string, Set<string>>();
  readonly #values = new Map<string, Map<string, string>>();

  constructor(template: unknown) {
    this.#mappings = (template as Template).template.mappings;
  }

  /** @throws Error where Elasticsearch would refuse the document */
  add({ index, id, document }: BulkAction): void {
    if (!/^[a-z0-9][a-z0-9_.-]{0,200}$/.test(index)) throw new Error(`No name of an index: ${index}`);
    if (id.length > 512) throw new Error("The id is too long.");
    if (!this.#objects.has(index)) {
      this.#objects.set(index, new Set());
      this.#values.set(index, new Map());
      this.#addMapping(index, "", this.#mappings.properties);
    }
    for (const [name, value] of Object.entries(document)) this.#addField(index, name, value);
  }

  /** The type that a field has in an index. */
  typeOf(index: string, name: string): string | undefined {
    return this.#values.get(index)?.get(name);
  }

  #addMapping(index: string, path: string, properties: Readonly<Record<string, Mapping>>): void {
    for (const [name, mapping] of Object.entries(properties)) {
      const at = path === "" ? name : `${path}.${name}`;
      if (mapping.properties === undefined) this.#values.get(index)!.set(at, mapping.type!);
      else {
        this.#objects.get(index)!.add(at);
        this.#addMapping(index, at, mapping.properties);
      }
    }
  }

  #addField(index: string, name: string, value: unknown): void {
    const objects = this.#objects.get(index)!;
    const values = this.#values.get(index)!;
    const parts = name.split(".");
    if (parts.some((part) => part.trim() === "")) throw new Error(`A name with an empty part: ${name}`);
    if (parts.length > 20) throw new Error(`A name that is too deep: ${name}`);
    if (/^_(?:id|index|source|routing|type)$/.test(name))
      throw new Error(`A field of Elasticsearch's own: ${name}`);
    for (let i = 1; i < parts.length; i++) {
      const above = parts.slice(0, i).join(".");
      if (values.has(above)) throw new Error(`${above} is a value, and ${name} makes it an object.`);
      objects.add(above);
    }
    if (objects.has(name)) throw new Error(`${name} is an object, and a value here.`);
    if (!values.has(name)) values.set(name, this.#dynamicType(name));
    this.#check(name, values.get(name)!, value);
  }

  #dynamicType(name: string): string {
    for (const template of this.#mappings.dynamic_templates)
      for (const { path_match, mapping } of Object.values(template))
        if (path_match === undefined || path_match.some((path) => matches(path, name))) return mapping.type!;
    throw new Error(`No template is for ${name}.`);
  }

  #check(name: string, type: string, value: unknown): void {
    if (type === "flattened") {
      for (const [key, inner] of Object.entries(value as object)) {
        if (key === "" || key.includes("\0")) throw new Error("A key that flattened does not take.");
        const longest = Math.max(0, ...[inner].flat().map((each) => Math.min(String(each).length, 7000)));
        if (Buffer.byteLength(key) + 1 + 4 * longest > 32_766) throw new Error("A term that is too long.");
      }
      return;
    }
    for (const each of [value].flat()) {
      if (each === null || typeof each === "object") throw new Error(`${name} has no value: ${String(each)}`);
      if (typeof each === "string" && /\p{Cs}/u.test(each)) throw new Error(`${name} has half a character.`);
      if (!FITS[type]!(each))
        throw new Error(`${name} of type ${type} does not take ${JSON.stringify(each)}`);
    }
  }
}

const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  keyword: () => true,
  wildcard: () => true,
  text: () => true,
  match_only_text: () => true,
  date: (value) =>
    typeof value === "number" ||
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/.test(String(value)),
  ip: (value) => /^[\da-fA-F.:]+$/.test(String(value)),
  long: (value) => /^[+-]?\d{1,19}$/.test(String(value)),
  double: (value) => String(value) !== "" && Number.isFinite(Number(value)),
  boolean: (value) => value === true || value === false || value === "true" || value === "false",
};

function matches(path: string, name: string): boolean {
  const [first, ...rest] = path.split("*") as [string, ...string[]];
  if (rest.length === 0) return path === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  const last = rest.pop()!;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
