/** Compares values with constants on a field of known type: dates as moments, addresses by their bits. */
import { compareToSpan, type DateSpan, dateSpan, type Instant, parseInstant } from "../time/index.ts";
import type { FieldType, Scalar } from "../ecs/index.ts";
import { type CidrBlock, compareToBlock, parseAddress, parseBlock } from "./cidr.ts";
import { type Value, toText } from "./values.ts";

type Present = Exclude<Value, null>;

/**
 * Returns a negative number, zero or a positive number for a value before, inside or after a constant; null for a value
 * of another type.
 */
export type TypedOrder = (value: Present) => number | null;

/** How values and constants of a type are read. A constant may represent several values: a day, a block. */
interface TypeReader<V, C> {
  readonly value: (value: Present) => V | null;
  readonly constant: (constant: Present) => C | null;
  readonly compare: (value: V, constant: C) => number;
}

const DATES: TypeReader<Instant, DateSpan> = {
  value: (value) => parseInstant(toScalar(value)),
  constant: (constant) => dateSpan(toScalar(constant)),
  compare: compareToSpan,
};

const ADDRESSES: TypeReader<bigint, CidrBlock> = {
  value: (value) => parseAddress(toText(value)),
  constant: (constant) => parseBlock(toText(constant)),
  compare: compareToBlock,
};

function toScalar(value: Present): Scalar {
  return typeof value === "bigint" ? Number(value) : value;
}

/**
 * Returns the order of a field's values around a constant.
 *
 * @returns null if the field or the constant does not have such a type; values are then compared as in values.ts
 */
export function typedOrder(type: FieldType | null, constant: Value): TypedOrder | null {
  if (type === null || constant === null) return null;
  return type === "date" ? orderAround(DATES, constant) : orderAround(ADDRESSES, constant);
}

/** Returns a test whether a value is inside any of several constants; null if none of them has the field's type. */
export function typedEquality(
  type: FieldType | null,
  constants: readonly Value[],
): ((value: Present) => boolean) | null {
  if (type === null) return null;
  return type === "date" ? insideAny(DATES, constants) : insideAny(ADDRESSES, constants);
}

function orderAround<V, C>(reader: TypeReader<V, C>, constant: Present): TypedOrder | null {
  const read = reader.constant(constant);
  if (read === null) return null;
  return (value) => {
    const own = reader.value(value);
    return own === null ? null : reader.compare(own, read);
  };
}

function insideAny<V, C>(
  reader: TypeReader<V, C>,
  constants: readonly Value[],
): ((value: Present) => boolean) | null {
  const read = constants.flatMap((constant) => (constant === null ? [] : (reader.constant(constant) ?? [])));
  if (read.length === 0) return null;
  return (value) => {
    const own = reader.value(value);
    return own !== null && read.some((constant) => reader.compare(own, constant) === 0);
  };
}
