import type { FieldValue, FlatEvent } from "../../ecs/index.ts";
import type { EventField } from "./event-query.ts";
import { CATEGORY_SEPARATOR, type IndexedEvent } from "./indexed-event.ts";

/**
 * The fields that a query may test with what the index has of them, with where an indexed event has each. Parents of
 * processes are missing: a row of processes takes them from other events of the process.
 */
const EXACT = [
  ["host.name", "host"],
  ["user.name", "user"],
  ["winlog.channel", "channel"],
  ["event.code", "code"],
  ["event.category", "categories"],
  ["event.action", "action"],
  ["process.name", "process"],
  ["process.pid", "pid"],
  ["process.entity_id", "entity"],
  ["source.ip", "address"],
  ["source.domain", "workstation"],
  ["winlog.logon.type", "logonType"],
  ["winlog.logon.failure.reason", "failure"],
] as const satisfies readonly (readonly [EventField, keyof IndexedEvent])[];

export type ExactField = (typeof EXACT)[number][0];

export const EXACT_FIELDS: readonly ExactField[] = EXACT.map(([field]) => field);

/** The bit of `@timestamp`, of which the index has the first value in milliseconds. */
const TIME_BIT = 1 << EXACT.length;

/**
 * Parts say of which fields they have every value as it is. This number is written with it, and has to be raised when events
 * are mapped differently: then nothing is known of parts that were stored before.
 */
export const EXACT_VERSION = 1;

/** For a part of which nothing is known. */
export const NOTHING_EXACT = TIME_BIT * 2 - 1;

/** Whether the index's text is the one value of a field, or shows by itself that it is not: see `exactValue`. */
function isFaithful(field: ExactField, value: FieldValue | undefined, text: string): boolean {
  if (value === undefined) return text === "" || !isKnown(field, text);
  if (field === "event.category" && typeof value === "object" && value.length > 1)
    return (
      value.every((each) => typeof each === "string" && each !== "" && !each.includes(CATEGORY_SEPARATOR)) &&
      text === [...new Set(value)].join(CATEGORY_SEPARATOR)
    );
  const only = typeof value === "object" ? (value.length === 1 ? value[0]! : undefined) : value;
  if (only === undefined || only === "") return false;
  if (field === "process.pid") return Number.isSafeInteger(only) && String(only) === text;
  if (typeof only !== "string") return false;
  if (field === "event.category" && only.includes(CATEGORY_SEPARATOR)) return false;
  return only === text || (text !== "" && !isKnown(field, text));
}

/**
 * Of which fields the index does not have the value of an event as it is, as a set of bits: lists, values that are no texts,
 * and texts of another field in the place of one that is missing.
 */
export function inexactIn(event: FlatEvent, indexed: IndexedEvent): number {
  let bits = typeof event["@timestamp"] === "object" ? TIME_BIT : 0;
  for (let i = 0; i < EXACT.length; i++) {
    const [field, from] = EXACT[i]!;
    const value = event[field];
    const text = indexed[from] as string;
    // Most values are texts or missing.
    if (
      value === undefined
        ? text === ""
        : value === text &&
          text !== "" &&
          typeof value === "string" &&
          field !== "event.category" &&
          field !== "process.pid"
    )
      continue;
    if (!isFaithful(field, value, text)) bits |= 1 << i;
  }
  return bits;
}

export function isExact(field: ExactField, inexact: number): boolean {
  return (inexact & (1 << EXACT_FIELDS.indexOf(field))) === 0;
}

export function isTimeExact(inexact: number): boolean {
  return (inexact & TIME_BIT) === 0;
}

/**
 * Whether a text of the index can be the value of the field: not one that was cut, that lost half a character when it was
 * packed, or that may be of another field, as the id of a user or the path of a process.
 */
function isKnown(field: ExactField, text: string): boolean {
  if (text.endsWith("…") || text.includes("\uFFFD")) return false;
  if (field === "user.name") return !text.startsWith("S-1-");
  return field !== "process.name" || !/[\\/]/.test(text);
}

/**
 * The value of a field, given its text in the index, in a part where the field is exact.
 *
 * @returns undefined if the event has none; null if it is not known
 */
export function exactValue(field: ExactField, text: string): FieldValue | undefined | null {
  if (text === "") return undefined;
  if (!isKnown(field, text)) return null;
  if (field === "process.pid") return Number(text);
  if (field !== "event.category") return text;
  const categories = text.split(CATEGORY_SEPARATOR);
  return categories.length === 1 ? text : categories;
}
