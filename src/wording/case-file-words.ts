import { DatabaseError } from "../case/index.ts";
import type { CaseFileFault } from "../case-file/index.ts";
import { messageOf } from "./error-message.ts";
import { bytes, count } from "./format.ts";
import { noDatabaseWords } from "./storage-words.ts";

/** Why a case file cannot be opened, and what to do. */
export function caseFileFault({ code, data }: CaseFileFault): string {
  switch (code) {
    case "newer":
      return `A newer version of Loupe${data.version === "" ? "" : `, ${data.version},`} has written this case file. Open it with that version.`;
    case "damaged":
      return `This case file is damaged: its part from byte ${count(data.offset)} on is not as it was written. Copy it again from where you got it, and compare the SHA-256 of both.`;
    case "cut-short":
      return `This case file ends early, after ${bytes(data.size)}. The copy or the download was broken off: get it again.`;
    case "passphrase":
      return "The passphrase is wrong.";
    case "no-encryption":
      return "This case file is encrypted, and the browser lets this page decrypt nothing, because it comes from an address without https. Open Loupe from a file instead.";
    case "foreign":
      return data.store === ""
        ? "This case file has a case that this version of Loupe cannot show. It was changed, or made by something else."
        : `This case file has something that this version of Loupe does not know (in ${data.store}). It was changed, or made by another version.`;
    case "bomb":
      return "This case file unpacks to more than a case could be. It was not made by Loupe.";
    case "unreadable":
      return `The browser cannot read this file (${data.detail}). It may have been moved or changed since you dropped it.`;
  }
}

/** Said of every file that could not be opened. */
export const OWN_CASES_UNCHANGED = "Nothing of it is stored, and your own cases are unchanged.";

/** Why a case from a case file could not be stored, and what to do. */
export function caseNotImported(error: DOMException | DatabaseError): string {
  if (error instanceof DatabaseError)
    return `The case could not be stored. ${noDatabaseWords(error.why).title}`;
  if (error.name === "QuotaExceededError")
    return "There is no room for this case in the browser's database. Free some space or delete old cases, then drop the file again.";
  return `The browser could not store the case: ${messageOf(error)}`;
}

/** Why a case could not be written as a file, and what to do. */
export function caseNotExported(error: unknown): string {
  return error instanceof DatabaseError
    ? `The case could not be exported. ${noDatabaseWords(error.why).title} ${noDatabaseWords(error.why).text}`
    : `The case could not be exported: ${messageOf(error)}`;
}
