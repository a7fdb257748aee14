import { toIsoUtc } from "../time/index.ts";
import { isObject, own, scalarText } from "./windows/text.ts";

/*
 * Some databases and queues write each value with its type around it: MongoDB's Extended JSON {"$numberLong": "13"},
 * DynamoDB {"N": "13"}, Firestore {"integerValue": "13"}, Avro's unions {"int": 13}. Sources: MongoDB's specification
 * "MongoDB Extended JSON (v2)"; AWS, "AttributeValue"; Google, "Firestore REST: Value"; Apache Avro, "JSON Encoding".
 */

/** Deeper values are left as they are. */
const MAX_DEPTH = 64;

type Plain = (value: unknown, depth: number) => unknown;

/** Values of one type-writer, by the name of the type. */
type Types = ReadonlyMap<string, Plain>;

const asIs: Plain = (value) => value;
const number: Plain = (value) => {
  const read = Number(value);
  const isExact = Number.isSafeInteger(read) || (Number.isFinite(read) && !Number.isInteger(read));
  return isExact ? read : scalarText(value);
};
const time: Plain = (value) => {
  const inner = isObject(value) ? own(value, "$numberLong") : value;
  const milliseconds = typeof inner === "string" && /^-?\d{1,15}$/.test(inner) ? Number(inner) : inner;
  // A number beyond the calendar stays a number: the time that it is not is then reported.
  return typeof milliseconds === "number" ? toIsoUtc(milliseconds) : inner;
};
const nothing: Plain = () => null;

const MONGO: Types = new Map<string, Plain>([
  ["$numberLong", number],
  ["$numberInt", number],
  ["$numberDouble", number],
  ["$numberDecimal", asIs],
  ["$date", time],
  ["$oid", asIs],
  ["$uuid", asIs],
  ["$symbol", asIs],
]);
const DYNAMO: Types = new Map<string, Plain>([
  ["S", asIs],
  ["N", number],
  ["BOOL", asIs],
  ["NULL", nothing],
  ["B", asIs],
  ["SS", asIs],
  ["NS", (value, depth) => listOf(value, (item) => number(item, depth))],
  ["M", (value, depth) => membersOf(value, (item) => typed(item, DYNAMO, depth + 1))],
  ["L", (value, depth) => listOf(value, (item) => typed(item, DYNAMO, depth + 1))],
]);
const FIRESTORE: Types = new Map<string, Plain>([
  ["stringValue", asIs],
  ["integerValue", number],
  ["doubleValue", number],
  ["booleanValue", asIs],
  ["timestampValue", asIs],
  ["bytesValue", asIs],
  ["referenceValue", asIs],
  ["nullValue", nothing],
  [
    "mapValue",
    (value, depth) =>
      membersOf(isObject(value) ? own(value, "fields") : {}, (item) => typed(item, FIRESTORE, depth + 1)),
  ],
  [
    "arrayValue",
    (value, depth) =>
      listOf(isObject(value) ? own(value, "values") : [], (item) => typed(item, FIRESTORE, depth + 1)),
  ],
]);
const AVRO: Types = new Map<string, Plain>([
  ...["string", "boolean", "bytes"].map((name): [string, Plain] => [name, asIs]),
  ...["int", "long", "float", "double"].map((name): [string, Plain] => [name, number]),
  ["map", (value, depth) => membersOf(value, (item) => inAvro(item, depth + 1))],
  ["array", (value, depth) => listOf(value, (item) => inAvro(item, depth + 1))],
]);

/** Those of which an object's every member has a type, and the name of the object that holds them, if it has one. */
const WHOLE: readonly (readonly [types: Types, holder?: string])[] = [
  [DYNAMO],
  [FIRESTORE, "fields"],
  [AVRO],
];

/**
 * A document without the types around its values.
 *
 * @returns null if no value has one
 */
export function withoutTypes(document: object): object | null {
  const untyped = plain(document, 0);
  return untyped === document ? null : (untyped as object);
}

/** The value itself if nothing in it has a type. */
function plain(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return value;
  if (Array.isArray(value)) return changed(value, (item) => plain(item, depth + 1));
  const mongo = only(value, MONGO);
  if (mongo !== undefined) return mongo.plain(mongo.value, depth);
  for (const [types, holder] of WHOLE) {
    const members = holder === undefined ? value : own(value, holder);
    if (!isObject(members) || !isWhole(members, types)) continue;
    return membersOf(members, (item) => typed(item, types, depth + 1));
  }
  return changed(value, (item) => plain(item, depth + 1));
}

/** One name alone could be anything. */
const FEWEST = 2;

function isWhole(object: object, types: Types): boolean {
  const values: unknown[] = Object.values(object);
  const count = values.filter((value) => isObject(value) && only(value, types) !== undefined).length;
  // In Avro, only values that may be missing have a type around them.
  const others = types === AVRO ? values.filter((value) => typeof value !== "object").length : 0;
  return count >= FEWEST && count + others === values.length;
}

function only(object: object, types: Types): { readonly value: unknown; readonly plain: Plain } | undefined {
  const [name, ...more] = Object.keys(object);
  const found = name === undefined || more.length > 0 ? undefined : types.get(name);
  return found === undefined ? undefined : { value: own(object, name!), plain: found };
}

function typed(value: unknown, types: Types, depth: number): unknown {
  if (!isObject(value) || depth > MAX_DEPTH) return value;
  const found = only(value, types);
  return found === undefined ? value : found.plain(found.value, depth);
}

/** A value with a type, or a record, whose fields may have types. */
function inAvro(value: unknown, depth: number): unknown {
  return isObject(value) && only(value, AVRO) !== undefined ? typed(value, AVRO, depth) : plain(value, depth);
}

function membersOf(value: unknown, each: (item: unknown) => unknown): Record<string, unknown> {
  const object = Object.create(null) as Record<string, unknown>;
  if (isObject(value))
    for (const [name, item] of Object.entries(value) as [string, unknown][]) object[name] = each(item);
  return object;
}

function listOf(value: unknown, each: (item: unknown) => unknown): unknown {
  return Array.isArray(value) ? (value as unknown[]).map(each) : value;
}

/** A copy with changed members; the value itself if none changes. */
function changed(value: object, each: (item: unknown) => unknown): object {
  let isChanged = false;
  const change = (item: unknown): unknown => {
    const after = each(item);
    isChanged ||= !Object.is(after, item);
    return after;
  };
  const copy = Array.isArray(value) ? (value as unknown[]).map(change) : membersOf(value, change);
  return isChanged ? copy : value;
}
