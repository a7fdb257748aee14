import { describe, expect, it } from "vitest";
import { mulberry32 } from "../bench/random.ts";
import { expectEqual } from "../support/expect-equal.ts";
import { readBytes } from "../support/read.ts";

const RECORDS = 20;
const documents = Array.from({ length: RECORDS }, (_, n) => ({
  "@timestamp": "2024-03-01T10:00:00Z",
  n,
  text: `Größe 😀 中文字 ${n} C:\\Windows`,
}));
const text = documents.map((document) => `${JSON.stringify(document)}\r\n`).join("");

function encoded(bigEndian: boolean): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
}

const decoded = (bytes: Uint8Array, bigEndian: boolean): string =>
  new TextDecoder(bigEndian ? "utf-16be" : "utf-16le").decode(bytes);

describe.each([
  ["little", false],
  ["big", true],
] as const)("UTF-16 in %s-endian order", (_, bigEndian) => {
  const file = encoded(bigEndian);
  const original = readBytes(file).records;

  it("is in step again after a missing or extra byte, with locations in the file", () => {
    const numbers = mulberry32(bigEndian ? 1 : 2);
    const random = (n: number): number => Math.floor(numbers() * n);
    expect(original).toHaveLength(RECORDS);
    for (let run = 0; run < 3000; run++) {
      const at = random(file.length - 40);
      const isLost = run % 2 === 0;
      const mutant = isLost
        ? Buffer.concat([file.subarray(0, at), file.subarray(at + 1)])
        : Buffer.concat([file.subarray(0, at), Uint8Array.of(random(256)), file.subarray(at)]);
      const found = readBytes(mutant, 1 + random(500));
      const byText = new Map(found.records.map((record) => [record.text, record.place]));
      for (const { text, place } of original) {
        const end = place.offset + place.length;
        if (at >= place.offset - 8 && at <= end + 8) continue;
        const now = byText.get(text);
        const bytes = now && mutant.subarray(now.offset, now.offset + now.length);
        const where = () => `byte ${at} ${isLost ? "lost" : "too many"}: ${text}`;
        expectEqual(bytes && decoded(bytes, bigEndian), text, where);
      }
      const isOdd = found.problems.some(({ code }) => code === "bad-utf16");
      // Damage to the byte order mark itself, or that changes nothing visible, leaves no trace.
      if (at > 2 && found.records.length < RECORDS) expect(isOdd || found.lost.length > 0).toBe(true);
    }
  });

  it("reports where it slipped, and how often", () => {
    const bytes = [...file];
    bytes.splice(1001, 1);
    bytes.splice(400, 1);
    const { problems } = readBytes(Uint8Array.from(bytes));
    const slip = problems.find(({ code }) => code === "bad-utf16")!;
    expect(slip).toMatchObject({ code: "bad-utf16", severity: "warning", data: { kind: "slip", more: 1 } });
    expect(Math.abs(slip.offset - 400)).toBeLessThan(6);
  });

  it("is recognised by its zeros if the mark is damaged", () => {
    for (const mutant of [
      file.slice(1),
      file.slice(2),
      file.with(0, file[0]! ^ 0x80),
      file.with(1, file[1]! ^ 0x20),
    ]) {
      expect(readBytes(mutant).records.length).toBeGreaterThanOrEqual(RECORDS - 1);
    }
  });
});

describe("other text", () => {
  it("is not mistaken for UTF-16", () => {
    const zeros = Uint8Array.from({ length: 200 }, (_, i) => (i % 4 === 0 ? 0x41 : 0));
    for (const bytes of [Buffer.from("abc".repeat(100)), Buffer.from("a\0b"), zeros]) {
      expect(readBytes(bytes).format).not.toContain("UTF-16");
    }
  });

  it("in Chinese is not mistaken for a slip", () => {
    const chinese = `{"@timestamp":"2024-03-01T10:00:00Z","a":"${"中文一丁七万丈三上下".repeat(50)}"}\n`;
    const { problems, values } = readBytes(Buffer.from(`\uFEFF${chinese}`, "utf16le"));
    expect(problems).toEqual([]);
    expect(values).toEqual([JSON.parse(chinese)]);
  });
});
