import { describe, expect, it } from "vitest";
import { bytesOf, eventXml, readXml, type XmlResult } from "./read-xml.ts";

const A = eventXml(1);
const B = eventXml(2);
const C = eventXml(3);
const ids = ({ events }: XmlResult): unknown[] => events.map(({ recordId }) => recordId);

describe("a file that ends before the event of another document", () => {
  const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';

  it.each([DECLARATION, DECLARATION.trimEnd(), "<?xml vers", "<?"])("is cut short: %j", (end) => {
    const whole = `${DECLARATION}${A}\n${DECLARATION}${B}\n`;
    const result = readXml(whole + end);
    expect(ids(result)).toEqual(["1", "2"]);
    expect(result.lost).toMatchObject([
      { code: "cut-short", data: { inside: "declaration" }, offset: whole.length, line: 5 },
    ]);
    for (const size of [1, 13]) expect(readXml(whole + end, size)).toEqual(result);
  });

  it.each(["<", "<E", "<Event"])("or inside its first tag is cut short: %j", (end) => {
    const result = readXml(`${A}\n${end}`);
    expect(ids(result)).toEqual(["1"]);
    expect(result.problems).toMatchObject([
      { code: "cut-short", data: { inside: "event" }, offset: A.length + 1, line: 2 },
    ]);
    for (const size of [1, 13]) expect(readXml(`${A}\n${end}`, size)).toEqual(result);
  });

  it.each(["", `${DECLARATION}<Events></Events>`, `${DECLARATION}<Events/>`, "<?xml-stylesheet href='a'?>"])(
    "is whole with %j after the last event",
    (end) => {
      expect(readXml(`${DECLARATION}${A}\n${end}`).problems).toEqual([]);
    },
  );
});

describe("damage", () => {
  it.each([
    ["an end tag that is missing", B.replace("</Data></EventData>", "</EventData>")],
    ["another name in an end tag", B.replace("</System>", "</Sxstem>")],
    ["another name in the first tag", B.replace("<Event ", "<Evant ")],
    ["a first tag that is not a tag", B.replace("<Event ", "?Event ")],
    ["a stray `<`", B.replace("SetValue", "Set < Value")],
    ["a quote that is missing", B.replace("'S-1-5-18'", "'S-1-5-18")],
    ["an attribute without a value", B.replace("UserID='S-1-5-18'", "UserID")],
    ["an attribute without quotes", B.replace("'S-1-5-18'", "S-1-5-18")],
    ["attributes without a blank between them", B.replace("' Guid", "'Guid")],
    ["a slash inside a tag", B.replace("' Guid", "'/ Guid")],
    ["a comment that does not end", B.replace("SetValue", "<!-- SetValue")],
    ["a comment with `--`", B.replace("SetValue", "<!-- a -- b -->")],
    ["a CDATA section that does not end", B.replace("SetValue", "<![CDATA[SetValue")],
    ["an instruction that does not end", B.replace("SetValue", "<?SetValue")],
    ["a declaration inside", B.replace("SetValue", "<!ELEMENT x>")],
    ["the end torn off", B.slice(0, 700)],
    ["the beginning torn off", B.slice(300)],
    ["the middle of the last tag", B.slice(0, -1)],
  ])("%s loses only that event", (_, torn) => {
    for (const text of [`${A}\n${torn}\n${C}\n`, `<Events>${A}${torn}${C}</Events>`]) {
      const result = readXml(text);
      expect(ids(result)).toEqual(["1", "3"]);
      expect(result.lost).toHaveLength(1);
      const { offset, line } = result.lost[0]!;
      expect(offset).toBeGreaterThanOrEqual(text.indexOf(A) + A.length);
      expect(offset).toBeLessThan(text.indexOf(C));
      expect(line).toBe(text.startsWith("<Events>") ? 1 : 2);
      for (const size of [1, 13]) expect(readXml(text, size)).toEqual(result);
    }
  });

  it("treats an end tag without its slash as the beginning of another event", () => {
    const result = readXml(A + B.replace("</Event>", "<Event>") + C);
    expect(ids(result)).toEqual(["1", "3"]);
    expect(result.lost.map(({ offset }) => offset)).toEqual([A.length, A.length + B.lastIndexOf("</Event>")]);
  });

  it("reports each lost event if several are torn in a row", () => {
    const torn = [
      A.replace("SetValue", "Set < Value"),
      B.replace("<Event ", "<Evant "),
      C.replace("<Event ", "<Evant "),
    ];
    const result = readXml(`${torn.join("\n")}\n${eventXml(4)}`);
    expect(ids(result)).toEqual(["4"]);
    expect(result.lost.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(readXml(`${torn.join("\n")}\n${eventXml(4)}`, 1)).toEqual(result);
  });

  it("loses no neighbours between evtx_dump's own lines", () => {
    const head = '<?xml version="1.0" encoding="utf-8"?>\n';
    const list = (torn: string): string =>
      [A, torn, C].map((event, i) => `Record ${i + 1}\n${head}${event}\n\n`).join("");
    for (const torn of [B.slice(0, 500), B.slice(500), B.replace("SetValue", "<![CDATA[SetValue")]) {
      const result = readXml(list(torn));
      expect(ids(result)).toEqual(["1", "3"]);
      expect(result.lost).toMatchObject([{ line: 7 }]);
    }
    for (const line of ["Record <2>", "Record 2 <", "Record & 2", "<Record 2"]) {
      expect(ids(readXml(list(B).replace("Record 2", line)))).toEqual(["1", "2", "3"]);
    }
  });

  it("loses no event whose RenderingInfo is torn, only its message", () => {
    const rendered = B.replace(
      "</Event>",
      "<RenderingInfo Culture='x'><Message>m</Message></RenderingInfo></Event>",
    );
    const torn = [
      rendered.replace("</Message>", "</Massage>"),
      rendered.replace("</Message>", "<Message>"),
      rendered.replace("</Message>", ""),
      rendered.replace("m</Message></RenderingInfo>", "m < n"),
      rendered.replace("</Message></RenderingInfo>", ""),
      rendered.replace("</Message></RenderingInfo></Event>", ""),
      rendered.replace("m</Message>", "<![CDATA[m<![CDATA[</Message>"),
      rendered.replace("m</Message>", "<!-- a -- b</Message>"),
    ];
    for (const text of torn) {
      for (const file of [A + text + C, `${A}\n${text}\n${C}\n`]) {
        const result = readXml(file);
        expect(ids(result)).toEqual(["1", "2", "3"]);
        expect(result.events[1]!.eventData).toEqual(readXml(B).events[0]!.eventData);
        expect(result.events[1]!.rendering).toBeUndefined();
        expect(result.problems).toMatchObject([
          { code: "bad-xml", severity: "warning", data: { kind: "rendering" }, offset: file.indexOf(text) },
        ]);
        const { offset, length } = result.records[1]!.place;
        expect(offset + length).toBeLessThanOrEqual(file.indexOf(C));
        // The record by itself gives the same event again.
        expect(readXml(file.slice(offset, offset + length)).events).toEqual([result.events[1]]);
        for (const size of [1, 13]) expect(readXml(file, size)).toEqual(result);
      }
    }
  });

  it("reads an event that the file's end cuts inside RenderingInfo, and says that the file is cut", () => {
    const cut = B.replace("</Event>", "<RenderingInfo Culture='x'><Message>Registry val");
    const result = readXml(A + cut);
    expect(ids(result)).toEqual(["1", "2"]);
    expect(result.problems).toMatchObject([
      { severity: "warning", data: { kind: "rendering", fault: "cut" } },
      { code: "cut-short", severity: "error", offset: A.length },
    ]);
    for (const size of [1, 13]) expect(readXml(A + cut, size)).toEqual(result);
    expect(readXml(A + cut, Infinity, false).lost).toEqual([]);
  });

  it("loses an event whose RenderingInfo is torn where values are missing as well", () => {
    const noPayload = B.replace(/<EventData>.*<\/EventData>/, "<RenderingInfo><Message>m</RenderingInfo>");
    expect(ids(readXml(A + noPayload + C))).toEqual(["1", "3"]);
  });

  it("reports zero bytes, and reads the event unchanged", () => {
    for (const [text, value] of [
      ["a\0\0b", "a\0\0b"],
      ["a<![CDATA[\0\0]]>", "a\0\0"],
    ] as const) {
      const result = readXml(eventXml(1, text) + B);
      expect(ids(result)).toEqual(["1", "2"]);
      expect(result.events[0]!.eventData!.at(-1)!.value).toBe(value);
      expect(result.problems).toMatchObject([{ severity: "warning", offset: 0, line: 1 }]);
      expect(result.problems[0]!.data).toEqual({ kind: "zero-bytes", count: 2 });
    }
    const value = readXml(A.replace("S-1-5-18", "S-1\0\0-18"));
    expect(value.events[0]!.userSid).toBe("S-1\0\0-18");
    expect(value.problems).toHaveLength(1);
    // Zeros in the white space between elements belong to no value, but are a sign of damage all the same.
    expect(readXml(A.replace("<System>", "\0<System>")).problems).toHaveLength(1);
  });

  it("ends a CDATA section where the next one begins", () => {
    const one = A.replace("SetValue", "<![CDATA[SetValue]] >");
    const two = B.replace("SetValue", "<![CDATA[SetValue]]>");
    const result = readXml(one + two);
    expect(ids(result)).toEqual(["2"]);
    expect(result.lost).toMatchObject([{ offset: 0, code: "bad-xml" }]);
  });

  it("treats an element called Event in a payload as an event only if it contains System", () => {
    const payload = B.replace(
      "<EventData>",
      "<UserData><X><Event><b>t</b></Event></X></UserData><EventData>",
    );
    expect(ids(readXml(A + payload + C))).toEqual(["1", "2", "3"]);
    const swallowed = A.replace("</EventData></Event>", "");
    const result = readXml(swallowed + B);
    expect(ids(result)).toEqual(["2"]);
    expect(result.lost).toHaveLength(1);
  });

  it("reports that the content ends too early", () => {
    expect(readXml(A + B.slice(0, 400))).toMatchObject({ lost: [{ code: "cut-short", offset: A.length }] });
    expect(readXml(`<Events>${A}`)).toMatchObject({ lost: [{ code: "cut-short" }] });
    expect(readXml(`${A}<Ev`).records).toHaveLength(1);
    // The file could not be read to its end, so nothing is known to be missing.
    expect(readXml(`<Events>${A}${B.slice(0, 400)}`, Infinity, false).problems).toEqual([]);
  });

  it("reads events after an opening without an end", () => {
    for (const start of [
      "<!-- ",
      "<![CDATA[",
      "<?x ",
      "<!DOCTYPE x [",
      '<!DOCTYPE x "',
      "<!ELEMENT",
      "< ",
      "<",
    ]) {
      expect(ids(readXml(start + A + B))).toEqual(["1", "2"]);
    }
  });

  it("keeps and reports a reference that stands for no character", () => {
    for (const bad of [
      "&",
      "&;",
      "&nbsp;",
      "&#;",
      "&#x;",
      "&#xD800;",
      "&#x110000;",
      "&#1a;",
      "&#X41;",
      "&LT;",
      "& lt;",
    ]) {
      const result = readXml(eventXml(1, `a${bad}b`) + B);
      expect(result.events[0]!.eventData!.at(-1)!.value).toBe(`a${bad}b`);
      expect(result.problems).toMatchObject([{ severity: "warning", offset: 0, line: 1 }]);
    }
  });

  it("reports invalid UTF-8, and reads the values around it", () => {
    const bytes = bytesOf(eventXml(1, "a?bä") + B);
    bytes[bytes.indexOf(0x3f)] = 0xff;
    const result = readXml(bytes);
    expect(ids(result)).toEqual(["1", "2"]);
    expect(result.events[0]!.eventData!.at(-1)!.value).toBe("a\uFFFDbä");
    expect(result.problems).toMatchObject([{ code: "invalid-utf8", severity: "warning" }]);
    expect(readXml(eventXml(1, "\uFFFDä")).problems).toEqual([]);
  });
});
