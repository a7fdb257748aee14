import type { Fragment } from "./nodes.ts";

/** A value of a template's instance, as a file contains it. */
export interface Value {
  readonly type: number;
  /** Its bytes, or binary XML that is written in its place. */
  readonly content: Uint8Array | Fragment;
}

function numbers(type: number, width: number, put: (view: DataView, at: number) => void, count = 1): Value {
  const content = new Uint8Array(width * count);
  const view = new DataView(content.buffer);
  for (let i = 0; i < count; i++) put(view, i * width);
  return { type, content };
}

export const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "utf16le"));

export const bytesOf = (hex: string): Uint8Array =>
  new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));

/** Values of every type, named after the type. */
export const value = {
  raw: (type: number, hex: string): Value => ({ type, content: bytesOf(hex) }),
  none: (): Value => ({ type: 0x00, content: new Uint8Array(0) }),
  string: (text: string): Value => ({ type: 0x01, content: utf16(text) }),
  int8: (n: number): Value => numbers(0x03, 1, (view, at) => view.setInt8(at, n)),
  uint8: (n: number): Value => numbers(0x04, 1, (view, at) => view.setUint8(at, n)),
  int16: (n: number): Value => numbers(0x05, 2, (view, at) => view.setInt16(at, n, true)),
  uint16: (n: number): Value => numbers(0x06, 2, (view, at) => view.setUint16(at, n, true)),
  int32: (n: number): Value => numbers(0x07, 4, (view, at) => view.setInt32(at, n, true)),
  uint32: (n: number): Value => numbers(0x08, 4, (view, at) => view.setUint32(at, n, true)),
  int64: (n: bigint): Value => numbers(0x09, 8, (view, at) => view.setBigInt64(at, n, true)),
  uint64: (n: bigint): Value => numbers(0x0a, 8, (view, at) => view.setBigUint64(at, n, true)),
  real32: (n: number): Value => numbers(0x0b, 4, (view, at) => view.setFloat32(at, n, true)),
  real64: (n: number): Value => numbers(0x0c, 8, (view, at) => view.setFloat64(at, n, true)),
  fileTime: (ticks: bigint): Value => numbers(0x11, 8, (view, at) => view.setBigUint64(at, ticks, true)),
  hexInt32: (n: number): Value => numbers(0x14, 4, (view, at) => view.setUint32(at, n, true)),
  hexInt64: (n: bigint): Value => numbers(0x15, 8, (view, at) => view.setBigUint64(at, n, true)),
  fragment: (content: Fragment): Value => ({ type: 0x21, content }),
};
