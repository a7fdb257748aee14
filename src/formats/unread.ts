import type { Problem } from "./record.ts";

/** Whether there is nothing in a file but white space. */
export function isBlank(bytes: Uint8Array): boolean {
  return bytes.every(
    (c) => c === 0x20 || c === 0x09 || c === 0x0a || c === 0x0d || c === 0xef || c === 0xbb || c === 0xbf,
  );
}

export function emptyFile(bytes: Uint8Array): Problem {
  return {
    code: "empty",
    message:
      bytes.length === 0
        ? "The file is empty: there is nothing in it to examine. If it should hold events, export it again."
        : "The file holds only white space: there is nothing in it to examine. If it should hold events, export it again.",
    lost: false,
    offset: 0,
  };
}

export function unknownFormat(bytes: Uint8Array): Problem {
  return {
    code: "unknown-format",
    message: `The file ${describeUnread(bytes) ?? "is text, but neither JSON nor event XML nor a table of events: nothing in it was examined."}`,
    lost: true,
    offset: 0,
  };
}

/**
 * What a file that is no JSON seems to be, and what to do about it. Content decides, never the name.
 *
 * @returns the second half of a sentence that begins with the file, or null if nothing is known of the content
 */
function describeUnread(bytes: Uint8Array): string | null {
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
