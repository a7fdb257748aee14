/** What a file that no reader accepts seems to be. */
export type UnreadKind =
  | "zip"
  | "7z"
  | "zstd"
  | "bzip2"
  | "xz"
  | "hive"
  | "sqlite"
  | "program"
  | "markup"
  | "binary"
  | "csv"
  | "text";

/** Guesses what a file is that no reader accepts. Only the content decides, never the name. */
export function unreadKind(bytes: Uint8Array): UnreadKind {
  for (const { magic, kind } of KNOWN) {
    if (magic.every((byte, i) => bytes[i] === byte)) return kind;
  }
  const start = new TextDecoder().decode(bytes.subarray(0, 512)).trimStart();
  if (start.startsWith("<")) return "markup";
  if (bytes.subarray(0, 4096).includes(0)) return "binary";
  if (/^[^\n]{1,2000}[,;\t][^\n]*\n/.test(start)) return "csv";
  return "text";
}

const ascii = (text: string): number[] => Array.from(text, (c) => c.charCodeAt(0));

const KNOWN: readonly { readonly magic: readonly number[]; readonly kind: UnreadKind }[] = [
  { magic: ascii("PK\x03\x04"), kind: "zip" },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], kind: "7z" },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], kind: "zstd" },
  { magic: ascii("BZh"), kind: "bzip2" },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], kind: "xz" },
  { magic: ascii("regf"), kind: "hive" },
  { magic: ascii("SQLite format 3"), kind: "sqlite" },
  { magic: ascii("MZ"), kind: "program" },
];
