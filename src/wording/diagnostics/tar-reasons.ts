import type { TarFaults, UnreadType } from "../../bytes/index.ts";
import { plural } from "../format.ts";
import type { PlainSentences } from "./sentences.ts";

const TYPES: Readonly<Record<UnreadType, string>> = {
  "hard-link": "it is a hard link to another file",
  "symbolic-link": "it is a symbolic link to another file",
  "character-device": "it is a character device",
  "block-device": "it is a block device",
  fifo: "it is a named pipe",
  "sparse-file": "it is a sparse file, which tar stores without its holes",
};

/**
 * What is wrong with a tar archive or one of its members, without a subject or full stop. Stored reports on rule files
 * contain these words.
 */
export const TAR_REASONS = {
  "tar-header": (data) => {
    switch (data.kind) {
      case "checksum":
        return "its checksum is wrong, so it was damaged or changed";
      case "negative-size":
        return "it claims a negative size";
      case "huge-size":
        return "it claims a size that no file can have";
      case "unreadable-size":
        return "its size is not a number";
      case "extension":
        return "an extended header is damaged, or too long for a name";
      case "overrun":
      case "hidden":
        return `bytes of a member are missing: another header was found ${plural(data.bytes, "byte")} after its start, within the size that it claims`;
      case "none":
        return `no header was found where one should be, and ${plural(data.bytes, "byte")} ${data.bytes === 1 ? "belongs" : "belong"} to no member`;
    }
  },
  "tar-cut": (data) => {
    switch (data.kind) {
      case "member":
        return `the archive ends ${plural(data.missing, "byte")} before its end`;
      case "header":
        return "it ends inside the header or the unread content of a member";
      case "no-end":
        return "it ends without the blocks that mark its end";
    }
  },
  "tar-after-end": (data) =>
    data.kind === "members"
      ? "members follow the blocks that mark its end"
      : `${plural(data.bytes, "byte")} of other data ${data.bytes === 1 ? "follows" : "follow"}`,
  "tar-type": ({ kind }) => TYPES[kind],
} satisfies PlainSentences<TarFaults>;
