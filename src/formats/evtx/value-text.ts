import { isZero, u16, u32, u64Text } from "./bytes.ts";
import { guidText } from "./guid-text.ts";
import { binaryText, hex64Text, realText } from "./number-text.ts";
import { sidText } from "./sid-text.ts";
import { systemTimeText, TimeTexts } from "./time-text.ts";
import { textOfUtf16 } from "./utf16-text.ts";
import { ValuePool } from "./value-pool.ts";
import { ARRAY, ITEM_BYTES, VALUE } from "./value-types.ts";

/**
 * Texts of values, as Windows writes them into event XML.
 *
 * A value that does not fit its type (three bytes for a number, a SID with too few parts) is given as its bytes in
 * hexadecimal digits: nothing in the evidence is dropped.
 */
export class ValueTexts {
  readonly #pool = new ValuePool((type, bytes, at, size) => this.#make(type, bytes, at, size));
  readonly #times = new TimeTexts();
  // Windows does not record the code page of an "ANSI" text; most are plain ASCII.
  readonly #ansi = new TextDecoder("windows-1252");

  /** The text of a value; the items of an array are separated by commas. */
  text(type: number, bytes: Uint8Array, at: number, size: number): string {
    if (type === VALUE.string) return this.#string(bytes, at, size);
    if ((type & ARRAY) !== 0) return this.items(type, bytes, at, size).join(",");
    return this.#scalar(type, bytes, at, size);
  }

  /** The items of an array. */
  items(type: number, bytes: Uint8Array, at: number, size: number): string[] {
    const itemType = type & ~ARRAY;
    if (itemType === VALUE.string) return this.#strings(bytes, at, size, 2);
    if (itemType === VALUE.ansiString) return this.#strings(bytes, at, size, 1);
    if (itemType === VALUE.sid) return this.#sids(bytes, at, size);
    const width = itemType === VALUE.size ? 8 : ITEM_BYTES[itemType];
    if (width === undefined || width === 0 || size % width !== 0) return [binaryText(bytes, at, size)];
    const items: string[] = [];
    for (let i = 0; i < size; i += width) items.push(this.#scalar(itemType, bytes, at + i, width));
    return items;
  }

  #scalar(type: number, bytes: Uint8Array, at: number, size: number): string {
    if (size === 0 || type === VALUE.none) return "";
    // Four bytes by the specification, but providers also write one or two, and numbers other than 1.
    if (type === VALUE.bool) return isZero(bytes, at, at + size) ? "false" : "true";
    if (size < (ITEM_BYTES[type] ?? 0)) return binaryText(bytes, at, size);
    switch (type) {
      case VALUE.string:
        return this.#string(bytes, at, size);
      case VALUE.sid:
      case VALUE.guid:
      case VALUE.hexInt64:
        return this.#pool.take(type, bytes, at, size);
      case VALUE.ansiString:
        return this.#ansi.decode(bytes.subarray(at, trimmed(bytes, at, size, 1)));
      case VALUE.int8:
        return String((bytes[at]! << 24) >> 24);
      case VALUE.uint8:
        return String(bytes[at]!);
      case VALUE.int16:
        return String((u16(bytes, at) << 16) >> 16);
      case VALUE.uint16:
        return String(u16(bytes, at));
      case VALUE.int32:
        return String(u32(bytes, at) | 0);
      case VALUE.uint32:
        return String(u32(bytes, at));
      case VALUE.int64:
        return viewOf(bytes, at, 8).getBigInt64(0, true).toString();
      case VALUE.uint64:
        return u64Text(bytes, at);
      case VALUE.real32:
        return realText(viewOf(bytes, at, 4).getFloat32(0, true), true);
      case VALUE.real64:
        return realText(viewOf(bytes, at, 8).getFloat64(0, true), false);
      case VALUE.fileTime:
        return this.#times.fileTime(bytes, at) ?? u64Text(bytes, at);
      case VALUE.systemTime:
        return systemTimeText(bytes, at);
      case VALUE.hexInt32:
        return `0x${u32(bytes, at).toString(16)}`;
      case VALUE.size:
        if (size === 4) return `0x${u32(bytes, at).toString(16)}`;
        return size === 8 ? hex64Text(bytes, at) : binaryText(bytes, at, size);
      default:
        return binaryText(bytes, at, size);
    }
  }

  #string(bytes: Uint8Array, at: number, size: number): string {
    return this.#pool.take(VALUE.string, bytes, at, trimmed(bytes, at, size, 2) - at);
  }

  /** Makes the texts that are worth remembering. */
  #make(type: number, bytes: Uint8Array, at: number, size: number): string {
    if (type === VALUE.guid) return guidText(bytes, at);
    if (type === VALUE.hexInt64) return hex64Text(bytes, at);
    if (type === VALUE.sid) return sidText(bytes, at, size) ?? binaryText(bytes, at, size);
    return textOfUtf16(bytes, at, size);
  }

  /** Each item ends with a zero, which the last one may lack. */
  #strings(bytes: Uint8Array, at: number, size: number, unit: 1 | 2): string[] {
    const items: string[] = [];
    const end = at + size - (size % unit);
    let start = at;
    for (let i = at; i < end; i += unit) {
      if (bytes[i] !== 0 || (unit === 2 && bytes[i + 1] !== 0)) continue;
      items.push(this.#scalar(unit === 2 ? VALUE.string : VALUE.ansiString, bytes, start, i - start));
      start = i + unit;
    }
    if (start < end)
      items.push(this.#scalar(unit === 2 ? VALUE.string : VALUE.ansiString, bytes, start, end - start));
    return items;
  }

  /** The length of each SID determines where the next one begins. */
  #sids(bytes: Uint8Array, at: number, size: number): string[] {
    const items: string[] = [];
    const end = at + size;
    for (let i = at; i < end;) {
      const length = i + 1 < end ? 8 + 4 * bytes[i + 1]! : size;
      const text = i + length <= end ? sidText(bytes, i, length) : null;
      if (text === null) return [binaryText(bytes, at, size)];
      items.push(text);
      i += length;
    }
    return items;
  }
}

/** The end of a text without its trailing zeros, which some providers write and Windows does not show. */
function trimmed(bytes: Uint8Array, at: number, size: number, unit: 1 | 2): number {
  let end = at + size - (size % unit);
  if (unit === 2) while (end > at && bytes[end - 1] === 0 && bytes[end - 2] === 0) end -= 2;
  else while (end > at && bytes[end - 1] === 0) end--;
  return end;
}

function viewOf(bytes: Uint8Array, at: number, size: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + at, size);
}
