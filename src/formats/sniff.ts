/**
 * What a file that is no JSON seems to be, and what to do about it. Content decides, never the name.
 *
 * @returns the second half of a sentence that begins with the file, or null if nothing is known of the content
 */
export function describeUnread(bytes: Uint8Array): string | null {
  for (const { magic, advice } of KNOWN) {
    if (magic.every((byte, i) => bytes[i] === byte)) return advice;
  }
  const start = new TextDecoder().decode(bytes.subarray(0, 512)).trimStart();
  if (start.startsWith("<")) {
    return "is XML or HTML, but holds no <Event> of Windows: nothing in it was examined.";
  }
  if (bytes.subarray(0, 4096).includes(0)) {
    return "is binary and of no kind that Loupe knows: nothing in it was examined.";
  }
  if (/^[^\n]{1,2000}[,;\t][^\n]*\n/.test(start)) {
    return "looks like CSV, but not like a table of events that Loupe knows by its columns: nothing in it was examined. Export the events with all columns, or as NDJSON.";
  }
  return null;
}

const ascii = (text: string): number[] => Array.from(text, (c) => c.charCodeAt(0));

const KNOWN: readonly { readonly magic: readonly number[]; readonly advice: string }[] = [
  { magic: ascii("PK\x03\x04"), advice: "is a zip archive: unpack it and drop what it holds." },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], advice: "is a 7-Zip archive: unpack it and drop what it holds." },
  {
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    advice: "is compressed with Zstandard: unpack it and drop what it holds.",
  },
  { magic: ascii("BZh"), advice: "is compressed with bzip2: unpack it and drop what it holds." },
  {
    magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
    advice: "is compressed with xz: unpack it and drop what it holds.",
  },
  { magic: ascii("regf"), advice: "is a registry hive, not a log of registry events." },
  { magic: ascii("SQLite format 3"), advice: "is an SQLite database, not a log." },
  { magic: ascii("MZ"), advice: "is a Windows program, not a log." },
];
