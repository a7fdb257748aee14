import { officeKind } from "../bytes/index.ts";

/** What a file that no reader accepts seems to be. */
export type UnreadKind =
  | "zip"
  | "7z"
  | "rar"
  | "cab"
  | "zstd"
  | "bzip2"
  | "xz"
  | "lz4"
  | "hive"
  | "registry-export"
  | "sqlite"
  | "program"
  | "evt"
  | "etl"
  | "journal"
  | "ese"
  | "prefetch"
  | "shortcut"
  | "file-table"
  | "excel"
  | "office"
  | "ole"
  | "rtf"
  | "pdf"
  | "pst"
  | "pcap"
  | "memory-dump"
  | "disk-image"
  | "picture"
  | "encrypted"
  | "erased"
  | "parquet"
  | "avro"
  | "orc"
  | "arrow"
  | "msgpack"
  | "python"
  | "json-like"
  | "base64"
  | "quoted-printable"
  | "mail"
  | "git-lfs"
  | "clixml"
  | "wevtutil-text"
  | "format-list"
  | "format-table"
  | "syslog"
  | "text-table"
  | "html"
  | "markup"
  | "binary"
  | "csv"
  | "text";

/** Guesses what a file is that no reader accepts. Only the content decides, never the name. */
export function unreadKind(bytes: Uint8Array): UnreadKind {
  const signed = signedKind(bytes);
  if (signed !== null) return signed;
  if (isErased(bytes)) return "erased";
  for (const { magic, kind } of SHORT) if (matches(bytes, magic, 0)) return kind;
  const start = new TextDecoder().decode(bytes.subarray(0, TEXT_BYTES)).trimStart();
  for (const [pattern, kind] of TEXTS) if (pattern.test(start)) return kind;
  if (/^<[/!?A-Za-z]/.test(start)) return "markup";
  if (bytes.subarray(0, 4096).includes(0)) return "binary";
  if (/^[^\n]{1,2000}[,;\t][^\n]*\n/.test(start)) return "csv";
  return "text";
}

/** Whether content is one byte over and over, as a file that was never written or copied in full has it. */
function isErased(bytes: Uint8Array): boolean {
  const first = bytes[0];
  return bytes.length > 1 && (first === 0 || first === 0xff) && bytes.every((byte) => byte === first);
}

/**
 * The kind of a file that begins with a signature too long to be chance, so that no reader need look for events in it;
 * null for any other file.
 */
export function signedKind(bytes: Uint8Array): UnreadKind | null {
  const office = officeKind(bytes);
  if (office !== null) return office;
  for (const { magic, at = 0, kind } of SIGNED) if (matches(bytes, magic, at)) return kind;
  return null;
}

/** Enough text for the first event of `wevtutil` or PowerShell. */
const TEXT_BYTES = 4096;

const ascii = (text: string): number[] => Array.from(text, (c) => c.charCodeAt(0));
/** The versions of Windows XP, 7, 8.1, 10 and 11. */
const PREFETCH = [17, 23, 26, 30, 31];
const ZIP = ascii("PK\x03\x04");

function matches(bytes: Uint8Array, magic: readonly number[], at: number): boolean {
  return magic.every((byte, i) => bytes[at + i] === byte);
}

interface Signature {
  readonly magic: readonly number[];
  /** The offset of the signature; 0 if absent. */
  readonly at?: number;
  readonly kind: UnreadKind;
}

/** Signatures that no text of events begins with. */
const SIGNED: readonly Signature[] = [
  { magic: [0x37, 0x7a, 0xbc, 0xaf], kind: "7z" },
  { magic: ascii("Rar!\x1a\x07"), kind: "rar" },
  { magic: ascii("MSCF\0\0\0\0"), kind: "cab" },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], kind: "zstd" },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], kind: "xz" },
  { magic: [0x04, 0x22, 0x4d, 0x18], kind: "lz4" },
  { magic: ascii("SQLite format 3"), kind: "sqlite" },
  // The log of Windows XP and Server 2003: its header's size, then its signature ([MS-EVEN], EVENTLOGHEADER).
  { magic: [0x30, 0, 0, 0, ...ascii("LfLe")], kind: "evt" },
  // After the header of the first buffer comes that of the system: its version, its type of 32 or 64 bits, its flags.
  { magic: [2, 0, 1, 0xc0], at: 72, kind: "etl" },
  { magic: [2, 0, 2, 0xc0], at: 72, kind: "etl" },
  { magic: ascii("LPKSHHRH"), kind: "journal" },
  { magic: [0xef, 0xcd, 0xab, 0x89], at: 4, kind: "ese" },
  ...PREFETCH.map((version) => ({ magic: [version, 0, 0, 0, ...ascii("SCCA")], kind: "prefetch" as const })),
  { magic: ascii("MAM\x04"), kind: "prefetch" },
  { magic: [0x4c, 0, 0, 0, 0x01, 0x14, 0x02, 0], kind: "shortcut" },
  { magic: [...ascii("FILE0"), 0], kind: "file-table" },
  { magic: [0x89, ...ascii("PNG\r\n")], kind: "picture" },
  { magic: [0xff, 0xd8, 0xff], kind: "picture" },
  { magic: ascii("GIF8"), kind: "picture" },
  { magic: ascii("Salted__"), kind: "encrypted" },
  { magic: ascii("age-encryption.org/"), kind: "encrypted" },
  { magic: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], kind: "ole" },
  { magic: ascii("{\\rtf"), kind: "rtf" },
  { magic: ascii("%PDF-"), kind: "pdf" },
  { magic: ascii("!BDN"), kind: "pst" },
  // libpcap in either byte order, with microseconds or nanoseconds, and pcapng.
  { magic: [0xd4, 0xc3, 0xb2, 0xa1], kind: "pcap" },
  { magic: [0xa1, 0xb2, 0xc3, 0xd4], kind: "pcap" },
  { magic: [0x4d, 0x3c, 0xb2, 0xa1], kind: "pcap" },
  { magic: [0xa1, 0xb2, 0x3c, 0x4d], kind: "pcap" },
  { magic: [0x0a, 0x0d, 0x0d, 0x0a], kind: "pcap" },
  { magic: ascii("PAGEDUMP"), kind: "memory-dump" },
  { magic: ascii("PAGEDU64"), kind: "memory-dump" },
  { magic: [...ascii("MDMP"), 0x93, 0xa7], kind: "memory-dump" },
  { magic: ascii("EMiL"), kind: "memory-dump" },
  { magic: ascii("EVF\x09\x0d\x0a"), kind: "disk-image" },
  { magic: ascii("EVF2\x0d\x0a"), kind: "disk-image" },
  { magic: ascii("vhdxfile"), kind: "disk-image" },
  { magic: ascii("conectix"), kind: "disk-image" },
  { magic: ascii("KDMV"), kind: "disk-image" },
  { magic: ascii("LVF\x09\x0d\x0a"), kind: "disk-image" },
  { magic: ascii("QFI\xfb"), kind: "disk-image" },
  { magic: ascii("MSWIM\0\0\0"), kind: "disk-image" },
  { magic: ascii("NTFS    "), at: 3, kind: "disk-image" },
  { magic: ascii("-FVE-FS-"), at: 3, kind: "disk-image" },
  { magic: ascii("EFI PART"), at: 512, kind: "disk-image" },
  { magic: ascii("CD001"), at: 32_769, kind: "disk-image" },
  { magic: [0x7f, ...ascii("ELF")], kind: "program" },
  { magic: ascii("Obj\x01"), kind: "avro" },
  { magic: ascii("ARROW1\0"), kind: "arrow" },
  // Its first page header, in Thrift's compact form, begins with the type of the page.
  { magic: ascii("PAR1\x15"), kind: "parquet" },
  // The first stripe, or the metadata of an empty file, in Protocol Buffers or compressed.
  { magic: ascii("ORC\n"), kind: "orc" },
  { magic: ascii("version https://git-lfs.github.com/spec/"), kind: "git-lfs" },
];

/** Signatures that a text may begin with: they count only if no reader accepts the file. */
const SHORT: readonly Signature[] = [
  { magic: ZIP, kind: "zip" },
  { magic: ascii("PK\x05\x06"), kind: "zip" },
  { magic: ascii("BZh"), kind: "bzip2" },
  { magic: ascii("regf"), kind: "hive" },
  { magic: ascii("MZ"), kind: "program" },
  { magic: ascii("PAR1"), kind: "parquet" },
  { magic: ascii("ORC"), kind: "orc" },
  // An array of two with fluentd's time, and a map of 16-bit length with a text as its first key.
  { magic: [0x92, 0xd7, 0x00], kind: "msgpack" },
  { magic: [0xde, 0x00], kind: "msgpack" },
  { magic: ascii("HIBR"), kind: "memory-dump" },
  { magic: ascii("hibr"), kind: "memory-dump" },
  { magic: ascii("WAKE"), kind: "memory-dump" },
  // The boot code of Windows at the beginning of a disk.
  { magic: [0x33, 0xc0, 0x8e, 0xd0, 0xbc], kind: "disk-image" },
];

/** Texts, by their beginning without leading white space. */
const TEXTS: readonly (readonly [RegExp, UnreadKind])[] = [
  [/^#< CLIXML/, "clixml"],
  [/^-----BEGIN (?:PGP|AGE ENCRYPTED)\b/, "encrypted"],
  [/^# Disk DescriptorFile/, "disk-image"],
  [/^(?:<\?xml[^>]{0,200}>\s{0,20})?<Objs\b/, "clixml"],
  [/^(?:<!--[^]{0,1000}?-->\s{0,20})?<(?:!doctype\s{1,9}html|html|head|body)\b/i, "html"],
  [/^(?:Windows Registry Editor Version \d|REGEDIT4)/, "registry-export"],
  [/^Event\[\d{1,10}\]:?\s/m, "wevtutil-text"],
  // `Log Name` is in the language of the system; the structure of the others varies less.
  [/^ {0,4}Log Name: [^\n]*\n {0,4}Source: /m, "wevtutil-text"],
  [
    /^ {0,8}(?:TimeCreated|TimeGenerated|ProviderName|LogName|RecordId|InstanceId|EntryType|MachineName|Message|LevelDisplayName|EventID|Id|Index) {1,40}: /m,
    "format-list",
  ],
  [
    /^ {0,8}(?:TimeCreated|Index|ProviderName) {1,60}(?:Id|Time|LevelDisplayName)\b[^\n]*\n *-{2}/m,
    "format-table",
  ],
  [/^ {0,8}ProviderName: [^\n]*\n\s{0,20}TimeCreated/m, "format-table"],
  [/(?:^|[\s>])(?:CEF:\d\||LEEF:\d\.\d\||MSWinEventLog[\t ])/m, "syslog"],
  // A dictionary, or a list of them, as Python prints it, perhaps as bytes.
  [/^(?:\[\s{0,9})?\{\s{0,9}'[^'\n]{1,100}'\s?:/, "python"],
  [/^(?:\[\s{0,9})?b['"]/, "python"],
  // JSON5 and JavaScript: names without quotes.
  [/^(?:\[\s{0,9})?\{\s{0,99}[A-Za-z_$][\w$]{0,60}\s?:/, "json-like"],
  [/^Content-Transfer-Encoding: /im, "mail"],
  [/=(?:3D|20)[^]*=\r?\n/, "quoted-printable"],
  [/^(?:data:[\w/+.;=-]{0,100},)?[A-Za-z0-9+/]{40,}(?:\r?\n[A-Za-z0-9+/]{40,}){0,60}/, "base64"],
  // ES|QL and SQL with `format=txt`.
  [/^[^\n|]*\|[^\n]*\n[-+| ]{10,}\r?\n/, "text-table"],
];
