import { describe, expect, it } from "vitest";
import { isArchive } from "../../src/bytes/index.ts";
import { readBytes, utf8 } from "../support/read.ts";
import { zip } from "../support/zip.ts";

const bytes = (...parts: (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...utf8(part)] : [...part])));
const zeros = (length: number): number[] => new Array<number>(length).fill(0);

/** The beginning of a file of each kind, as the program writes it. */
const FILES: readonly (readonly [name: string, kind: string, content: Uint8Array])[] = [
  ["an event log of Windows XP", "evt", bytes([0x30, 0, 0, 0], "LfLe", [1, 0, 0, 0, 1, 0, 0, 0], zeros(32))],
  [
    "a pointer of Git LFS",
    "git-lfs",
    bytes("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"),
  ],
  [
    "Export-Clixml",
    "clixml",
    bytes(
      '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">\n  <Obj RefId="0">\n',
    ),
  ],
  ["the error stream of PowerShell", "clixml", bytes('#< CLIXML\r\n<Objs Version="1.1.0.1"></Objs>')],
  [
    "wevtutil's text",
    "wevtutil-text",
    bytes(
      "Event[0]:\r\n  Log Name: Security\r\n  Source: Microsoft-Windows-Security-Auditing\r\n  Event ID: 4657\r\n",
    ),
  ],
  [
    "Format-List",
    "format-list",
    bytes(
      "\r\n\r\nTimeCreated  : 5/14/2024 2:01:17 AM\r\nProviderName : Microsoft-Windows-Sysmon\r\nId           : 13\r\n",
    ),
  ],
  [
    "Format-Table",
    "format-table",
    bytes(
      "\r\n   ProviderName: Microsoft-Windows-Sysmon\r\n\r\nTimeCreated                     Id LevelDisplayName Message\r\n-----------                     -- ---------------- -------\r\n",
    ),
  ],
  [
    "a login page",
    "html",
    bytes("<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body></body></html>\n"),
  ],
  ["a login page after a comment", "html", bytes("<!-- Copyright -->\n<html lang=en>\n")],
  ["RTF with braces like JSON", "rtf", bytes('{\\rtf1\\ansi {"a": 1}\n{"b": 2}\n}')],
  ["PDF", "pdf", bytes("%PDF-1.7\n%\u00e2\u00e3\n")],
  ["a mailbox", "pst", bytes("!BDN", zeros(60))],
  ["a capture", "pcap", bytes([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0], zeros(16))],
  [
    "a capture of a collector's traffic",
    "pcap",
    bytes(
      [0x0a, 0x0d, 0x0d, 0x0a],
      "\n<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'></Event>",
      zeros(8),
    ),
  ],
  ["an event trace", "etl", bytes([0, 0, 1, 0], zeros(68), [2, 0, 2, 0xc0], zeros(80))],
  ["an event trace of 32 bits", "etl", bytes([0, 0, 1, 0], zeros(68), [2, 0, 1, 0xc0], zeros(80))],
  ["systemd's journal", "journal", bytes("LPKSHHRH", zeros(80))],
  ["SRUM", "ese", bytes([1, 2, 3, 4, 0xef, 0xcd, 0xab, 0x89, 0x20, 6, 0, 0], zeros(80))],
  ["Windows 10's prefetch", "prefetch", bytes([0x4d, 0x41, 0x4d, 4, 0xa0, 0x17, 0, 0], zeros(80))],
  ["Windows 7's prefetch", "prefetch", bytes([23, 0, 0, 0], "SCCA", zeros(80))],
  ["a shortcut", "shortcut", bytes([0x4c, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xc0], zeros(80))],
  ["$MFT", "file-table", bytes("FILE0", [0, 3, 0], zeros(80))],
  ["a screenshot", "picture", bytes([0x89], "PNG\r\n", [0x1a, 0x0a], zeros(80))],
  ["a screenshot as JPEG", "picture", Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, ...zeros(80)])],
  ["OpenSSL's encryption", "encrypted", bytes("Salted__", zeros(40))],
  ["PGP", "encrypted", bytes("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n")],
  ["a volume", "disk-image", bytes([0xeb, 0x52, 0x90], "NTFS    ", zeros(600))],
  ["a disk", "disk-image", bytes([0x33, 0xc0, 0x8e, 0xd0, 0xbc, 0, 0x7c], zeros(600))],
  ["a disk with GPT", "disk-image", bytes(zeros(512), "EFI PART", zeros(600))],
  ["a CD", "disk-image", bytes(zeros(32_768), [1], "CD001", zeros(100))],
  ["VMDK's descriptor", "disk-image", bytes("# Disk DescriptorFile\nversion=1\n")],
  ["zeros", "erased", bytes(zeros(70_000))],
  ["erased flash", "erased", Uint8Array.from({ length: 5000 }, () => 0xff)],
  ["a database", "sqlite", bytes("SQLite format 3\0", zeros(84))],
  ["Avro", "avro", bytes("Obj", [1, 4, 0x14], "avro.codec", [8], "null", zeros(40))],
  ["Arrow", "arrow", bytes("ARROW1", zeros(58))],
  ["Parquet", "parquet", bytes("PAR1", [0x15, 4, 0x15], '{"EventID": 13}', zeros(40))],
  ["ORC", "orc", bytes("ORC", [0x0a, 3, 0], zeros(58))],
  ["MessagePack", "msgpack", bytes([0xde, 0, 20, 0xa4], "host", [0xa2], "ws", zeros(30))],
  ["objects as Python prints them", "python", bytes("{'event_id': 13, 'channel': 'Security'}\n")],
  ["JSON5", "json-like", bytes("{event_id: 13, channel: 'Security'}\n")],
  ["base64", "base64", bytes(`${"eyJhIjoxfQ".repeat(9)}\n`)],
  ["quoted-printable", "quoted-printable", bytes("event=3D13 and more=\n words\n")],
  ["a mail", "mail", bytes("From: a@b\nContent-Transfer-Encoding: base64\n\neyJhIjoxfQ\n")],
  ["a hive", "hive", bytes("regf", [1, 0, 0, 0], zeros(60))],
  [
    "a .reg file",
    "registry-export",
    bytes("Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE]\r\n"),
  ],
  ["a crash dump", "memory-dump", bytes("PAGEDU64", zeros(60))],
  ["a program", "program", bytes("MZ", [0x90, 0], zeros(60))],
  ["a program of Linux", "program", bytes([0x7f], "ELF", zeros(60))],
  ["an old Office document", "ole", bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], zeros(504))],
  ["other XML", "markup", bytes("<rss><channel/></rss>")],
  ["other text", "text", bytes("Dear all\nthe logs will follow tomorrow.\n")],
];

describe("a file that is no log", () => {
  it.each(FILES)("is named: %s", (_, kind, content) => {
    for (const size of content.length > 10_000 ? [Infinity] : [1, 7, Infinity]) {
      const { problems, records, readable } = readBytes(content, size);
      expect(problems).toMatchObject([{ code: "unknown-format", data: { kind } }]);
      expect([records, readable]).toEqual([[], false]);
    }
  });

  it("is named in UTF-16 as well, in which PowerShell 5.1 writes", () => {
    const text =
      "\uFEFF\r\nTimeCreated  : 5/14/2024 2:01:17 AM\r\nProviderName : Microsoft-Windows-Sysmon\r\n";
    const { problems } = readBytes(new Uint8Array(Buffer.from(text, "utf16le")));
    expect(problems).toMatchObject([{ code: "unknown-format", data: { kind: "format-list" } }]);
  });

  it("is a workbook or another document, not an archive of files", () => {
    for (const [folder, kind] of [
      ["xl", "excel"],
      ["word", "office"],
    ] as const) {
      const content = zip([
        { path: "[Content_Types].xml", data: "<Types/>" },
        { path: `${folder}/document.xml`, data: "<x/>" },
      ]);
      expect(isArchive(content)).toBe(false);
      expect(readBytes(content).problems).toMatchObject([{ code: "unknown-format", data: { kind } }]);
    }
    const sheet = "application/vnd.oasis.opendocument.spreadsheet";
    expect(readBytes(zip([{ path: "mimetype", data: sheet, stored: true }])).problems).toMatchObject([
      { data: { kind: "excel" } },
    ]);
    expect(isArchive(zip([{ path: "xl/a.json", data: "{}" }]))).toBe(true);
  });
});
