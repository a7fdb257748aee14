import type { ZipFault } from "../bytes/index.ts";
import type { Problem } from "./record.ts";

/** What is wrong with an archive, in words. The place names the member: the sentences need not. */
export function archiveProblem({ code, reason, path, offset }: ZipFault): Problem {
  return {
    code: `zip-${code}`,
    message: `${SENTENCES[code](reason)}${HAS_PLACE.has(code) ? ` Its header stands at byte ${offset.toLocaleString("en")} of the archive.` : ""}`,
    lost: code !== "headers" && code !== "name",
    // Offsets are those in the member, where there is one.
    offset: path === undefined ? offset : 0,
    ...(path !== undefined && { member: path }),
  };
}

/** What somebody may want to look at with other tools. */
const HAS_PLACE: ReadonlySet<ZipFault["code"]> = new Set(["damaged", "overlap", "headers"]);

const SENTENCES: Readonly<Record<ZipFault["code"], (reason: string) => string>> = {
  directory: (reason) =>
    `The archive's directory, at its end, is missing or damaged (${reason}): the archive was cut short or changed. Its members were looked for one by one, and those that were found were examined; others may be missing. Get the archive again.`,
  damaged: (reason) =>
    `This member is damaged: ${reason}. What could be unpacked of it was examined, the rest was not. Get the archive again.`,
  overlap: (reason) =>
    `This member was not read: ${reason}, as in archives that are made to fill memory. Find out who made the archive, and unpack it with care.`,
  method: (reason) =>
    `This member was not read: ${reason}, which Loupe cannot unpack. Unpack it with another program and drop it by itself.`,
  locked: (reason) =>
    `This member is protected by a password and was not examined: ${reason}. Give the password to examine it.`,
  bomb: (reason) =>
    `Unpacking of this member was stopped: ${reason}, as no log does. What came before was examined, the rest was not. If it is a log all the same, unpack it and drop it by itself.`,
  headers: (reason) =>
    `This member was read, but ${reason}: another program may see another content. Find out who made the archive.`,
  name: (reason) => `This member was read, but ${reason}. Take care when unpacking it.`,
};

/** All members together grew beyond what logs could. */
export function archiveBomb(member: string): Problem {
  return {
    code: "zip-bomb",
    message:
      "Unpacking of the archive was stopped here: all in all it unpacks to more than logs could. What came before was examined, the rest was not. Unpack it with care, and drop what you need of it by itself.",
    lost: true,
    offset: 0,
    member,
  };
}

export function nestedTooDeep(member: string): Problem {
  return {
    code: "zip-nested",
    message:
      "This is an archive in an archive in an archive: it was not opened. Unpack it and drop it by itself.",
    lost: true,
    offset: 0,
    member,
  };
}

export function nestedTooLarge(member: string | undefined, mebibytes: number): Problem {
  return {
    code: "zip-nested",
    message: `This is a packed archive of more than ${mebibytes} MB, which does not fit in memory: it was not examined. Unpack it and drop it by itself.`,
    lost: true,
    offset: 0,
    ...(member !== undefined && { member }),
  };
}

export function emptyArchive(member: string | undefined): Problem {
  return {
    code: "empty",
    message:
      "The archive is empty: there is nothing in it to examine. If it should hold events, make it again.",
    lost: false,
    offset: 0,
    ...(member !== undefined && { member }),
  };
}
