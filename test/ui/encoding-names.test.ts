import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENCODING_NAMES } from "../../src/ui/evidence/encoding-names.ts";
import { readBytes, utf8 } from "../support/read.ts";

const document = (text: string): string =>
  `${JSON.stringify({ "@timestamp": "2024-03-01T10:00:00Z", text })}\n`;

describe.each(ENCODING_NAMES)("the offered encoding %s", (encoding) => {
  it("is known under this name", () => {
    expect(new TextDecoder(encoding).encoding).toBe(encoding);
  });

  it("has ASCII in common with UTF-8", () => {
    const ascii = fc.array(fc.string({ unit: "binary-ascii" }), { minLength: 1, maxLength: 5 });
    // Only text with more than ASCII is decoded.
    const last = Buffer.from(document("\xe4"), "latin1");
    fc.assert(
      fc.property(ascii, fc.integer({ min: 1, max: 200 }), (texts, piece) => {
        const content = utf8(texts.map(document).join(""));
        const plain = readBytes(content);
        const { records, format } = readBytes(Buffer.concat([content, last]), piece, { encoding });
        expect(format).toBe(`NDJSON, ${encoding.toUpperCase()}`);
        expect(records.slice(0, texts.length)).toEqual(plain.records);
        expect(readBytes(content, piece, { encoding }).records).toEqual(plain.records);
      }),
      { numRuns: 30 },
    );
  });
});
