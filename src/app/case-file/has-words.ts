import type { AuditRecord, Evidence } from "../../case/index.ts";
import type { CaseFileEntry } from "../../case-file/index.ts";
import { auditText, formatName, problemSentence } from "../../wording/index.ts";

/**
 * Whether the page can say what an entry of a case file says. A problem of a file and its data go together in a hundred
 * ways, so the sentence itself is tried.
 */
export function hasWords({ store, value }: CaseFileEntry): boolean {
  try {
    if (store === "audit") auditText(value as AuditRecord);
    if (store !== "evidence") return true;
    const file = value as Evidence;
    for (const problem of file.problems) if (typeof problemSentence(problem) !== "string") return false;
    return typeof formatName(file) === "string";
  } catch {
    return false;
  }
}
