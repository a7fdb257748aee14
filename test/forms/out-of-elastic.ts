import { table } from "./form.ts";

/* The ways in which a document is exported from Elasticsearch and Kibana. */

export type Document = Readonly<Record<string, unknown>>;

/** Dotted names, with lists only for several values. */
export function flat(document: Document): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const walk = (prefix: string, value: unknown): void => {
    // The objects of a list become one list per name.
    if (Array.isArray(value) && value.some((element) => typeof element === "object")) {
      const all: Record<string, unknown[]> = {};
      for (const object of value as Document[]) {
        for (const [name, inner] of Object.entries(flat(object))) (all[name] ??= []).push(inner);
      }
      for (const [name, values] of Object.entries(all)) out[`${prefix}.${name}`] = values;
    } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) walk(prefix === "" ? key : `${prefix}.${key}`, inner);
    } else if (value !== null && value !== undefined) out[prefix] = value;
  };
  walk("", document);
  return out;
}

export const hit = (document: Document, i: number): Document => ({
  _index: ".ds-winlogbeat-8.12.2-2024.03.14-000001",
  _id: `id-${i}`,
  _score: 1,
  _source: document,
});

/** Every value in a list, as returned by the fields option of a search. */
export const fieldsOf = (document: Document, i: number): Document => {
  const { _source, ...outer } = hit(document, i);
  const fields = Object.entries(flat(_source as Record<string, unknown>)).map(([name, value]) => [
    name,
    Array.isArray(value) ? value : [value],
  ]);
  return { ...outer, fields: Object.fromEntries(fields) as unknown };
};

export const response = (hits: readonly Document[]): Document => ({
  took: 3,
  timed_out: false,
  _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
  hits: { total: { value: hits.length, relation: "eq" }, max_score: 1, hits },
});

/** `Mar 14, 2024 @ 10:00:07.250` */
const kibanaTime = (time: string): string => `Mar 14, 2024 @ ${time.slice(11, 23)}`;

/** Cells as written by Discover: lists joined, a dash for a missing value, an apostrophe before a formula. */
export function discover(documents: readonly Document[], guarded: boolean): string {
  const cell = (field: string, value: unknown): string => {
    const text = Array.isArray(value) ? value.join(", ") : String(value as string | number);
    const shown = field === "@timestamp" ? kibanaTime(text) : text;
    return guarded && /^[=+\-@]/.test(shown) ? `'${shown}` : shown;
  };
  const rows = documents.map((document) =>
    Object.fromEntries(
      Object.entries({
        _id: "x",
        _index: "winlogbeat",
        _score: "-",
        ...flat(document as Record<string, unknown>),
      })
        .filter(([field]) => !field.startsWith("@metadata"))
        .map(([field, value]) => [field, cell(field, value)]),
    ),
  );
  return table(rows, false, guarded ? "'-" : "-");
}
