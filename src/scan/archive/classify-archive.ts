import { holdsRules } from "../../rules/files/index.ts";
import { holdsEvidence } from "./holds-evidence.ts";

/** What an archive is for. */
export type ArchiveClass = "rules" | "evidence" | "both";

/**
 * Decides what an archive is for, by its members. One that holds neither rules nor an event is evidence: the file list
 * then says what is wrong with it.
 *
 * @param file one that `classify` calls an archive
 */
export async function classifyArchive(file: Blob): Promise<ArchiveClass> {
  if (!(await holdsRules(file))) return "evidence";
  return (await holdsEvidence(file)) ? "both" : "rules";
}
