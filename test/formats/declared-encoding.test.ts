import { describe, expect, it } from "vitest";
import type { WindowsEventRecord } from "../../src/formats/windows-event.ts";
import { comparable, readBytes } from "../support/read.ts";
import { eventXml } from "./event-xml/read-xml.ts";

/** Texts with their bytes in the encoding: the bytes are from the tables of the WHATWG Encoding Standard. */
const ENCODED: readonly (readonly [label: string, text: string, bytes: readonly number[]])[] = [
  ["iso-8859-1", "Jürgen\\é", [0x4a, 0xfc, 0x72, 0x67, 0x65, 0x6e, 0x5c, 0xe9]],
  ["Windows-1252", "€“é”", [0x80, 0x93, 0xe9, 0x94]],
  ["windows-1251", "Юля", [0xde, 0xeb, 0xff]],
  ["ISO-8859-2", "źć", [0xbc, 0xe6]],
  ["koi8-r", "да", [0xc4, 0xc1]],
  ["Shift_JIS", "日本aｱ", [0x93, 0xfa, 0x96, 0x7b, 0x61, 0xb1]],
  ["euc-jp", "日本", [0xc6, 0xfc, 0xcb, 0xdc]],
  ["gb2312", "中文", [0xd6, 0xd0, 0xce, 0xc4]],
  ["gb18030", "中𠀀", [0xd6, 0xd0, 0x95, 0x32, 0x82, 0x36]],
  ["big5", "中文", [0xa4, 0xa4, 0xa4, 0xe5]],
  ["euc-kr", "한글", [0xc7, 0xd1, 0xb1, 0xdb]],
];

const SLOT = "@@";

function file(label: string, bytes: readonly number[], before = ""): Uint8Array {
  const text = `${before}<?xml version="1.0" encoding="${label}"?>\n<Events>${eventXml(1, SLOT)}\n${eventXml(2, SLOT)}</Events>`;
  return new Uint8Array(
    Buffer.concat(
      text.split(SLOT).flatMap((part, i) => [...(i > 0 ? [Buffer.from(bytes)] : []), Buffer.from(part)]),
    ),
  );
}

const detailsOf = (value: unknown): string | undefined =>
  (value as WindowsEventRecord).event.eventData!.at(-1)?.value;

describe("an encoding that an XML declaration names", () => {
  it.each(ENCODED)("%s is honoured, and locations are those of the file", (label, text, bytes) => {
    for (const before of ["", "\r\n", "Record 1\n"]) {
      const content = file(label, bytes, before);
      const result = readBytes(content);
      expect(result.values.map(detailsOf)).toEqual([text, text]);
      expect(result.problems).toEqual([]);
      for (const { place } of result.records) {
        const raw = Buffer.from(content.subarray(place.offset, place.offset + place.length));
        expect(raw.toString("latin1")).toMatch(/^<Event .*<\/Event>$/);
      }
      for (const size of [1, 3, 64]) expect(comparable(readBytes(content, size))).toEqual(comparable(result));
    }
  });

  it("is named with the format", () => {
    expect(readBytes(file("windows-1251", [0xde])).format).toBe("event XML, WINDOWS-1251");
  });

  it.each(["utf-8", "utf-16", "no-such-encoding", "iso-2022-cn"])("%s leaves UTF-8 as it is", (label) => {
    const content = file(label, [...Buffer.from("é€")]);
    expect(readBytes(content)).toMatchObject({ problems: [], format: "event XML" });
    expect(readBytes(content).values.map(detailsOf)).toEqual(["é€", "é€"]);
  });

  it("does not count where the bytes are UTF-8 all the same, or a byte order mark says so", () => {
    const converted = file("iso-8859-1", [...Buffer.from("é")]);
    expect(readBytes(converted).values.map(detailsOf)).toEqual(["é", "é"]);
    const marked = file("iso-8859-1", [...Buffer.from("é")], "\uFEFF");
    expect(readBytes(marked).values.map(detailsOf)).toEqual(["é", "é"]);
  });

  it("does not count in the values of other formats", () => {
    const line = JSON.stringify({
      "@timestamp": "2024-03-01T10:00:00Z",
      x: "<?xml version='1.0' encoding='koi8-r'?>é",
    });
    expect(readBytes(`${line}\n`).values).toEqual([JSON.parse(line)]);
  });

  it("is reported where it does not have the bytes", () => {
    const result = readBytes(file("shift_jis", [0x61, 0x93, 0x3c - 0x1c, 0xa0]));
    expect(result.values).toHaveLength(2);
    expect(result.problems).toMatchObject([
      { code: "bad-encoding", severity: "warning", data: { encoding: "shift_jis" } },
    ]);
    for (const size of [1, 5]) {
      const again = readBytes(file("shift_jis", [0x61, 0x93, 0x3c - 0x1c, 0xa0]), size);
      expect(comparable(again)).toEqual(comparable(result));
    }
  });

  it("is reported where neither it nor UTF-8 fits: no text is changed without a word", () => {
    const content = file("utf-8", [0xe9]);
    expect(readBytes(content).problems).toMatchObject([
      { code: "invalid-utf8", severity: "warning" },
      { code: "invalid-utf8", severity: "warning" },
    ]);
  });
});
