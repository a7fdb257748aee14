import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chosenEncoding } from "../../src/formats/chosen-encoding.ts";
import { comparable, readBytes, utf8 } from "../support/read.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));
const document = (text: string): string =>
  `${JSON.stringify({ "@timestamp": "2024-03-01T10:00:00Z", text })}\n`;

describe("the encoding that an analyst chose", () => {
  it.each([
    ["a letter in it", latin1("J\xfcrgen"), true, "used"],
    ["a letter at its end", latin1("Ren\xe9"), true, "used"],
    ["only ASCII so far", latin1("Rene"), false, "used"],
    ["half a character of UTF-8 so far", utf8("René").subarray(0, 4), false, "used"],
    ["UTF-8", utf8("René"), true, "utf-8"],
    ["UTF-8 whose last character is cut", utf8("René 日").subarray(0, -1), false, "utf-8"],
    ["a byte order mark", utf8("\uFEFFRene"), true, "utf-8"],
    ["a byte order mark and damage", Buffer.concat([utf8("\uFEFF"), latin1("\xe9 ")]), true, "utf-8"],
  ])("is decided for text with %s", (_, head, whole, kind) => {
    expect(chosenEncoding("Latin1", head, whole)).toEqual({ encoding: "windows-1252", kind });
  });

  it("is not needed for ASCII, and counts as none if it is unknown or Unicode", () => {
    expect(chosenEncoding("windows-1252", utf8("Rene"), true)).toBeNull();
    for (const label of [undefined, "", "no-such-encoding", "utf-8", "utf-16be"])
      expect(chosenEncoding(label, latin1("Ren\xe9"), true)).toBeNull();
  });

  it("is asked for where events are in lines of other text", () => {
    const event = { EventID: 4624, Channel: "Security", TargetUserName: "Jürgen" };
    const content = latin1(`<13>Mar  1 10:00:00 host app: ${JSON.stringify(event)}\n`);
    const before = readBytes(content);
    expect(before.format).toBe("text with events in its lines");
    expect(before.problems).toMatchObject([{ code: "invalid-utf8", severity: "warning", line: 1 }]);
    const after = readBytes(content, Infinity, { encoding: "windows-1252" });
    expect(after.problems.map(({ code }) => code)).toEqual(["chosen-encoding"]);
    expect(after.records[0]!.text).toContain("Jürgen");
    expect(after.records.map(({ place }) => place)).toEqual(before.records.map(({ place }) => place));
  });

  it("gives letters at the offsets of the file, whatever the pieces", () => {
    // A small letter of ASCII after ä never continues a character, so the text is never UTF-8 by chance.
    const letters = fc.string({ unit: fc.constantFrom("a", "ß", "é", "Ø", "ÿ", " "), maxLength: 20 });
    const list = fc.array(letters, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 200 }), (endings, piece) => {
        const texts = endings.map((text) => `äx${text}`);
        const content = latin1(texts.map(document).join(""));
        const options = { encoding: "windows-1252" };
        const whole = readBytes(content, Infinity, options);
        expect(whole.values.map((value) => (value as { text: string }).text)).toEqual(texts);
        for (const { place } of whole.records) {
          const raw = Buffer.from(content.subarray(place.offset, place.offset + place.length));
          expect(raw.toString("latin1")).toMatch(/^\{"@timestamp.*\}$/);
        }
        expect(comparable(readBytes(content, piece, options))).toEqual(comparable(whole));
      }),
    );
  });
});
