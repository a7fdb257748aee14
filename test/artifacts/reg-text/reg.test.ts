import { describe, expect, it } from "vitest";
import { readReg } from "../../../src/artifacts/index.ts";
import { latin1, utf16 } from "../bytes-writer.ts";
import { kinds } from "../read-support.ts";

const KEY = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\Windows Error Reporting\\LocalDumps";
const EXPORT = `\ufeffWindows Registry Editor Version 5.00\r
\r
[${KEY}]\r
"DumpType"=dword:00000002\r
"DumpFolder"=hex(2):25,00,54,00,4d,00,50,00,\\\r
  25,00,00,00\r
"Count"=hex(b):ff,ff,ff,ff,ff,ff,ff,ff\r
"List"=hex(7):61,00,00,00,62,00,00,00,00,00\r
"Raw"=hex:01,ab\r
"None"=hex(0):\r
"Device"=hex(ffff0004):05\r
@="say \\"yes\\" in C:\\\\d"\r
"a=b"="c"\r
\r
[${KEY}\\with ] bracket]\r
"two lines"="first\r
second"\r
\r
`;

const simple = (values: readonly { name: string; type: string; data: unknown }[]): unknown[] =>
  values.map(({ name, type, data }) => [name, type, data]);

describe("a .reg file", () => {
  it("of regedit's export has all types, continued lines and escapes", () => {
    const reg = readReg(utf16(EXPORT));
    expect(reg).toMatchObject({
      form: "reg",
      header: "5.00",
      encoding: "utf-16le with BOM",
      looksLike: "export",
      deleted: [],
      problems: [],
    });
    expect(simple(reg.values)).toEqual([
      ["DumpType", "REG_DWORD", 2],
      ["DumpFolder", "REG_EXPAND_SZ", "%TMP%"],
      ["Count", "REG_QWORD", "18446744073709551615"],
      ["List", "REG_MULTI_SZ", ["a", "b"]],
      ["Raw", "REG_BINARY", "01ab"],
      ["None", "REG_NONE", ""],
      ["Device", "0xffff0004", "05"],
      ["", "REG_SZ", 'say "yes" in C:\\d'],
      ["a=b", "REG_SZ", "c"],
      ["two lines", "REG_SZ", "first\r\nsecond"],
    ]);
    expect(reg.values[0]).toMatchObject({ key: KEY, strings: ["2"], line: 4 });
    expect(reg.values.at(-1)!.key).toBe(`${KEY}\\with ] bracket`);
    expect(readReg(EXPORT)).toMatchObject({ encoding: null, looksLike: "export", values: reg.values });
  });

  it("that deletes, has comments or is spelled by hand is a script", () => {
    const lines = (...more: string[]): string =>
      ["Windows Registry Editor Version 5.00", "", ...more, ""].join("\r\n");
    const deleting = readReg(lines(`[${KEY}]`, '"DumpType"=-', "@=-", `[-${KEY}\\old.exe]`));
    expect(deleting).toMatchObject({
      looksLike: "script",
      deleted: [
        { key: KEY, name: "DumpType", line: 4 },
        { key: KEY, name: "", line: 5 },
        { key: `${KEY}\\old.exe`, name: null, line: 6 },
      ],
    });
    for (const hand of [
      lines("; set", `[${KEY}]`, '"a"="b"'),
      lines(`[${KEY.toLowerCase()}]`, '"a"="b"'),
      lines(`[${KEY}]`, '"a"=dword:2'),
    ]) {
      expect(readReg(hand).looksLike).toBe("script");
    }
    expect(readReg(latin1(lines(`[${KEY}]`, '"a"=dword:00000002'))).looksLike).toBe("unsure");
  });

  it("of REGEDIT4 is ANSI, in hexadecimal as well", () => {
    const reg = readReg(latin1(`REGEDIT4\r\n\r\n[${KEY}]\r\n"caf\xe9"="\x80"\r\n"f"=hex(2):80,25,00\r\n`));
    expect(reg).toMatchObject({ header: "REGEDIT4", encoding: "windows-1252" });
    expect(simple(reg.values)).toEqual([
      ["café", "REG_SZ", "€"],
      ["f", "REG_EXPAND_SZ", "€%"],
    ]);
    const likeUtf8 = readReg(latin1('REGEDIT4\r\n[HKEY_USERS\\x]\r\n"a"="\xc3\xa9"'));
    expect(likeUtf8).toMatchObject({ encoding: "windows-1252", values: [{ data: "Ã©" }] });
  });

  it("reports lines that it cannot read, and reads the others", () => {
    const reg = readReg(
      [
        "Windows Registry Editor Version 5.00",
        '"early"="x"',
        `[${KEY}]`,
        "nonsense",
        '"a"=dword:xyz',
        '"b"=hex:1,zz',
        '"c"="open',
        '"d"=dword:00000001',
        "[broken",
      ].join("\n"),
    );
    expect(simple(reg.values)).toEqual([["d", "REG_DWORD", 1]]);
    expect(kinds(reg.problems)).toEqual([
      "reg-line data",
      "reg-line data",
      "reg-line no-key",
      "reg-line unended",
      "reg-line unreadable",
      "reg-line unreadable",
    ]);
  });

  it("without a header is read if it looks like one, and reported", () => {
    expect(readReg(`[${KEY}]\n"a"="b"`)).toMatchObject({
      form: "reg",
      looksLike: "script",
      values: [{ data: "b" }],
    });
    expect(readReg("any text")).toMatchObject({
      form: "unknown",
      values: [],
      problems: [{ code: "reg-header" }],
    });
    expect(readReg("")).toMatchObject({ form: "unknown", values: [] });
  });
});

describe("the output of reg query", () => {
  it("has keys and values, and the default value in the language of Windows", () => {
    const text = `\r\n${KEY}\r\n    (Standard)    REG_SZ    text\r\n    Dump Type    REG_DWORD    0x2\r\n    Big    REG_QWORD    0xffffffffffffffff\r\n    List    REG_MULTI_SZ    a\\0b\r\n    Raw    REG_BINARY    01AB\r\n    Empty    REG_SZ    \r\n\r\n${KEY}\\lsass.exe\r\n    (Default)    REG_SZ    (value not set)\r\n    DumpType    REG_DWORD    0x1\r\n\r\nEnd of search: 2 match(es) found.\r\n`;
    const query = readReg(text);
    expect(query).toMatchObject({ form: "query", looksLike: "query", header: null, problems: [] });
    expect(simple(query.values)).toEqual([
      ["", "REG_SZ", "text"],
      ["Dump Type", "REG_DWORD", 2],
      ["Big", "REG_QWORD", "18446744073709551615"],
      ["List", "REG_MULTI_SZ", ["a", "b"]],
      ["Raw", "REG_BINARY", "01ab"],
      ["Empty", "REG_SZ", ""],
      ["DumpType", "REG_DWORD", 1],
    ]);
    expect(query.values.at(-1)!.key).toBe(`${KEY}\\lsass.exe`);
  });

  it("reports a value that it cannot read", () => {
    const query = readReg(`${KEY}\n    a    REG_DWORD    two\n    nothing here\n    b    REG_DWORD    0x2\n`);
    expect(simple(query.values)).toEqual([["b", "REG_DWORD", 2]]);
    expect(kinds(query.problems)).toEqual(["reg-line data", "reg-line unreadable"]);
  });
});
