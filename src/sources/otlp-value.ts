import { isObject, own } from "./windows/text.ts";

/*
 * OpenTelemetry's JSON writes a value with its type around it, and an object as a list of keys and values:
 * {"kvlistValue": {"values": [{"key": "channel", "value": {"stringValue": "Security"}}]}}.
 * Source: opentelemetry-proto, common/v1/common.proto (AnyValue, KeyValue), in the JSON mapping of Protocol Buffers.
 */

const SCALARS = ["stringValue", "intValue", "doubleValue", "boolValue", "bytesValue"];
/** Deeper values are left as they are. */
const MAX_DEPTH = 32;

/**
 * Returns an OpenTelemetry value, or a list of its attributes, as plain JSON.
 *
 * @returns undefined for anything else
 */
export function plainOtlp(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return attributes(value as unknown[], depth);
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined;
  for (const name of SCALARS) if (Object.hasOwn(value, name)) return own(value, name);
  const listed = own(value, "kvlistValue") ?? own(value, "arrayValue");
  const values = isObject(listed) ? own(listed, "values") : undefined;
  if (!Array.isArray(values)) return undefined;
  if (Object.hasOwn(value, "kvlistValue")) return attributes(values as unknown[], depth) ?? {};
  return values.map((item) => plainOtlp(item, depth + 1) ?? item);
}

function attributes(list: readonly unknown[], depth: number): Record<string, unknown> | undefined {
  const object = Object.create(null) as Record<string, unknown>;
  for (const item of list) {
    if (!isObject(item)) return undefined;
    const key = own(item, "key");
    const value = own(item, "value");
    if (typeof key !== "string" || !isObject(value)) return undefined;
    const plain = plainOtlp(value, depth + 1);
    if (plain === undefined) return undefined;
    object[key] = plain;
  }
  return list.length === 0 ? undefined : object;
}
