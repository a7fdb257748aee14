import { describe, expect, it } from "vitest";
import { tokenize } from "../../../src/eql/parse/lexer.ts";
import { errorOf } from "../helpers.ts";

function value(text: string): string {
  const [token] = tokenize(text);
  return token!.text;
}

describe("strings with escapes", () => {
  it("unescape every escape of EQL", () => {
    expect(value(String.raw`"a\b\t\n\f\r\"\'\\z"`)).toBe("a\b\t\n\f\r\"'\\z");
  });

  it.each([
    [String.raw`"\u{41}"`, "A"],
    [String.raw`"\u{1680b}"`, "\u{1680b}"],
    [String.raw`"\u{0001f4a9}"`, "💩"],
    [String.raw`"a\u{00}b"`, "a\0b"],
    [String.raw`"\u{00000000}"`, "\0"],
    [String.raw`"\\u{123f}"`, String.raw`\u{123f}`],
  ])("accept %s", (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    String.raw`"\x"`,
    String.raw`"C:\Windows"`,
    String.raw`"\u{D}"`,
    String.raw`"\u{00AFD1431}"`,
    String.raw`"\u{}"`,
    String.raw`"\u{DA12"`,
    String.raw`"\u001"`,
    String.raw`"\uad12"`,
    String.raw`"\u01f0}"`,
    String.raw`"\u{D800}"`,
    String.raw`"\u{dfff}"`,
    String.raw`"\u{110000}"`,
    String.raw`"\u{10000000}"`,
    '"never closed',
    '"no\nbreak"',
    '"',
    String.raw`"\"`,
  ])("reject %j", (text) => {
    expect(errorOf(() => tokenize(text)).name).toBe("EqlError");
  });

  it("have errors located at the escape, not at the string", () => {
    expect(errorOf(() => tokenize(String.raw`x : "ab\q"`))).toMatchObject({
      line: 1,
      column: 8,
      offending: String.raw`\q`,
    });
  });
});

describe("strings without escapes", () => {
  it.each([
    ['"""a\\"b"""', 'a\\"b'],
    ['"""C:\\Windows\\n"""', "C:\\Windows\\n"],
    ['""""a"b"""""', '"a"b""'],
    ['""""""', ""],
    ['""""""""', '""'],
    ['"""""hello""world!""""', '""hello""world!"'],
  ])("accept %s", (text, expected) => {
    expect(value(text)).toBe(expected);
    expect(tokenize(text)).toHaveLength(2);
  });

  it("end after six quotes, whatever follows", () => {
    expect(tokenize('""""""hello').map((t) => t.kind)).toEqual(["string", "name", "end"]);
  });

  it.each(['"""never closed', '"""no\nbreak"""', '"""x""'])("reject %j", (text) => {
    expect(errorOf(() => tokenize(text)).name).toBe("EqlError");
  });
});
