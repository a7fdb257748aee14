import type { ArchiveFault } from "../bytes/index.ts";
import type { Problem, ProblemCode } from "./record.ts";

/** What is wrong with an archive, in words. The place names the member: the sentences need not. */
export function archiveProblem({ code, reason, path, offset }: ArchiveFault): Problem {
  return {
    code: CODES[code],
    message: `${SENTENCES[code](reason)}${HAS_PLACE.has(code) ? ` Its header stands at byte ${offset.toLocaleString("en")} of the archive.` : ""}`,
    lost: !REMARKS.has(code),
    // Offsets are those in the member, where there is one.
    offset: path === undefined ? offset : 0,
    ...(path !== undefined && { member: path }),
  };
}

type FaultCode = ArchiveFault["code"];

/** Stored cases hold these codes: they stay as they are, whatever kind the archive is of. */
const CODES: Readonly<Record<FaultCode, ProblemCode>> = {
  directory: "zip-directory",
  damaged: "zip-damaged",
  overlap: "zip-overlap",
  method: "zip-method",
  locked: "zip-locked",
  bomb: "zip-bomb",
  headers: "zip-headers",
  name: "zip-name",
  empty: "empty",
  "nested-too-deep": "zip-nested",
  "nested-too-large": "zip-nested",
  spent: "zip-bomb",
};

/** Nothing is lost by them. */
const REMARKS: ReadonlySet<FaultCode> = new Set(["headers", "name", "empty"]);

/** What somebody may want to look at with other tools. */
const HAS_PLACE: ReadonlySet<FaultCode> = new Set(["damaged", "overlap", "headers"]);

const SENTENCES: Readonly<Record<FaultCode, (reason: string) => string>> = {
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
  empty: () =>
    "The archive is empty: there is nothing in it to examine. If it should hold events, make it again.",
  "nested-too-deep": () =>
    "This is an archive in an archive in an archive: it was not opened. Unpack it and drop it by itself.",
  "nested-too-large": (reason) =>
    `This is a packed archive of ${reason}, which does not fit in memory: it was not examined. Unpack it and drop it by itself.`,
  spent: () =>
    "Unpacking of the archive was stopped here: all in all it unpacks to more than logs could. What came before was examined, the rest was not. Unpack it with care, and drop what you need of it by itself.",
};
