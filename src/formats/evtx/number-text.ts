import { u32 } from "./bytes.ts";

/** `0x8020000000000000`, without leading zeros, as Windows writes hexadecimal types. */
export function hex64Text(bytes: Uint8Array, at: number): string {
  const high = u32(bytes, at + 4);
  const low = u32(bytes, at).toString(16);
  return high === 0 ? `0x${low}` : `0x${high.toString(16)}${low.padStart(8, "0")}`;
}

/** Upper-case digits without a prefix: for binary data, and for values of unknown type. */
export function binaryText(bytes: Uint8Array, at: number, size: number): string {
  let text = "";
  for (let i = at; i < at + size; i++) text += BYTE[bytes[i]!]!;
  return text;
}

const BYTE = Array.from({ length: 256 }, (_, n) => n.toString(16).toUpperCase().padStart(2, "0"));

/** The shortest decimal number with the same bits; infinity and NaN as Windows writes them. */
export function realText(value: number, single: boolean): string {
  if (Number.isNaN(value)) return "-1.#IND";
  if (!Number.isFinite(value)) return value > 0 ? "1.#INF" : "-1.#INF";
  if (!single) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}
