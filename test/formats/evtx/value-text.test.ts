import { describe, expect, it } from "vitest";
import { ValueTexts } from "../../../src/formats/evtx/value-text.ts";
import { bytesOf, type Value, value } from "./values.ts";

const texts = new ValueTexts();

function textOf({ type, content }: Value): string {
  const bytes = content as Uint8Array;
  // Not at the beginning of its buffer, because no real value is.
  const buffer = new Uint8Array(bytes.length + 7).fill(0xee);
  buffer.set(bytes, 3);
  return texts.text(type, buffer, 3, bytes.length);
}

describe("values are written as Windows writes them", () => {
  it.each<[string, Value, string]>([
    ["nothing", value.none(), ""],
    ["string", value.string("a b"), "a b"],
    ["ANSI string", value.raw(0x02, "63 61 66 e9 00"), "café"],
    ["int8", value.int8(-128), "-128"],
    ["uint8", value.uint8(255), "255"],
    ["int16", value.int16(-2), "-2"],
    ["uint16", value.uint16(65535), "65535"],
    ["int32", value.int32(-2147483648), "-2147483648"],
    ["uint32", value.uint32(4294967295), "4294967295"],
    ["int64", value.int64(-9223372036854775808n), "-9223372036854775808"],
    ["uint64", value.uint64(18446744073709551615n), "18446744073709551615"],
    ["uint64 below 2^53", value.uint64(9007199254740991n), "9007199254740991"],
    ["uint64 above 2^53", value.uint64(9007199254740993n), "9007199254740993"],
    ["real32", value.real32(0.1), "0.1"],
    ["real32, all digits", value.real32(16777217.5), "16777218"],
    ["real64", value.real64(-0.1), "-0.1"],
    ["infinity", value.real64(Infinity), "1.#INF"],
    ["minus infinity", value.real32(-Infinity), "-1.#INF"],
    ["NaN", value.real64(NaN), "-1.#IND"],
    ["true", value.raw(0x0d, "01 00 00 00"), "true"],
    ["true in another form", value.raw(0x0d, "00 00 00 80"), "true"],
    ["true in one byte", value.raw(0x0d, "01"), "true"],
    ["false", value.raw(0x0d, "00 00 00 00"), "false"],
    ["binary", value.raw(0x0e, "00 0f a0"), "000FA0"],
    [
      "GUID",
      value.raw(0x0f, "5f 38 70 57 2a c2 e0 43 bf 4c 06 f5 69 8f fb d9"),
      "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
    ],
    ["size of 32 bits", value.raw(0x10, "58 08 00 00"), "0x858"],
    ["size of 64 bits", value.raw(0x10, "58 08 00 00 01 00 00 00"), "0x100000858"],
    ["FILETIME", value.fileTime(133_800_000_000_000_001n), "2024-12-30T02:40:00.0000001Z"],
    ["the first FILETIME", value.fileTime(0n), "1601-01-01T00:00:00.0000000Z"],
    ["FILETIME before 1970", value.fileTime(116_444_735_999_999_999n), "1969-12-31T23:59:59.9999999Z"],
    ["FILETIME beyond the calendar", value.fileTime(18446744073709551615n), "18446744073709551615"],
    [
      "SYSTEMTIME",
      value.raw(0x12, "e9 07 06 00 01 00 02 00 10 00 2e 00 14 00 c3 02"),
      "2025-06-02T16:46:20.707Z",
    ],
    ["SID", value.raw(0x13, "01 02 00 00 00 00 00 05 20 00 00 00 20 02 00 00"), "S-1-5-32-544"],
    [
      "SID with a large authority",
      value.raw(0x13, "01 01 01 00 00 00 00 05 ff ff ff ff"),
      "S-1-0x010000000005-4294967295",
    ],
    ["hexadecimal of 32 bits", value.hexInt32(0xc000006d), "0xc000006d"],
    ["hexadecimal zero", value.hexInt32(0), "0x0"],
    ["hexadecimal of 64 bits", value.hexInt64(0x8000_0000_0000_0010n), "0x8000000000000010"],
    ["hexadecimal of 64 bits, few used", value.hexInt64(0x3e7n), "0x3e7"],
    ["strings", value.raw(0x81, "61 00 00 00 62 00"), "a,b"],
    ["ANSI strings", value.raw(0x82, "61 00 62 00"), "a,b"],
    ["numbers", value.raw(0x86, "01 00 ff ff"), "1,65535"],
    [
      "GUIDs",
      value.raw(0x8f, "00".repeat(32)),
      "{00000000-0000-0000-0000-000000000000},{00000000-0000-0000-0000-000000000000}",
    ],
    [
      "SIDs",
      value.raw(0x93, "01 01 00 00 00 00 00 05 12 00 00 00 01 01 00 00 00 00 00 05 13 00 00 00"),
      "S-1-5-18,S-1-5-19",
    ],
    ["sizes", value.raw(0x90, "01 00 00 00 00 00 00 00"), "0x1"],
  ])("%s", (_, given, text) => {
    expect(textOf(given)).toBe(text);
    expect(textOf(given), "once more, from memory").toBe(text);
  });

  it.each<[string, Value, string]>([
    ["a number with too few bytes", value.raw(0x08, "01 02"), "0102"],
    [
      "a SID with too few parts",
      value.raw(0x13, "01 05 00 00 00 00 00 05 20 00 00 00"),
      "010500000000000520000000",
    ],
    ["an array with an incomplete item", value.raw(0x88, "01 02 03 04 05"), "0102030405"],
    ["SIDs, the last one cut", value.raw(0x93, "01 01 00 00 00 00 00 05 12 00"), "01010000000000051200"],
    ["an unknown type", value.raw(0x77, "ab"), "AB"],
    ["a handle", value.raw(0x20, "01"), "01"],
  ])("a value that does not fit its type is given as bytes: %s", (_, given, text) => {
    expect(textOf(given)).toBe(text);
  });

  it("distinguishes values of different types with the same bytes", () => {
    const bytes = "01 00 00 00 00 00 00 00";
    expect(textOf(value.raw(0x15, bytes))).toBe("0x1");
    expect(textOf(value.raw(0x01, bytes))).toBe("\u0001");
    expect(texts.text(0x01, bytesOf("61 00 62 00"), 0, 2)).toBe("a");
    expect(texts.text(0x01, bytesOf("61 00 62 00"), 0, 4)).toBe("ab");
  });
});
