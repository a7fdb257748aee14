import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { toCsv } from "../../src/export/index.ts";
import { safeText } from "../../src/export/cell.ts";

const BOM = "\uFEFF";
const written = (header: string[], rows: (string | number | null)[][]) => [...toCsv(header, rows)].join("");

/** The table that a CSV reader sees, without the byte order mark. */
function parsed(csv: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(csv.slice(1), { delimiter: ",", newline: "\r\n" });
  expect(errors).toEqual([]);
  return data;
}

describe("toCsv", () => {
  it("writes a byte order mark and quoted cells, with CRLF between rows but not at the end", () => {
    expect(
      written(
        ["a", "b"],
        [
          ["x", 'say "hi", all'],
          [-1.5, null],
        ],
      ),
    ).toBe(`${BOM}"a","b"\r\n"x","say ""hi"", all"\r\n"-1.5",""`);
    expect(written(["a"], [])).toBe(`${BOM}"a"`);
  });

  it("writes every row once and in order, over any number of chunks", () => {
    for (const count of [1, 199, 200, 201, 400, 1_000]) {
      const rows = Array.from({ length: count }, (_, i) => [`r${i}`]);
      expect(parsed(written(["h"], rows))).toEqual([["h"], ...rows]);
    }
  });

  it("requests rows only as its chunks are read", () => {
    let taken = 0;
    function* rows() {
      for (;;) yield [String(taken++)];
    }
    const chunks = toCsv(["h"], rows());
    chunks.next();
    expect(taken).toBe(0);
    expect(chunks.next().value).toContain('"199"');
    expect(taken).toBe(200);
  });

  it("is read back unchanged except for the changes of safeText", () => {
    const cell = fc.oneof(
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.string({ unit: fc.constantFrom(..."=+-@\t\r\n\0 \",;'＝a\uFEFF"), maxLength: 8 }),
    );
    const table = fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 });
    fc.assert(
      fc.property(table, (rows) => {
        const expected = rows.map((row) => row.map(safeText));
        expect(parsed(written(["a", "b", "c"], rows))).toEqual([["a", "b", "c"], ...expected]);
      }),
      { numRuns: 1_000 },
    );
  });

  it("treats values that are not finite numbers as text", () => {
    expect(parsed(written(["h"], [[-Infinity], [NaN], [1e21]]))).toEqual([
      ["h"],
      ["'-Infinity"],
      ["NaN"],
      ["1e+21"],
    ]);
  });

  it("writes the header unchanged", () => {
    expect(written(["@timestamp"], [["@timestamp"]])).toBe(`${BOM}"@timestamp"\r\n"'@timestamp"`);
  });
});

describe("safeText", () => {
  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x"])(
    "neutralises the formula %j",
    (formula) => {
      expect(safeText(formula)).toBe(`'${formula}`);
      const hidden = [
        " ",
        "\t",
        "\r\n",
        "\v",
        "\u00A0",
        "\u3000",
        "\uFEFF",
        "\u200B",
        "\u202E",
        "\u00AD",
        "\uFE0F",
        "\u0001",
      ];
      for (const prefix of [...hidden, hidden.join("")]) {
        expect(safeText(prefix + formula)).toBe(`'${prefix}${formula}`);
      }
      expect(safeText(`\0${formula}`)).toBe(`'␀${formula}`);
    },
  );

  it.each(["\t", "\r", "\n"])("neutralises a leading %j", (control) => {
    expect(safeText(`${control}x`)).toBe(`'${control}x`);
  });

  it.each(["", "a=1", "C:\\x -y", " 2", "'=1", "\u200Bx", "0x00000002", "a\t=\n-"])(
    "keeps %j unchanged",
    (text) => {
      expect(safeText(text)).toBe(text);
    },
  );

  it("makes NUL visible everywhere", () => {
    expect(safeText("a\0b\0")).toBe("a␀b␀");
    expect(safeText("\0a")).toBe("'␀a");
  });

  it("truncates at Excel's limit, and appends the number of characters removed", () => {
    const fits = "x".repeat(32_767);
    expect(safeText(fits)).toBe(fits);
    for (const text of [
      fits + "x",
      "=" + fits,
      "x".repeat(42_769),
      "😀".repeat(20_000),
      "a" + "😀".repeat(20_000),
    ]) {
      const cell = safeText(text);
      const [, kept, count] = /^(.*)… \[cut: (\d+) characters\]$/su.exec(cell)!;
      const original = kept!.startsWith("'") ? kept!.slice(1) : kept!;
      expect(cell.length).toBeLessThanOrEqual(32_767);
      expect(cell.length).toBeGreaterThan(32_760);
      expect(text.startsWith(original)).toBe(true);
      expect(original.length + Number(count)).toBe(text.length);
      expect(original).not.toMatch(/[\uD800-\uDBFF]$/);
    }
  });
});
