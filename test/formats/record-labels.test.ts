import { describe, expect, it } from "vitest";
import { hasRecordLabels } from "../../src/formats/record-labels.ts";
import { readBytes, utf8 } from "../support/read.ts";

const documents = [
  { "@timestamp": "2024-03-01T10:00:00Z", n: 1 },
  { "@timestamp": "2024-03-01T10:00:01Z", n: 22 },
];
const labelled = (end = "\n", mark = ""): string =>
  mark +
  documents
    .map(
      (document, i) =>
        `Record ${i + 1}${end}${JSON.stringify(document, null, 2).replaceAll("\n", end)}${end}`,
    )
    .join("");

describe("documents with a line `Record N` before each", () => {
  it.each([
    ["with line feeds", labelled()],
    ["with carriage returns", labelled("\r\n")],
    ["with a byte order mark", labelled("\n", "\uFEFF")],
    [
      "and one line each",
      documents.map((document, i) => `Record ${i}\n${JSON.stringify(document)}\n`).join(""),
    ],
    ["and a label at the end", `${labelled()}Record 3`],
  ])("%s are read in pieces of any size, with their locations", (_, text) => {
    for (const size of [1, 2, 3, 7, 11, 64, Infinity]) {
      const { values, records, lost, others } = readBytes(text, size);
      expect(values).toEqual(documents);
      expect([lost, others]).toEqual([[], 0]);
      for (const { place } of records) {
        const bytes = utf8(text).slice(place.offset, place.offset + place.length);
        expect(documents).toContainEqual(JSON.parse(new TextDecoder().decode(bytes)));
        expect(place.line).toBe(text.slice(0, text.indexOf("{", place.offset - 3)).split("\n").length);
      }
    }
  });

  it("lose nothing to a torn document among them", () => {
    const text = `${labelled()}Record 3\n{\n  "torn": "no end\nRecord 4\n${JSON.stringify(documents[0], null, 2)}\n`;
    const { values, lost } = readBytes(text);
    expect(values).toEqual([...documents, documents[0]]);
    expect(lost.length).toBeGreaterThan(0);
  });

  it("are not looked for in other texts", () => {
    for (const text of [
      "Record 1\nof the meeting\n",
      "Recording 1\n{}",
      '{"a":"Record 1"}\n',
      "Record 1",
      "[1]",
    ]) {
      expect(hasRecordLabels(utf8(text))).toBe(false);
    }
    const kept = '{"@timestamp":"2024-03-01T10:00:00Z","a":"Record 1\\nRecord 2"}\n';
    expect(readBytes(kept).values).toEqual([JSON.parse(kept)]);
  });
});
