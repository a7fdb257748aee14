import type { HeaderPart, PackingMethod, ZipFaults } from "../../bytes/index.ts";
import { count } from "../format.ts";
import type { PlainSentences } from "./sentences.ts";

const METHODS: Readonly<Record<PackingMethod, string>> = {
  shrink: "Shrink",
  implode: "Implode",
  deflate64: "Deflate64, as Windows packs files above 2 GB",
  bzip2: "bzip2",
  lzma: "LZMA",
  zstandard: "Zstandard",
  xz: "xz",
  ppmd: "PPMd",
};

const PARTS: Readonly<Record<HeaderPart, string>> = {
  name: "name",
  encryption: "encryption",
  method: "method of compression",
  "packed-size": "size",
  "unpacked-size": "unpacked size",
  checksum: "checksum",
};

/**
 * What is wrong with an archive or one of its members, without a subject or full stop: `it ends before it is complete`.
 * Stored reports on rule files contain these words.
 */
export const ZIP_REASONS = {
  directory: (data) => {
    switch (data.kind) {
      case "too-large":
        return "its directory is too large";
      case "incomplete":
        return "it does not list all members";
      case "misplaced":
        return "members are not where it says, so bytes are missing or were inserted";
      case "damaged":
        return data.detail;
    }
  },
  damaged: (data) => {
    switch (data.kind) {
      case "no-header":
        return "its header is not where the directory says";
      case "twice":
        return `it begins twice, and ${count(data.bytes)} bytes before its whole copy were not read`;
      case "no-directory":
        return "it is encrypted, and the directory that is needed to decrypt it is lost";
      case "packed-data":
        return `its packed data is damaged, ${data.detail}`;
      case "cut-short":
        return "it ends before it is complete";
      case "checksum":
        return "its checksum is wrong, so it was damaged or changed";
      case "wrong-password":
        return "the password is wrong";
      case "unsupported-encryption":
        return "it is encrypted in a way that Loupe cannot decrypt";
      case "authentication":
        return "its authentication code is wrong, so it was damaged or changed";
      case "decryption":
        return `it cannot be decrypted (${data.detail})`;
    }
  },
  overlap: () => "it claims bytes that belong to another member",
  method: (data) => {
    switch (data.kind) {
      case "packing":
        return `it is packed with ${METHODS[data.method]}`;
      case "unknown-packing":
        return `it is packed with an unknown method, number ${data.method}`;
      case "encryption":
        return "it is encrypted in a way that Loupe cannot decrypt";
    }
  },
  locked: ({ kind }) =>
    kind === "no-password" ? "no known password opens it" : "no known password opens it, or it is damaged",
  bomb: ({ times }) => `it unpacks to more than ${times} times its size`,
  headers: ({ differ }) => `its two headers in the archive disagree about its ${PARTS[differ]}`,
  name: () => "its path leads out of the folder that the archive is unpacked into",
} satisfies PlainSentences<ZipFaults>;
