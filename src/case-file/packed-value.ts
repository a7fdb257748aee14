import { joined } from "../bytes/index.ts";

/*
 * A stored value as JSON text and bytes. What JSON cannot write is an object with the single name "$", which says what it
 * is; numbers of typed arrays are in the bytes, one array after the other, in the order of the text. An object of the
 * case that has such a name itself is wrapped. Everything is read back as IndexedDB had it.
 */

/** A value that is ready to be written. */
export interface PackedValue {
  readonly json: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const MARK = "$";
/** No value of Loupe's is nested nearly as deep. */
const MOST_DEPTH = 64;

const ARRAYS = {
  Uint8Array,
  Int8Array,
  Uint8ClampedArray,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
type TypedArray = InstanceType<(typeof ARRAYS)[ArrayName]>;

/**
 * @param value null, booleans, numbers, texts, undefined, lists, objects, typed arrays and buffers
 * @throws TypeError for anything else: no store has it
 */
export function packValue(value: unknown): PackedValue {
  const arrays: Uint8Array[] = [];
  const json = JSON.stringify(toJson(value, arrays));
  return { json, bytes: joined(arrays) };
}

function toJson(value: unknown, arrays: Uint8Array[]): unknown {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number") {
    const isPlain = Number.isFinite(value) && !Object.is(value, -0);
    return isPlain ? value : { [MARK]: "number", of: Object.is(value, -0) ? "-0" : String(value) };
  }
  if (value === undefined) return { [MARK]: "undefined" };
  if (typeof value !== "object") throw new TypeError(`A ${typeof value} has no form in a case file.`);
  if (Array.isArray(value)) return value.map((item) => toJson(item, arrays));
  if (value instanceof ArrayBuffer) {
    arrays.push(new Uint8Array(value));
    return { [MARK]: "ArrayBuffer", bytes: value.byteLength };
  }
  if (ArrayBuffer.isView(value)) return typedToJson(value, arrays);
  return objectToJson(value, arrays);
}

function typedToJson(value: ArrayBufferView, arrays: Uint8Array[]): unknown {
  const name = value.constructor.name;
  if (!Object.hasOwn(ARRAYS, name)) throw new TypeError(`A ${name} has no form in a case file.`);
  arrays.push(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  return { [MARK]: name, bytes: value.byteLength };
}

function objectToJson(value: object, arrays: Uint8Array[]): unknown {
  const name = Object.prototype.toString.call(value);
  if (name !== "[object Object]") throw new TypeError(`${name} has no form in a case file.`);
  const entries = Object.entries(value)
    // Only a hostile rule file gives anything this name. What reads the case file must not have to take care of it.
    .filter(([property]) => property !== "__proto__")
    .map(([property, item]) => [property, toJson(item, arrays)] as const);
  const json = Object.fromEntries(entries);
  return Object.hasOwn(value, MARK) ? { [MARK]: "object", of: json } : json;
}

/**
 * Reads a value that `packValue` has written. Objects have no names but those in the text, which may be any but
 * `__proto__`.
 *
 * @returns undefined if it is not one; the value otherwise, in a list of one, since it may be undefined itself
 */
export function unpackValue(json: string, bytes: Uint8Array<ArrayBuffer>): readonly [unknown] | undefined {
  try {
    const reader = new ValueReader(bytes);
    const value = reader.read(JSON.parse(json), 0);
    return reader.isAtEnd ? [value] : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof NotAValue) return undefined;
    throw error;
  }
}

class NotAValue extends Error {}

class ValueReader {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #at = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Replaces what represents a value within `json`, which `JSON.parse` has just made. */
  read(json: unknown, depth: number): unknown {
    if (typeof json !== "object" || json === null) return json;
    if (depth > MOST_DEPTH) throw new NotAValue();
    if (Array.isArray(json)) {
      for (let i = 0; i < json.length; i++) json[i] = this.read(json[i], depth + 1);
      return json;
    }
    const object = json as Record<string, unknown>;
    if (Object.hasOwn(object, MARK)) return this.#special(object, depth);
    return this.#properties(object, depth);
  }

  #properties(object: Record<string, unknown>, depth: number): unknown {
    // JSON.parse makes it a property like others; an assignment would not.
    if (Object.hasOwn(object, "__proto__")) throw new NotAValue();
    for (const name of Object.keys(object)) object[name] = this.read(object[name], depth + 1);
    return object;
  }

  #special(object: Record<string, unknown>, depth: number): unknown {
    const { [MARK]: kind, of, bytes } = object;
    if (kind === "undefined") return undefined;
    if (kind === "number") return notFinite(of);
    if (kind === "object" && typeof of === "object" && of !== null && !Array.isArray(of))
      return this.#properties(of as Record<string, unknown>, depth);
    if (kind === "ArrayBuffer") return this.#take(bytes).buffer;
    if (typeof kind !== "string" || !Object.hasOwn(ARRAYS, kind)) throw new NotAValue();
    return typed(kind as ArrayName, this.#take(bytes));
  }

  #take(length: unknown): Uint8Array<ArrayBuffer> {
    const isLength = typeof length === "number" && Number.isInteger(length) && length >= 0;
    if (!isLength || this.#at + length > this.#bytes.length) throw new NotAValue();
    // A copy: the numbers need an address that is a multiple of their size.
    const taken = this.#bytes.slice(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }
}

function notFinite(of: unknown): number {
  if (of === "NaN") return NaN;
  if (of === "Infinity") return Infinity;
  if (of === "-Infinity") return -Infinity;
  if (of === "-0") return -0;
  throw new NotAValue();
}

function typed(name: ArrayName, bytes: Uint8Array<ArrayBuffer>): TypedArray {
  const Type = ARRAYS[name];
  if (bytes.length % Type.BYTES_PER_ELEMENT !== 0) throw new NotAValue();
  return new Type(bytes.buffer);
}
