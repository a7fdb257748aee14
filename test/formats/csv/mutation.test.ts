import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvDialect, sniffCsv } from "../../../src/formats/csv/index.ts";
import { bytesOf, readCsv } from "./read-csv.ts";

const NAMES = ["@timestamp", "event.category", "host.name", "process.command_line", "message"];
const ROWS = Array.from({ length: 12 }, (_, n) => [
  `Mar ${n + 1}, 2022 @ 06:39:36.298`,
  n % 2 === 0 ? "configuration, registry" : "",
  `ws${n}.corp.example`,
  `"C:\\Program Files\\x.exe" /n ${n}`,
  n % 3 === 0 ? `Größe 😀 ${n}` : `Registry value set:\r\nDetails: DWORD (0x0000000${n})\r\nUser: -`,
]);

type Quoting = "all" | "needed";

/** A writer of our own, which quotes every cell or only those that need it. */
function write(
  rows: readonly (readonly string[])[],
  quoting: Quoting,
  delimiter: string,
  end: string,
): string {
  const cell = (text: string): string =>
    quoting === "all" || /["\r\n]/.test(text) || text.includes(delimiter)
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  return rows.map((row) => row.map(cell).join(delimiter) + end).join("");
}

/** Random numbers from a seed, the same on every machine. */
function* random(seed: number): Generator<number, never> {
  for (let x = seed; ;) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    yield x / 2 ** 32;
  }
}

describe("one byte flipped or dropped", () => {
  it.each<[Quoting, string, string]>([
    ["all", ",", "\r\n"],
    ["needed", ";", "\n"],
  ])("loses only rows that contain it, and is reported if one is lost (%s)", (quoting, delimiter, end) => {
    const header = write([NAMES], quoting, delimiter, end);
    const content = bytesOf(header + write(ROWS, quoting, delimiter, end));
    const dialect = sniffCsv(content)!;
    const whole = readCsv(content).records;
    expect(whole).toHaveLength(ROWS.length);
    const numbers = random(20260202);
    const next = (n: number): number => Math.floor(numbers.next().value * n);
    for (let run = 0; run < 4000; run++) {
      const at = header.length + next(content.length - header.length);
      let mutant = content.slice();
      if (run % 3 === 0) mutant = Uint8Array.from([...content.subarray(0, at), ...content.subarray(at + 1)]);
      else mutant[at] = run % 3 === 1 ? mutant[at]! ^ (1 << next(8)) : `",;\r\n \0x`.charCodeAt(next(8));
      const result = readCsv(mutant, { dialect, size: 1 + next(2000) });
      const found = new Set(result.records.map(({ text }) => text));
      const trace = `byte ${at} of ${JSON.stringify(new TextDecoder().decode(mutant.subarray(at - 30, at + 30)))}`;
      for (const [i, { text, place }] of whole.entries()) {
        if (found.has(text)) continue;
        // A line break belongs to the rows on both sides.
        const before = whole[i - 1]?.place;
        const from = before === undefined ? place.offset : before.offset + before.length;
        const to = place.offset + place.length + end.length;
        expect(at >= from && at < to, trace).toBe(true);
        const changed = result.problems.length > 0 || result.records.length === whole.length;
        expect(changed, trace).toBe(true);
      }
      expect(result.lost.length, trace).toBeLessThanOrEqual(2);
    }
  });
});

describe("a written table", () => {
  const names = ["@timestamp", "event.code", "c"];
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.string({ unit: fc.constantFrom('"', ",", ";", "\t", " ", "\r", "\n", "a", "\uFEFF"), maxLength: 12 }),
  );
  const table = fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 8 });

  it("is read back unchanged", () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom<Quoting>("all", "needed"),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n"),
        fc.integer({ min: 1, max: 100 }),
        (rows, quoting, delimiter, end, size) => {
          // A byte order mark at the beginning of a row would count as that of a concatenated file, and a row without
          // the `x` may be blank.
          const kept = rows.map(([a, b, c]) => [`x${a}`, b, c]);
          const content = write([names, ...kept], quoting, delimiter, end);
          const dialect: CsvDialect = { kind: "discover", delimiter, lineBreak: 0x0a, cells: 3 };
          const result = readCsv(content, { dialect, size });
          // A row with a zero byte is read unchanged, too, and reported, because no exporter writes one.
          const zeros = kept.map((row) => row.join("").split("\0").length - 1).filter((count) => count > 0);
          expect(result.problems.map(({ code, data }) => ({ code, data }))).toEqual(
            zeros.map((count) => ({ code: "bad-csv", data: { kind: "zero-bytes", count } })),
          );
          expect(result.rows).toEqual(kept.map(([a, b, c]) => ({ "@timestamp": a, "event.code": b, c })));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is cut into rows and cells consistently, whatever it contains", () => {
    const piece = fc.constantFrom(
      '"',
      '""',
      ",",
      "\n",
      "\r\n",
      "\r",
      " ",
      "a",
      '"a"',
      "ä",
      "\uFEFF",
      '"\n"',
      "\t",
    );
    const head = "@timestamp,event.code,c\n";
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (pieces, size) => {
        const dialect: CsvDialect = { kind: "discover", delimiter: ",", lineBreak: 0x0a, cells: 3 };
        const content = head + pieces.join("");
        expect(readCsv(content, { dialect, size })).toEqual(readCsv(content, { dialect }));
      }),
      { numRuns: 1500 },
    );
  });
});
