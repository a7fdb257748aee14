import { describe, expect, it } from "vitest";
import { MAX_RECORD_BYTES } from "../../../src/formats/limits.ts";
import { ENDLESS_MARKUP } from "./endless.ts";
import { bytesOf, eventXml, readXml, type XmlResult } from "./read-xml.ts";

const A = eventXml(1);
const B = eventXml(2);
const ids = ({ events }: XmlResult): unknown[] => events.map(({ recordId }) => recordId);

describe("hostile content", () => {
  it("never gets the entities of a document type expanded", () => {
    const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "&l${i};&l${i};&l${i};">`).join(
      "",
    );
    const doctype = `<!DOCTYPE Events [<!-- ' --><!ENTITY l0 "<Event>ha</Event>">${laughs}<!ENTITY f SYSTEM 'file:///c:/x'>]>`;
    const text = `<?xml version="1.0"?>${doctype}<Events>${eventXml(1, "&l9;&f;")}</Events>${doctype}`;
    const result = readXml(text);
    expect(result.events).toHaveLength(1);
    expect(result.events[0]!.eventData!.at(-1)!.value).toBe("&l9;&f;");
    expect(result.problems).toMatchObject([{ severity: "warning", offset: 21 }, { severity: "warning" }]);
    expect(readXml(text, 1)).toEqual(result);
  });

  it("is refused beyond a thousand levels", () => {
    const deep = (n: number): string =>
      `<Event><UserData>${"<a>".repeat(n)}${"</a>".repeat(n)}</UserData></Event>`;
    expect(readXml(deep(998)).problems).toEqual([]);
    const result = readXml(deep(999) + A);
    expect(ids(result)).toEqual(["1"]);
    expect(result.lost).toMatchObject([{ code: "too-deep", offset: 0 }]);
    expect(readXml(`${"<Event><a>".repeat(200_000)}${A}`).records).toHaveLength(1);
  });

  it("yields at most one event if it opens a lot of markup and closes none", () => {
    for (const part of ENDLESS_MARKUP) {
      const text = `${part.repeat(Math.ceil(400_000 / part.length))} -->${A}`;
      expect(readXml(text, 65_536).records.length).toBeLessThanOrEqual(1);
    }
  });

  it("loses an event of a million parts, but not the next one", () => {
    for (const parts of [
      "<a/>".repeat(600_000),
      "<a>x</a>".repeat(400_000),
      `<a ${"b='' ".repeat(600_000)}/>`,
    ]) {
      const text = `${A}<Event><System/><UserData>${parts}</UserData></Event>${B}`;
      const result = readXml(text, 1 << 20);
      expect(ids(result)).toEqual(["1", "2"]);
      expect(result.lost).toMatchObject([{ code: "bad-xml", offset: A.length }]);
      expect(readXml(text)).toEqual(result);
    }
  });

  it("may contain a name, a value and a text of one mebibyte each", () => {
    const long = "x".repeat(1 << 20);
    const { events, problems } = readXml(
      `<Event><EventData><Data Name='${long}'>${long}</Data></EventData></Event>`,
      4096,
    );
    expect(events).toEqual([{ eventData: [{ name: long, value: long }] }]);
    expect(problems).toEqual([]);
    expect(ids(readXml(`<${long}>${A}</${long}>`, 4096))).toEqual(["1"]);
  });

  it("is not kept beyond the length limit of a record", () => {
    const text = bytesOf(`${A}<Event><Data>${" ".repeat(MAX_RECORD_BYTES)}</Data></Event>${B}`);
    const result = readXml(text, 1 << 20);
    expect(ids(result)).toEqual(["1", "2"]);
    expect(result.lost).toMatchObject([{ code: "too-long", offset: A.length }]);
    expect(readXml(text)).toEqual(result);
  });
});
