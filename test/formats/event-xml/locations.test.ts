import { describe, expect, it } from "vitest";
import { EventXmlReader } from "../../../src/formats/event-xml/index.ts";
import type { DecodedRecord, RecordHandler } from "../../../src/formats/handler.ts";
import type { FormatDiagnostic } from "../../../src/formats/diagnostic.ts";
import { type Utf16, Utf16ToUtf8 } from "../../../src/formats/utf16.ts";
import { bytesOf, eventXml, readXml } from "./read-xml.ts";

const RENDERING = "<RenderingInfo Culture='de-DE'><Message>Größe&#10;😀</Message></RenderingInfo></Event>";
const TORN = eventXml(3, "Ä").replace("</System>", "</Sxstem>");
const TEXT = [
  `\uFEFF<?xml version="1.0" encoding="utf-16"?>\r\n<!DOCTYPE Events [<!ENTITY a "ü">]>\r\n<Events>`,
  eventXml(1, "<![CDATA[ß]]>&a;").replaceAll("><", ">\r\n<"),
  `<!-- ö -->${TORN}`,
  eventXml(2, "😀&amp;\uFFFD").replace("</Event>", RENDERING),
  "</Events>\r\n",
].join("\r\n");

function utf16(text: string, encoding: Utf16): Buffer {
  const bytes = Buffer.from(text, "utf16le");
  return encoding === "utf-16le" ? bytes : bytes.swap16();
}

/** Reads UTF-16 as EvidenceReader does, in pieces of `size` bytes. */
function readUtf16(bytes: Uint8Array, encoding: Utf16, size: number) {
  const records: DecodedRecord[] = [];
  const problems: FormatDiagnostic[] = [];
  const handler: RecordHandler = {
    record: (record) => void records.push(record),
    problem: (problem) => void problems.push(problem),
    skipped: () => expect.unreachable(),
    notAnObject: () => expect.unreachable(),
  };
  const reader: EventXmlReader = new EventXmlReader(handler, {
    offset: (offset): number => decoder.fileOffset(offset),
    line: (line) => line,
  });
  const decoder: Utf16ToUtf8 = new Utf16ToUtf8(encoding, reader);
  for (let at = 0; at < bytes.length; at += size) {
    decoder.append(bytes.subarray(at, at + size));
    while (decoder.work());
  }
  decoder.end(true);
  return { records, problems };
}

describe("records and problems", () => {
  it("are the same in pieces of any size", () => {
    const whole = readXml(TEXT);
    expect(whole.events.map(({ recordId }) => recordId)).toEqual(["1", "2"]);
    expect(whole.lost).toHaveLength(1);
    expect(whole.problems).toHaveLength(3);
    const length = bytesOf(TEXT).length;
    for (let size = 1; size <= length; size += size < 300 ? 1 : 97)
      expect(readXml(TEXT, size)).toEqual(whole);
  });

  it.each<Utf16>(["utf-16le", "utf-16be"])("have their locations in %s", (encoding) => {
    const bytes = utf16(TEXT, encoding);
    const whole = readUtf16(bytes, encoding, bytes.length);
    const plain = readXml(TEXT);
    expect(whole.records.map(({ value, text }) => ({ value, text }))).toEqual(
      plain.records.map(({ value, text }) => ({ value, text })),
    );
    for (const { place, text } of whole.records) {
      expect(bytes.subarray(place.offset, place.offset + place.length)).toEqual(utf16(text, encoding));
    }
    expect(whole.records.map(({ place }) => place.line)).toEqual(
      plain.records.map(({ place }) => place.line),
    );
    const lost = whole.problems.filter(({ severity }) => severity === "error");
    expect(lost).toMatchObject([{ offset: 2 * TEXT.indexOf(TORN), line: plain.lost[0]!.line! }]);
    for (const size of [1, 2, 3, 7, 64, 999]) expect(readUtf16(bytes, encoding, size)).toEqual(whole);
  });
});
