import { describe, expect, it } from "vitest";
import { ENDLESS_DOCTYPES } from "./endless.ts";
import { eventXml, readXml, type XmlResult } from "./read-xml.ts";

const A = eventXml(1);
const B = eventXml(2);
const ids = ({ events }: XmlResult): unknown[] => events.map(({ recordId }) => recordId);

describe("a document type declaration", () => {
  it.each([
    ["plain", "<!DOCTYPE Events>"],
    ["that names another file", "<!DOCTYPE Events SYSTEM 'file:///c:/events>.dtd'>"],
    ["public", `<!DOCTYPE Events PUBLIC "-//X//Y" "http://example.com/it's.dtd" >`],
    ["with an internal subset", `<!DOCTYPE Events [<!ELEMENT Event ANY><!ENTITY a "]>"><?pi x?>]>`],
    ["with comments", "<!DOCTYPE Events [<!-- it's ]> --><!ATTLIST Event a CDATA 'x>'>] >"],
    ["with an event as an entity", `<!DOCTYPE Events [<!ENTITY a "<Event>x</Event>">]>`],
  ])("%s is reported and skipped", (_, doctype) => {
    const text = `<?xml version="1.0"?>\n${doctype}\n<Events>${A}${B}</Events>`;
    const result = readXml(text);
    expect(ids(result)).toEqual(["1", "2"]);
    expect(result.problems).toMatchObject([{ severity: "warning", offset: text.indexOf("<!"), line: 2 }]);
    for (let size = 1; size < 40; size++) expect(readXml(text, size)).toEqual(result);
  });

  it.each([
    ["its end", "<!DOCTYPE Event "],
    ["a quote", "<!DOCTYPE Events SYSTEM 'x>"],
    ["the other quote", `<!DOCTYPE Events SYSTEM "x>`],
    ["a bracket", `<!DOCTYPE Events [<!ENTITY a "x"> >`],
    ["the end of a comment", "<!DOCTYPE Events [<!-- x ]>"],
    ["the end of an entity", `<!DOCTYPE Events [<!ENTITY a "x>]>`],
  ])("that lost %s loses no event", (_, doctype) => {
    const texts = [doctype + A + B, `${doctype}<Events>${A}${eventXml(2, "a]b]c")}</Events><!-- -->`];
    for (const text of [...texts, ...texts.map((each) => each.replaceAll(/'(?=[^<]*>)/g, '"'))]) {
      const result = readXml(text);
      expect(ids(result)).toEqual(["1", "2"]);
      expect(result.lost).toEqual([]);
      for (const size of [1, 2, 3, 17]) expect(readXml(text, size)).toEqual(result);
    }
  });

  it("with any one byte dropped or replaced loses no event", () => {
    const doctype = `<!DOCTYPE Events SYSTEM 'a' [<!-- it's --><!ENTITY a "]>"><!ATTLIST Event b CDATA 'x'>]>`;
    const events = `<Events>${A}${eventXml(2, "a]b")}</Events>`;
    for (let at = 0; at < doctype.length; at++) {
      for (const byte of ["", ..."<>[]'\"!-& x\0"]) {
        const mutant = doctype.slice(0, at) + byte + doctype.slice(at + 1);
        const result = readXml(mutant + events, 4096);
        expect(ids(result), mutant).toEqual(["1", "2"]);
        // `<!DOCTYPE<Events` opens a list that is never closed.
        expect(result.lost, mutant).toHaveLength(mutant.includes("<Events") ? 1 : 0);
      }
    }
  });

  it("longer than a mebibyte is not searched for its end", () => {
    const doctype = `<!DOCTYPE Events [${"<!ELEMENT a ANY>".repeat(70_000)}]>`;
    const result = readXml(doctype + A);
    expect(ids(result)).toEqual(["1"]);
    expect(readXml(doctype + A, 4096)).toEqual(result);
  });

  it.each(ENDLESS_DOCTYPES)("that begins again and again loses no event: %s", (part) => {
    expect(ids(readXml(part.repeat(100_000) + A, 65_536))).toEqual(["1"]);
  });

  it("inside an event damages that event, and is never used", () => {
    const inside = B.replace("SetValue", `<!DOCTYPE x [<!ENTITY a "b">]>&a;`);
    const result = readXml(A + inside + eventXml(3));
    expect(ids(result)).toEqual(["1", "3"]);
    expect(result.lost).toMatchObject([{ code: "bad-xml", offset: A.length }]);
  });
});
