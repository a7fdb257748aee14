import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { EvidenceReader, type EvidenceRecord, type FormatDiagnostic } from "../../src/formats/index.ts";
import { WindowsEventRecord } from "../../src/formats/windows-event.ts";
import { formatWords } from "../../src/wording/index.ts";

/*
 * Windows' own logs are recognised by their content, however they are packed, and their locations lead back to the
 * file.
 */

const EVENT =
  "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='P'/>" +
  "<EventID>13</EventID><EventRecordID>7</EventRecordID><Computer>Ä</Computer></System>" +
  "<EventData><Data Name='Details'>DWORD (0x00000002)</Data></EventData></Event>";

function read(content: Uint8Array) {
  const records: EvidenceRecord[] = [];
  const problems: FormatDiagnostic[] = [];
  const reader = new EvidenceReader({
    record: ({ value, place }) => void records.push({ value, place }),
    skipped: () => undefined,
    notAnObject: () => undefined,
    problem: (problem) => void problems.push(problem),
  });
  for (let at = 0; at < content.length; at += 97) {
    reader.append(content.subarray(at, at + 97));
    while (reader.work());
  }
  const { kind, readable } = reader.end(true);
  return { records, problems, readable, format: formatWords(kind) };
}

const utf16 = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, "utf16le");

describe("event XML", () => {
  const text = `${EVENT}\r\n${EVENT}\r\n`;
  const inBytes = Buffer.from(text);

  it.each<[string, Uint8Array, string, number]>([
    ["plain", inBytes, "event XML", Buffer.byteLength(`${EVENT}\r\n`)],
    ["in gzip", gzipSync(inBytes), "event XML, gzip", Buffer.byteLength(`${EVENT}\r\n`)],
    ["in UTF-16", utf16(text), "event XML, UTF-16LE", 2 + 2 * `${EVENT}\r\n`.length],
    [
      "in a list",
      Buffer.from(`<Events>${EVENT}${EVENT}</Events>`),
      "event XML",
      8 + Buffer.byteLength(EVENT),
    ],
  ])("is read %s", (_, content, format, second) => {
    const found = read(content);
    expect(found).toMatchObject({ format, readable: true, problems: [] });
    expect(found.records).toHaveLength(2);
    expect(found.records[1]!.place.offset).toBe(second);
    for (const { value } of found.records) {
      expect(value).toBeInstanceOf(WindowsEventRecord);
      expect((value as WindowsEventRecord).event).toMatchObject({
        eventId: "13",
        recordId: "7",
        computer: "Ä",
        eventData: [{ name: "Details", value: "DWORD (0x00000002)" }],
      });
    }
  });

  it("is not recognised in what only resembles it", () => {
    expect(read(Buffer.from("<html><body>Events</body></html>"))).toMatchObject({
      format: "unknown",
      readable: false,
    });
  });
});

describe("EVTX", () => {
  it("is unreadable without a single chunk, and reported", () => {
    const content = new Uint8Array(70_000).fill(0x41);
    content.set(Buffer.from("ElfFile\0"));
    const { readable, problems } = read(content);
    expect(readable).toBe(false);
    expect(problems.some(({ severity }) => severity === "error")).toBe(true);
  });
});
