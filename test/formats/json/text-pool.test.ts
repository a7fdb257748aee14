import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TextPool } from "../../../src/formats/json/text-pool.ts";
import { utf8 } from "../../support/read.ts";

/** Takes a JSON text, including its quotes, from the middle of a buffer. */
function take(pool: TextPool, json: string): string {
  const bytes = utf8(`{"k":${json}}`);
  return pool.take(bytes, new DataView(bytes.buffer, bytes.byteOffset), 6, bytes.length - 2);
}

describe("TextPool", () => {
  it("returns what JSON.parse returns, whatever it was asked before", () => {
    const pool = new TextPool();
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 100 }),
      fc.stringMatching(/^[a-z\\]{0,70}$/),
      fc.constantFrom("svchost.exe", "C:\\Windows", "\ufeffmark", "\0", "é", "\u{1f600}"),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        for (const one of [...texts, ...texts]) expect(take(pool, JSON.stringify(one))).toBe(one);
      }),
      { numRuns: 500 },
    );
  });

  it("distinguishes texts that share a slot", () => {
    const pool = new TextPool();
    // More texts than slots, all of the same length.
    for (let round = 0; round < 2; round++)
      for (let n = 10_000; n < 20_000; n++) expect(take(pool, `"name-${n}"`)).toBe(`name-${n}`);
  });

  it("reads escapes of every kind", () => {
    const json = '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00"';
    expect(take(new TextPool(), json)).toBe(JSON.parse(json));
    expect(take(new TextPool(), '"\\"\\\\\\/\\b\\f\\n\\r\\té"')).toBe('"\\/\b\f\n\r\té');
  });
});
