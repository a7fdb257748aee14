/**
 * Reads exception lists and items of a Kibana export. Source of the shapes: Kibana's securitysolution-io-ts-list-types.
 */
import { objects, own, text, texts } from "./untyped-values.ts";
import type {
  ExceptionEntry,
  ExceptionItem,
  ExceptionList,
  ExceptionValueEntry,
  UnsupportedEntry,
} from "./rule.ts";

/** Whether a line is an item: items have entries, a line without them is the list itself. */
export function isExceptionItem(raw: Record<string, unknown>): boolean {
  return own(raw, "entries") !== undefined || own(raw, "item_id") !== undefined;
}

export function exceptionListFrom(raw: Record<string, unknown>): ExceptionList {
  return {
    list_id: text(own(raw, "list_id")),
    name: text(own(raw, "name")),
    type: text(own(raw, "type")),
    namespace_type: text(own(raw, "namespace_type")) || "single",
  };
}

export function exceptionItemFrom(raw: Record<string, unknown>): ExceptionItem {
  const expire = text(own(raw, "expire_time"));
  const entries = own(raw, "entries");
  return {
    item_id: text(own(raw, "item_id")),
    list_id: text(own(raw, "list_id")),
    name: text(own(raw, "name")),
    namespace_type: text(own(raw, "namespace_type")) || "single",
    os_types: texts(own(raw, "os_types")),
    ...(expire === "" ? {} : { expire_time: expire }),
    entries: Array.isArray(entries) ? entries.map(entryFrom) : [],
  };
}

function entryFrom(raw: unknown): ExceptionEntry {
  const type = text(own(raw, "type"));
  const field = text(own(raw, "field"));
  if (type === "nested") {
    const inner = objects(own(raw, "entries")).map(valueEntryFrom);
    const whole = inner.every((entry) => entry.type !== "unsupported");
    return field !== "" && whole && inner.length > 0
      ? { type, field, entries: inner as ExceptionValueEntry[] }
      : { type: "unsupported", kind: "nested-entry" };
  }
  return valueEntryFrom(raw);
}

function valueEntryFrom(raw: unknown): ExceptionValueEntry | UnsupportedEntry {
  const type = text(own(raw, "type"));
  const field = text(own(raw, "field"));
  const operator = text(own(raw, "operator"));
  const value = own(raw, "value");
  if (type === "list")
    return { type: "unsupported", kind: "value-list", list: text(own(own(raw, "list"), "id")) };
  if (field !== "" && (operator === "included" || operator === "excluded")) {
    if (type === "exists") return { type, field, operator };
    if ((type === "match" || type === "wildcard") && typeof value === "string")
      return { type, field, operator, value };
    if (
      type === "match_any" &&
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((v) => typeof v === "string")
    )
      return { type, field, operator, value };
  }
  return { type: "unsupported", kind: "entry" };
}
