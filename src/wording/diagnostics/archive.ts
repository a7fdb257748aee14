import type { FormatDiagnostics } from "../../formats/index.ts";
import { count } from "../format.ts";
import type { Sentences } from "./sentences.ts";
import { TAR_REASONS } from "./tar-reasons.ts";
import { ZIP_REASONS } from "./zip-reasons.ts";

type ArchiveCode = Extract<keyof FormatDiagnostics, `zip-${string}` | `tar-${string}`> | "bad-gzip";

/** The file list shows the member beside the sentence, so the sentence need not name it. */
export const ARCHIVE_SENTENCES: Sentences<FormatDiagnostics, ArchiveCode> = {
  "zip-directory": (data) =>
    `The archive's directory, at its end, is missing or damaged (${ZIP_REASONS.directory(data)}): the archive was cut short or changed. Loupe searched for the members one by one and examined those it found; others may be missing. Get the archive again.`,
  "zip-damaged": (data) =>
    `This member is damaged: ${ZIP_REASONS.damaged(data)}. What could be unpacked was examined, the rest was not. Get the archive again. ${headerWords(data.header)}`,
  "zip-overlap": (data) =>
    `This member was not read: ${ZIP_REASONS.overlap()}, as in archives made to exhaust memory. Find out who made the archive, and unpack it with care. ${headerWords(data.header)}`,
  "zip-method": (data) =>
    `This member was not read: ${ZIP_REASONS.method(data)}, which Loupe cannot unpack. Unpack it with another program and drop it by itself.`,
  "zip-locked": (data) =>
    `This member is protected by a password and was not examined: ${ZIP_REASONS.locked(data)}. Enter the password to examine it.`,
  "zip-bomb": (data) =>
    data.kind === "archive"
      ? "Unpacking was stopped here: the archive as a whole unpacks to more data than logs could. What came before was examined, the rest was not. Unpack it with care, and drop the files you need by themselves."
      : `Unpacking of this member was stopped: ${ZIP_REASONS.bomb(data)}, which no log does. What came before was examined, the rest was not. If it is a log after all, unpack it and drop it by itself.`,
  "zip-headers": (data) =>
    `This member was read, but ${ZIP_REASONS.headers(data)}: another program may see different content. Find out who made the archive. ${headerWords(data.header)}`,
  "zip-name": () => `This member was read, but ${ZIP_REASONS.name()}. Take care when you unpack the archive.`,
  "zip-nested": (data) => {
    switch (data.kind) {
      case "too-deep":
        return "This archive is nested too deeply (an archive in an archive in an archive) and was not opened. Unpack it and drop it by itself.";
      case "too-large":
        return `This packed archive is larger than ${count(data.mebibytes)} MB, too large to unpack in memory. It was not examined. Unpack it and drop it by itself.`;
    }
  },
  "tar-header": (data) => {
    const reason = TAR_REASONS["tar-header"](data);
    switch (data.kind) {
      case "none":
        return `In this archive, ${reason}. Those bytes were not examined; the search for members went on after them. Create the archive again, with tar -cf. ${placeWords(data.header)}`;
      case "overrun":
        return `In this archive, ${reason}. Loupe went on with the member that was found there; what is missing is lost. Get the archive again. ${placeWords(data.header)}`;
      case "hidden":
        return `In this archive, ${reason}. The member that begins there was not examined, and what is missing is lost. Get the archive again, or unpack it with gzip -d and add the tar archive. ${placeWords(data.header)}`;
      case "extension":
        return `In this archive, ${reason}. The next member may have another name or size than is shown here. Get the archive again. ${placeWords(data.header)}`;
      default:
        return `The header of this member is damaged: ${reason}. Everything up to the next header was examined as its content. Get the archive again. ${placeWords(data.header)}`;
    }
  },
  "tar-cut": (data) => {
    const reason = TAR_REASONS["tar-cut"](data);
    switch (data.kind) {
      case "member":
        return `This member is not whole: ${reason}. What comes before was examined; members after it are missing. Get the archive again. ${placeWords(data.header)}`;
      case "header":
        return `The archive was cut short: ${reason}. That member and all after it are missing. Get the archive again. ${placeWords(data.header)}`;
      case "no-end":
        return `The archive may have been cut short: ${reason}. The members before it were examined; others may be missing. Compare it with the original, or get it again. ${placeWords(data.header)}`;
    }
  },
  "tar-after-end": (data) =>
    data.kind === "members"
      ? `This archive goes on after its end: ${TAR_REASONS["tar-after-end"](data)}. They were examined, but tar lists them only with --ignore-zeros. Find out who made the archive. ${placeWords(data.header)}`
      : `This archive goes on after its end: ${TAR_REASONS["tar-after-end"](data)}. They were not examined. Find out who made the archive. ${placeWords(data.header)}`,
  "tar-type": (data) => {
    const reason = TAR_REASONS["tar-type"](data);
    switch (data.kind) {
      case "sparse-file":
        return `This member was not read: ${reason}. Unpack the archive with tar -xf, and drop the file by itself. ${placeWords(data.header)}`;
      case "hard-link":
      case "symbolic-link":
        return `Not a file with content of its own: ${reason}. If the file it leads to is not in the archive, add it by itself. ${placeWords(data.header)}`;
      default:
        return `Not a file with content: ${reason}. There is nothing to examine. ${placeWords(data.header)}`;
    }
  },
  "bad-gzip": (data, { offset }) => {
    const rest = `The data before byte ${count(offset)} was examined, the rest could not be read.`;
    switch (data.kind) {
      case "damaged":
        return `The gzip data is damaged (${data.detail}). ${rest}`;
      case "cut-short":
        return `The compressed file ends early: the end of the gzip data is missing, and with it an unknown number of events, which no rule could match. What can be unpacked before byte ${count(offset)} was examined. Get the file again, whole.`;
      case "trailing":
        return `The data after the last gzip member is not gzip. ${rest}`;
      case "bomb":
        return `Unpacking was stopped: the gzip data unpacks to more data than a log could, as files made to exhaust memory do. ${rest} If it is a log after all, unpack it and drop it by itself.`;
    }
  },
};

function placeWords(offset: number): string {
  return `It is at byte ${count(offset)} of the archive.`;
}

function headerWords(offset: number): string {
  return `Its header is at byte ${count(offset)} of the archive.`;
}
