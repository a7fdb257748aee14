import { describe, expect, it } from "vitest";
import { MAX_RECORD_BYTES } from "../../../src/formats/limits.ts";
import { bytesOf, readCsv } from "./read-csv.ts";

const HEADER = '"@timestamp","host.name","process.command_line"';
const row = (n: number, last = `"a, ${n}"`): string => `2024-0${n},h${n},${last}`;
const cells = (n: number, last = `a, ${n}`): Record<string, string> => ({
  "@timestamp": `2024-0${n}`,
  "host.name": `h${n}`,
  "process.command_line": last,
});

describe("rows", () => {
  it("are read unchanged, with their locations", () => {
    const text = `\uFEFF${HEADER}\r\n${row(1, '"ä\r\n""😀"""')}\r\n\r\n${row(2)}\r\n`;
    const { rows, records, problems } = readCsv(text);
    expect(problems).toEqual([]);
    expect(rows).toEqual([cells(1, 'ä\r\n"😀"'), cells(2)]);
    expect(records.map(({ place }) => place.line)).toEqual([2, 5]);
    for (const { place, text: own } of records) {
      const at = bytesOf(text).subarray(place.offset, place.offset + place.length);
      expect(new TextDecoder().decode(at)).toBe(own);
    }
    expect(records[1]!.text).toBe(row(2));
    for (const size of [1, 2, 3, 10, 50]) expect(readCsv(text, { size })).toEqual(readCsv(text));
  });

  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("may end with %s; the last one may also lack a line break", (_, end) => {
    for (const tail of ["", end, end + end]) {
      const { rows, records, problems } = readCsv([HEADER, row(1), row(2)].join(end) + tail);
      expect(rows).toEqual([cells(1), cells(2)]);
      expect(records.map(({ place }) => place.line)).toEqual([2, 3]);
      expect(problems).toEqual([]);
    }
  });

  it("may have any of the delimiters, which are plain text inside quotes", () => {
    for (const delimiter of [",", ";", "\t", "|"]) {
      const text = `${HEADER}\n2024-01,h1,"a, 1;\t|"\n`.replace(/,(?! )/g, delimiter);
      expect(readCsv(text).rows).toEqual([cells(1, "a, 1;\t|")]);
    }
  });

  it("may have blanks after a closing quote, and quotes inside an unquoted cell", () => {
    expect(readCsv(`${HEADER}\n"2024-01" ,"h1"  ,a"b"c \n2024-02,h2,"x"  `).rows).toEqual([
      cells(1, 'a"b"c '),
      cells(2, "x"),
    ]);
  });

  it("may consist of empty cells, but a blank line is not a row", () => {
    expect(readCsv(`${HEADER}\n\n  \n,,\n"","",""\n`).rows).toEqual(
      [0, 1].map(() => ({ "@timestamp": "", "host.name": "", "process.command_line": "" })),
    );
  });

  it("keep formulas unchanged", () => {
    expect(readCsv(`${HEADER}\n${row(1, "'=cmd|x")}\n${row(2, "=1+1")}`).rows).toEqual([
      cells(1, "'=cmd|x"),
      cells(2, "=1+1"),
    ]);
  });

  it("do not include repeated headers, or lines with a type or a delimiter", () => {
    const file = `\uFEFFsep=,\r\n#TYPE System.X\r\n${HEADER}\r\n${row(1)}\r\n`;
    const { rows, problems } = readCsv(file + file);
    expect(rows).toEqual([cells(1), cells(1)]);
    expect(problems).toEqual([]);
  });
});

describe("columns", () => {
  it("may have any name", () => {
    const { records } = readCsv("__proto__,@timestamp,event.code,constructor,toString\na,b,c,d,e\n");
    const value = records[0]!.value as object;
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.entries(value)).toEqual([
      ["__proto__", "a"],
      ["@timestamp", "b"],
      ["event.code", "c"],
      ["constructor", "d"],
      ["toString", "e"],
    ]);
  });

  it("keep all their cells if names are repeated or missing", () => {
    const { rows, problems } = readCsv(
      "@timestamp,event.code,,event.code,event.code_2,event.code, \n1,2,3,4,5,6,7\n",
    );
    expect(rows).toEqual([
      {
        "@timestamp": "1",
        "event.code": "2",
        column_3: "3",
        "event.code_3": "4",
        "event.code_2": "5",
        "event.code_4": "6",
        column_7: "7",
      },
    ]);
    expect(problems).toMatchObject([{ code: "duplicate-key", severity: "warning", offset: 0, line: 1 }]);
  });

  it("may be fewer or more in some rows, which are read with what they have", () => {
    const text = `${HEADER}\n${row(1)}\na,b\n1,2,3,4\n${row(2)}\n`;
    const { rows, problems } = readCsv(text);
    expect(rows).toEqual([
      cells(1),
      { "@timestamp": "a", "host.name": "b" },
      { "@timestamp": "1", "host.name": "2", "process.command_line": "3", column_4: "4" },
      cells(2),
    ]);
    expect(problems).toMatchObject([
      { severity: "warning", line: 3 },
      { severity: "warning", line: 4 },
    ]);
    expect(problems[1]!.data).toEqual({ kind: "more-cells", cells: 4, expected: 3, name: "column_4" });
  });

  it("are one more in Event Viewer's rows than in its header", () => {
    const data =
      'Information,5/14/2024 4:01:17 AM,Microsoft-Windows-Sysmon,13,Registry value set,"Set:\r\nImage: x"\r\n';
    const { rows, problems } = readCsv(`Level,Date and Time,Source,Event ID,Task Category\r\n${data}${data}`);
    expect(problems).toEqual([]);
    expect(rows[1]).toEqual({
      Level: "Information",
      "Date and Time": "5/14/2024 4:01:17 AM",
      Source: "Microsoft-Windows-Sysmon",
      "Event ID": "13",
      "Task Category": "Registry value set",
      Message: "Set:\r\nImage: x",
    });
    const german = readCsv(`Ebene,Datum und Uhrzeit,Quelle,Ereignis-ID,Aufgabenkategorie\r\n${data}`);
    expect(german.rows[0]).toEqual(rows[1]);
    expect(german.problems).toMatchObject([{ severity: "warning", line: 1 }]);
    const security = readCsv(`Keywords,Date and Time,Source,Event ID,Task Category\r\n${data}`);
    expect(Object.keys(security.rows[0]!)).toEqual(["Keywords", ...Object.keys(rows[1]!).slice(1)]);
  });

  it("are reported if most rows have more of them than the header", () => {
    const { rows, problems } = readCsv(`${HEADER}\n1,2,3,"4\n4"\n1,2,3,4\n`);
    expect(rows.map((r) => r["column_4"])).toEqual(["4\n4", "4"]);
    expect(problems).toMatchObject([{ severity: "warning", line: 1 }]);
  });
});

describe("damage", () => {
  it.each([
    ["a quote that is not closed", '"a, 2'],
    ["a quote inside that is not doubled", '"a "b" c"'],
    ["text after the closing quote", '"a"b'],
    ["a quote that is not closed on the second of three lines", '"a\nb\nc'],
  ])("%s loses only its own row", (_, last) => {
    const torn = row(2, last);
    const text = `${HEADER}\n${row(1)}\n${torn}\n${row(3)}\n${row(4)}\n`;
    const result = readCsv(text);
    for (const n of [1, 3, 4]) expect(result.rows).toContainEqual(cells(n));
    expect(result.rows).not.toContainEqual(expect.objectContaining({ "host.name": "h2" }));
    expect(result.lost).toHaveLength(1);
    expect(result.lost[0]!.line).toBe(3);
    const line = text.indexOf(torn);
    expect(result.lost[0]!.offset).toBeGreaterThanOrEqual(line + torn.indexOf('"'));
    expect(result.lost[0]!.offset).toBeLessThan(line + torn.length);
    for (const size of [1, 7]) expect(readCsv(text, { size })).toEqual(result);
  });

  it("does not swallow the rest of the file after an unclosed quote", () => {
    const text = `${HEADER}\n1,"2,3\n${"a,b,c\n".repeat(100)}`;
    const { rows, lost } = readCsv(text);
    expect(rows).toHaveLength(100);
    expect(lost).toMatchObject([{ code: "bad-csv", offset: HEADER.length + 3, line: 2 }]);
  });

  it("does not merge several rows if two quotes are paired wrongly", () => {
    const { rows, lost } = readCsv(`${HEADER}\n1,"2,3\n4,5,6\n7,8,",x"\n9,9,9\n`);
    expect(rows.map((r) => r["@timestamp"])).toEqual(["4", "7", "9"]);
    expect(lost).toMatchObject([{ line: 2, offset: HEADER.length + 3 }]);
  });

  it("is reported if two rows are on one line", () => {
    const { rows, lost } = readCsv(`${HEADER}\n${row(3)}\n${row(1, "a")}${row(2)}\n${row(4)}\n`);
    expect(rows.map((r) => r["host.name"])).toEqual(["h3", "h1", "h4"]);
    expect(lost).toMatchObject([{ line: 3 }]);
  });

  it("is reported if the content ends too early", () => {
    const text = `${HEADER}\n${row(1)}\n2024-02,h`;
    expect(readCsv(text)).toMatchObject({
      lost: [{ code: "cut-short", line: 3 }],
      rows: [{}, { "host.name": "h" }],
    });
    expect(readCsv(`${text},"ab`)).toMatchObject({ lost: [{ code: "cut-short", line: 3 }], rows: [{}] });
    // The file could not be read to its end, so nothing is known to be missing.
    expect(readCsv(text, { complete: false }).problems).toEqual([]);
    expect(readCsv(`${text},"ab`, { complete: false }).problems).toEqual([]);
  });

  it("is reported for a header without rows, whose line breaks may be missing", () => {
    expect(readCsv(`${HEADER}\n`).problems).toEqual([
      { code: "empty", severity: "info", data: { kind: "table" }, offset: 0 },
    ]);
    expect(readCsv(`${HEADER}\n${row(1)}\n`).problems).toEqual([]);
  });

  it("is reported for zero bytes, which may have replaced line breaks", () => {
    const text = `${HEADER}\n${row(1)}\n${row(2, "x\0\0\0\0y")}\n${row(3)}\n`;
    const { rows, problems } = readCsv(text);
    expect(rows).toHaveLength(3);
    expect(problems).toMatchObject([
      { code: "bad-csv", severity: "warning", line: 3, data: { kind: "zero-bytes", count: 4 } },
    ]);
  });

  it("is reported for invalid UTF-8", () => {
    const bytes = bytesOf(`${HEADER}\n${row(1, "a?b")}\n${row(2, "\uFFFD")}\n`);
    bytes[bytes.indexOf(0x3f)] = 0xff;
    const { rows, problems } = readCsv(bytes);
    expect(rows).toEqual([cells(1, "a\uFFFDb"), cells(2, "\uFFFD")]);
    expect(problems).toMatchObject([{ code: "invalid-utf8", severity: "warning", line: 2 }]);
  });

  it("is reported for invalid UTF-8 in the header, also without rows", () => {
    const bytes = bytesOf(`${HEADER.replace(/^./, "?")}\n`);
    bytes[0] = 0xfc;
    const ofHeader = {
      code: "invalid-utf8",
      severity: "warning",
      data: { unit: "header" },
      offset: 0,
      line: 1,
    };
    expect(readCsv(bytes).problems).toMatchObject([ofHeader, { code: "empty" }]);
    expect(readCsv(Uint8Array.from([...bytes, ...bytesOf(`${row(1)}\n`)])).problems).toEqual([ofHeader]);
  });
});

describe("hostile content", () => {
  it("is not kept beyond the length limit of a record", () => {
    const long = "x".repeat(MAX_RECORD_BYTES);
    const line = `a,b,${"c".repeat(1019)}\n`;
    const quoted = bytesOf(`${HEADER}\n1,"2,3\n${line.repeat(MAX_RECORD_BYTES / line.length)}`);
    const plain = bytesOf(`${HEADER}\n${row(1)}\n1,2,${long}\n${row(2)}\n`);
    for (const size of [Infinity, 1 << 20]) {
      const { rows, lost } = readCsv(plain, { size });
      expect(rows).toEqual([cells(1), cells(2)]);
      expect(lost).toMatchObject([{ code: "too-long", line: 3 }]);
    }
    const result = readCsv(quoted, { size: 1 << 20 });
    expect(result.rows.length).toBe(MAX_RECORD_BYTES / line.length);
    expect(result.lost).toMatchObject([{ line: 2 }]);
  });

  it("is not split if it has too many cells", () => {
    const { rows, lost } = readCsv(`${HEADER}\n${",".repeat(1_000_000)}\n${row(1)}`);
    expect(rows).toEqual([cells(1)]);
    expect(lost).toMatchObject([{ code: "too-long", line: 2 }]);
  });
});

describe("a header with damaged quotes", () => {
  const columns = ["@timestamp", "event.code", "host.name", "message"];
  const rows = ['"2024-03-01T10:00:00Z","13","H1","a\r\nb"', '"2024-03-01T10:00:01Z","13","H2","c"'];

  it.each([
    ['"@timestamp","event.code"<,"host.name","message"', "event.code<"],
    ['"@timestamp","event.code","host.name,"message"', "host.name"],
    ['"@timestamp",event.code","host.name","message"', "event.code"],
  ])("%s is read as far as possible, and the rows as usual", (header, name) => {
    const { rows: found, lost } = readCsv(`${header}\r\n${rows.join("\r\n")}\r\n`);
    expect(lost).toEqual([]);
    expect(found).toHaveLength(rows.length);
    expect(Object.keys(found[0]!)).toHaveLength(columns.length);
    expect(Object.keys(found[0]!)).toContain(name);
  });
});
